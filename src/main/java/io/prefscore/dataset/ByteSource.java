package io.prefscore.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A stream read byte by byte through a buffer of its own, without the lock of {@link java.io.BufferedInputStream}. */
final class ByteSource implements Closeable {

    /** What {@link #next} and {@link #peek} give at the end. */
    static final int END = -1;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream stream;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;

    /** Skips the byte order mark that a text in UTF-8 may begin with. */
    ByteSource(InputStream stream) throws IOException {
        this.stream = stream;
        filled = stream.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
        boolean marked = java.util.Arrays.equals(buffer, 0, filled, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        position = marked ? filled : 0;
    }

    /** The next byte as 0 to 255, or {@link #END}. */
    int next() throws IOException {
        return fill() ? buffer[position++] & 0xFF : END;
    }

    /** What {@link #next} will give. */
    int peek() throws IOException {
        return fill() ? buffer[position] & 0xFF : END;
    }

    private boolean fill() throws IOException {
        while (position == filled) {
            int read = stream.read(buffer, 0, buffer.length);
            if (read < 0) {
                return false;
            }
            position = 0;
            filled = read;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
