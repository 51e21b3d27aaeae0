package io.prefscore.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a JSON list into the texts of its elements, holding one element at a time. The bytes are not decoded: numbers
 * keep their digits, escapes stay escapes, and what is no UTF-8 stays visible to whoever looks for it. Blanks between
 * tokens, such as the line ends of a file laid out for people, become one space each.
 *
 * <p>Only brackets, quotes and commas are looked at. An element that is broken within them is cut out whole, so it is its
 * row alone that is set aside.
 */
final class JsonListElements implements RecordSource<byte[]> {

    /** A quote that is never closed would gather the rest of the file. */
    private static final int LARGEST_ELEMENT_BYTES = 256 << 20;

    /** Deeper than anything that is data; bounds the memory for brackets. */
    private static final int DEEPEST = 10_000;

    private final ByteSource bytes;
    private final ByteArrayOutputStream element = new ByteArrayOutputStream(1 << 12);
    private final byte[] closing = new byte[DEEPEST];
    private long elements;
    private boolean ended;

    /**
     * @param stream begins with a list
     */
    JsonListElements(InputStream stream) throws IOException {
        this.bytes = new ByteSource(stream);
    }

    @Override
    public byte @Nullable [] next() throws IOException, BrokenFile {
        if (ended) {
            return null;
        }
        if (elements == 0) {
            skipBlank();
            bytes.next();
            if (skipBlank() == ']') {
                bytes.next();
                end();
                return null;
            }
        }
        elements++;
        skipBlank();
        readElement();
        if (skipBlank() == ']') {
            bytes.next();
            end();
        } else if (bytes.next() != ',') {
            throw broken(
                    bytes.peek() == ByteSource.END
                            ? "the file ends behind it, without a bracket that closes the list"
                            : "neither a comma nor the end of the list follows it");
        }
        return element.toByteArray();
    }

    /** How many there were so far. */
    long count() {
        return elements;
    }

    private void end() throws IOException, BrokenFile {
        ended = true;
        if (skipBlank() != ByteSource.END) {
            throw new BrokenFile(
                    "the list of rows ends after row " + elements + ", but more follows behind it; a file holds"
                            + " one list or one object a line: mend it, or split it in two");
        }
    }

    /** Leaves the next element in the buffer, and the byte behind it to be read. */
    private void readElement() throws IOException, BrokenFile {
        element.reset();
        int depth = 0;
        while (true) {
            int next = bytes.peek();
            if (next == ByteSource.END) {
                throw broken("the file ends in the middle of it");
            }
            if (depth == 0 && (next == ',' || next == ']')) {
                break;
            }
            if (isBlank(next)) {
                skipBlank();
                if (depth == 0) {
                    break;
                }
                put(' ');
                continue;
            }
            bytes.next();
            put(next);
            if (next == '"') {
                readText();
            } else if (next == '{' || next == '[') {
                if (depth == DEEPEST) {
                    throw broken("it is nested more than " + DEEPEST + " levels deep");
                }
                closing[depth++] = (byte) (next == '{' ? '}' : ']');
            } else if (next == '}' || next == ']') {
                if (depth == 0 || closing[--depth] != next) {
                    throw broken("its brackets do not match: a '" + (char) next + "' too many");
                }
                if (depth == 0) {
                    break;
                }
            }
        }
        if (element.size() == 0) {
            throw broken("there is nothing between two commas, or behind the last one");
        }
    }

    /** The rest of a text whose opening quote was read. */
    private void readText() throws IOException, BrokenFile {
        int next = 0;
        while (next != '"') {
            next = bytes.next();
            if (next == '\\') {
                put(next);
                next = bytes.next();
                // a quote behind a backslash ends nothing
                put(next);
                next = next == ByteSource.END ? next : 0;
            } else if (next != ByteSource.END) {
                put(next);
            }
            if (next == ByteSource.END) {
                throw broken("the file ends in the middle of a text of it");
            }
        }
    }

    private void put(int next) throws BrokenFile {
        if (element.size() == LARGEST_ELEMENT_BYTES) {
            throw broken("it has more than " + (LARGEST_ELEMENT_BYTES >> 20) + " MiB, as where a quote is missing");
        }
        element.write(next);
    }

    private int skipBlank() throws IOException {
        while (isBlank(bytes.peek())) {
            bytes.next();
        }
        return bytes.peek();
    }

    private static boolean isBlank(int next) {
        return next == ' ' || next == '\t' || next == '\r' || next == '\n';
    }

    private BrokenFile broken(String problem) {
        return new BrokenFile("broken JSON in row " + elements + " of the list: " + problem
                + "; the rows behind it cannot be told apart: mend the file, or write one object a line");
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
