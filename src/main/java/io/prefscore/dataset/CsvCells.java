package io.prefscore.dataset;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV file into cells, one record at a time. As in RFC 4180 a cell in quotes may hold commas, line ends and quotes
 * written twice, and a backslash is a character like any other. Spark's CSV source is not used, since it matches columns
 * by their position in all files and makes question marks of bytes that are no UTF-8; nor a library, since those that we
 * know either give up the file or say nothing where something stands behind a closing quote, and one bad row must cost one row.
 */
final class CsvCells implements Closeable {

    /** A quote that is never closed would gather the rest of the file. */
    private static final int LARGEST_RECORD_BYTES = 256 << 20;

    private static final int QUOTE = '"';

    private final ByteSource bytes;
    private final int delimiter;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream(1 << 12);
    private final ByteArrayOutputStream cell = new ByteArrayOutputStream(1 << 12);
    private final List<byte @Nullable []> cells = new ArrayList<>();
    private boolean goesOnBehindQuote;
    private long line = 1;
    private long recordLine;

    /**
     * @param delimiter stands between two cells
     */
    CsvCells(InputStream stream, char delimiter) throws IOException {
        this.bytes = new ByteSource(stream);
        this.delimiter = delimiter;
    }

    /**
     * Reads the next record that is not a blank line.
     *
     * @return its cells, null where a cell is empty and has no quotes; null at the end of the file
     */
    @Nullable
    List<byte @Nullable []> next() throws IOException, BrokenFile {
        while (bytes.peek() != ByteSource.END) {
            readRecord();
            if (cells.size() > 1 || cells.get(0) != null) {
                return new ArrayList<>(cells);
            }
        }
        return null;
    }

    /** Whether something stands behind the closing quote of a cell of the last record. */
    boolean goesOnBehindQuote() {
        return goesOnBehindQuote;
    }

    /** The last record as it stands in the file, without its line end. */
    String raw() {
        return raw.toString(StandardCharsets.UTF_8);
    }

    /** Where the last record begins, from 1. */
    long line() {
        return recordLine;
    }

    private void readRecord() throws IOException, BrokenFile {
        cells.clear();
        raw.reset();
        recordLine = line;
        goesOnBehindQuote = false;
        int end = readCell();
        while (end == delimiter) {
            put(end);
            end = readCell();
        }
    }

    /** Adds the next cell; the byte behind it is read, and returned. */
    private int readCell() throws IOException, BrokenFile {
        cell.reset();
        boolean quoted = bytes.peek() == QUOTE;
        if (quoted) {
            readQuoted();
            goesOnBehindQuote |= !isEnd(bytes.peek());
        }
        while (!isEnd(bytes.peek())) {
            int next = bytes.next();
            put(next);
            cell.write(next);
        }
        cells.add(quoted || cell.size() > 0 ? cell.toByteArray() : null);
        int end = bytes.next();
        if (end == '\r' && bytes.peek() == '\n') {
            end = bytes.next();
        }
        line += end == delimiter ? 0 : 1;
        return end;
    }

    private boolean isEnd(int next) {
        return next == delimiter || next == '\n' || next == '\r' || next == ByteSource.END;
    }

    private void readQuoted() throws IOException, BrokenFile {
        long firstLine = line;
        put(bytes.next());
        while (true) {
            int next = bytes.next();
            if (next == ByteSource.END) {
                throw new BrokenFile("broken CSV: the quote that opens a cell in line " + firstLine
                        + " is never closed; the rows behind it cannot be told apart: mend the file");
            }
            put(next);
            if (next == QUOTE) {
                if (bytes.peek() != QUOTE) {
                    return;
                }
                put(bytes.next());
            }
            line += next == '\n' ? 1 : 0;
            cell.write(next);
        }
    }

    private void put(int next) throws BrokenFile {
        if (raw.size() == LARGEST_RECORD_BYTES) {
            throw new BrokenFile("broken CSV: the record that ends behind line " + line + " has more than "
                    + (LARGEST_RECORD_BYTES >> 20) + " MiB, as where a quote is not closed; mend the file");
        }
        raw.write(next);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
