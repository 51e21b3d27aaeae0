package io.prefscore.dataset;

import io.prefscore.preference.Skip;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record of CSV as the line of JSON that says the same, so that all that is known about JSON lines holds for it.
 *
 * @param kinds what the cells of each column are read as
 */
record CsvLine(Map<String, CsvColumn.Kind> kinds) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    CsvLine {
        kinds = Map.copyOf(kinds);
    }

    /**
     * The row to make of a record: the line in bytes, reason and detail of a defect, then the values of the file's folders.
     */
    Row of(CsvRecord record, Row file) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write('{');
        String broken = null;
        for (int index = 0;
                index < Math.min(record.names().size(), record.cells().size());
                index++) {
            byte[] cell = record.cells().get(index);
            String name = record.names().get(index);
            CsvColumn.Kind kind = kinds.getOrDefault(name, CsvColumn.Kind.TEXT);
            if (cell == null || record.defect().isPresent() || (cell.length == 0 && kind != CsvColumn.Kind.TEXT)) {
                continue;
            }
            if (kind == CsvColumn.Kind.JSON && !CsvColumn.isJson(cell)) {
                broken = "'" + name + "' is no JSON list or object, as in other rows: " + CsvRecord.text(cell);
                continue;
            }
            if (line.size() > 1) {
                line.write(',');
            }
            quote(name.getBytes(StandardCharsets.UTF_8), line);
            line.write(':');
            write(cell, kind, line);
        }
        line.write('}');
        if (record.defect().isPresent()) {
            return row(line, Skip.Reason.UNREADABLE_RECORD, record.defect().orElseThrow(), file);
        }
        return row(line, broken == null ? null : Skip.Reason.MALFORMED_FIELD, broken, file);
    }

    private static Row row(
            ByteArrayOutputStream line, Skip.@Nullable Reason reason, @Nullable String detail, Row file) {
        return Rows.with(file, line.toByteArray(), reason == null ? null : reason.name(), detail);
    }

    private static void write(byte[] cell, CsvColumn.Kind kind, ByteArrayOutputStream line) {
        switch (kind) {
            case TEXT -> quote(cell, line);
            case NUMBER, JSON -> line.writeBytes(cell);
            case BOOLEAN ->
                line.writeBytes(CsvRecord.text(cell).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Bytes beyond ASCII stay what they are, valid or not. */
    private static void quote(byte[] text, ByteArrayOutputStream line) {
        line.write('"');
        for (byte character : text) {
            if (character == '"' || character == '\\') {
                line.write('\\');
                line.write(character);
            } else if (character >= 0 && character < ' ') {
                line.writeBytes(
                        new byte[] {'\\', 'u', '0', '0', HEXADECIMAL[character >> 4], HEXADECIMAL[character & 15]});
            } else {
                line.write(character);
            }
        }
        line.write('"');
    }
}
