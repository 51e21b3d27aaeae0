package io.prefscore.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of one CSV file, whose first record names its columns. */
final class CsvRecords implements RecordSource<CsvRecord> {

    private final CsvCells cells;
    private final List<String> names;

    /**
     * @throws BrokenFile where two columns have one name
     */
    CsvRecords(InputStream stream, Delimiter delimiter) throws IOException, BrokenFile {
        this.cells = new CsvCells(stream, delimiter.character);
        List<byte @Nullable []> header = cells.next();
        this.names = header == null ? List.of() : names(header);
    }

    /** What stands between two cells. */
    enum Delimiter {
        COMMA(','),
        TAB('\t');

        private final char character;

        Delimiter(char character) {
            this.character = character;
        }

        static Delimiter of(String fileName) {
            return FileNames.isTabbed(fileName) ? TAB : COMMA;
        }
    }

    /** A column without a name, as pandas writes one for its index, is called by its position, as Spark does it. */
    private static List<String> names(List<byte @Nullable []> header) throws BrokenFile {
        List<String> names = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (byte[] cell : header) {
            String name = cell == null || cell.length == 0 ? "_c" + names.size() : CsvRecord.text(cell);
            if (!known.add(name)) {
                throw new BrokenFile("two columns of the first line are called '" + name + "'; rename one");
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    /** The names of the columns; none for a file without a line. */
    List<String> names() {
        return names;
    }

    @Override
    public @Nullable CsvRecord next() throws IOException, BrokenFile {
        List<byte @Nullable []> record = cells.next();
        if (record == null) {
            return null;
        }
        String problem = record.size() != names.size()
                ? record.size() + " cells under " + names.size() + " column names"
                : "a cell goes on behind the quote that closes it";
        boolean broken = record.size() != names.size() || cells.goesOnBehindQuote();
        return new CsvRecord(names, record, broken ? Optional.of(problem + ": " + cells.raw()) : Optional.empty());
    }

    /** The line where the last record begins, from 1. */
    long line() {
        return cells.line();
    }

    @Override
    public void close() throws IOException {
        cells.close();
    }
}
