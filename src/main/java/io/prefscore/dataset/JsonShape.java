package io.prefscore.dataset;

import java.io.IOException;
import java.io.InputStream;

/** How a file of JSON holds its rows, told by its beginning. */
enum JsonShape {
    /** One value a line; also what is no JSON at all, of which every line is then set aside. */
    LINES,
    /** One list, its elements the rows. */
    LIST,
    /** One object over several lines: no rows that anybody could tell apart. */
    OBJECT;

    /** Longer first lines are rows: nobody breaks the lines of an object there. */
    private static final int LONGEST_LOOK = 1 << 20;

    /** Looks at the beginning of a file; closes the stream. */
    static JsonShape of(InputStream stream) throws IOException {
        try (ByteSource bytes = new ByteSource(stream)) {
            int first = skipBlank(bytes);
            if (first == '[') {
                return LIST;
            }
            return first == '{' && goesOnBelow(bytes) ? OBJECT : LINES;
        }
    }

    /** The next byte that is not blank, left to be read. */
    private static int skipBlank(ByteSource bytes) throws IOException {
        while (bytes.peek() == ' ' || bytes.peek() == '\t' || bytes.peek() == '\r' || bytes.peek() == '\n') {
            bytes.next();
        }
        return bytes.peek();
    }

    /** Whether an object's first line ends between its fields, and a field follows below. */
    private static boolean goesOnBelow(ByteSource bytes) throws IOException {
        int depth = 0;
        boolean quoted = false;
        for (int looked = 0; looked < LONGEST_LOOK; looked++) {
            int next = bytes.next();
            if (next == ByteSource.END) {
                return false;
            }
            if (next == '\n') {
                return !quoted && depth > 0 && skipBlank(bytes) != '{' && bytes.peek() != ByteSource.END;
            }
            if (quoted && next == '\\') {
                bytes.next();
            } else if (next == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
            }
        }
        return false;
    }
}
