package io.prefscore.dataset;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on the bytes of zstd frames and notices where they end too early. The decoder of zstd-jni does not always: it
 * calls a file whole if any frame before the one that was cut ended in the same buffer, and rows would be lost without a
 * word. Only the lengths in the frames' and blocks' headers are looked at (RFC 8878, section 3.1).
 */
final class ZstdFrames extends FilterInputStream {

    private static final long FRAME = 0xFD2FB528L;
    private static final long SKIPPABLE_FRAME = 0x184D2A50L;
    private static final long SKIPPABLE_MASK = 0xFFFFFFF0L;
    private static final int RUN_LENGTH_BLOCK = 1;

    /** What the bytes that are gathered next say. */
    private enum Part {
        MAGIC(4),
        SKIPPABLE_SIZE(4),
        DESCRIPTOR(1),
        BLOCK_HEADER(3),
        /** No zstd frame: the decoder will say so. */
        UNKNOWN(0);

        private final int bytes;

        Part(int bytes) {
            this.bytes = bytes;
        }
    }

    private Part part = Part.MAGIC;
    private long value;
    private int gathered;
    private long skipped;
    private boolean checksum;

    ZstdFrames(InputStream packed) {
        super(packed);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read < 0 && !isBetweenFrames()) {
            throw new EOFException("the file ends in the middle of its packed data");
        }
        follow(buffer, offset, Math.max(0, read));
        return read;
    }

    private boolean isBetweenFrames() {
        return part == Part.UNKNOWN || (part == Part.MAGIC && gathered == 0 && skipped == 0);
    }

    private void follow(byte[] buffer, int offset, int length) {
        int position = offset;
        int end = offset + length;
        while (position < end && part != Part.UNKNOWN) {
            if (skipped > 0) {
                long step = Math.min(skipped, end - position);
                skipped -= step;
                position += (int) step;
                continue;
            }
            value |= (buffer[position++] & 0xFFL) << (8 * gathered++);
            if (gathered == part.bytes) {
                long complete = value;
                value = 0;
                gathered = 0;
                enter(complete);
            }
        }
    }

    private void enter(long complete) {
        switch (part) {
            case MAGIC ->
                part = complete == FRAME
                        ? Part.DESCRIPTOR
                        : (complete & SKIPPABLE_MASK) == SKIPPABLE_FRAME ? Part.SKIPPABLE_SIZE : Part.UNKNOWN;
            case SKIPPABLE_SIZE -> {
                skipped = complete;
                part = Part.MAGIC;
            }
            case DESCRIPTOR -> {
                int descriptor = (int) complete;
                checksum = (descriptor & 4) != 0;
                skipped = headerBytes(descriptor);
                part = Part.BLOCK_HEADER;
            }
            case BLOCK_HEADER -> {
                boolean last = (complete & 1) != 0;
                boolean run = ((complete >> 1) & 3) == RUN_LENGTH_BLOCK;
                skipped = (run ? 1 : complete >> 3) + (last && checksum ? 4 : 0);
                part = last ? Part.MAGIC : Part.BLOCK_HEADER;
            }
            case UNKNOWN -> throw new IllegalStateException("nothing is gathered behind an unknown frame");
        }
    }

    /** Bytes of window, dictionary id and content size behind a descriptor. */
    private static int headerBytes(int descriptor) {
        boolean single = (descriptor & 0x20) != 0;
        int dictionaryFlag = descriptor & 3;
        int sizeFlag = descriptor >> 6;
        int dictionary = dictionaryFlag == 3 ? 4 : dictionaryFlag;
        int size = sizeFlag == 0 ? (single ? 1 : 0) : 1 << sizeFlag;
        return (single ? 0 : 1) + dictionary + size;
    }
}
