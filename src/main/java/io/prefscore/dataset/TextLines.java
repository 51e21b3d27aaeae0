package io.prefscore.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** The lines of a file that are rows, split and trimmed as {@link JsonLines} has them, with their numbers. */
final class TextLines implements RecordSource<RowFinder.Found> {

    private static final byte[] MARK = JsonLines.BYTE_ORDER_MARK.getBytes(StandardCharsets.UTF_8);

    /** Lines as they are read, without what stands around them, for use in an expression. */
    static final UDF1<byte[], byte[]> TRIM = line -> trimmed(line, line.length);

    private final LineReader lines;
    private final Text line = new Text();
    private long number;

    TextLines(InputStream stream) {
        this.lines = new LineReader(stream);
    }

    @Override
    public RowFinder.@Nullable Found next() throws IOException {
        while (lines.readLine(line) > 0) {
            number++;
            byte[] trimmed = trimmed(line.getBytes(), line.getLength());
            if (trimmed.length > 0) {
                return new RowFinder.Found("line " + number, trimmed, Optional.empty());
            }
        }
        return null;
    }

    private static byte[] trimmed(byte[] bytes, int length) {
        int from = 0;
        while (from + MARK.length <= length && Arrays.equals(bytes, from, from + MARK.length, MARK, 0, MARK.length)) {
            from += MARK.length;
        }
        int to = length;
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (from < to && isBlank(bytes[to - 1])) {
            to--;
        }
        return to - from == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private static boolean isBlank(byte character) {
        return JsonLines.BLANK.indexOf(character) >= 0;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
