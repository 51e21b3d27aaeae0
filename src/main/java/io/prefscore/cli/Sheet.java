package io.prefscore.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table for a sheet: comma-separated values as RFC 4180 has them, with a line of names; what is not known is empty. */
final class Sheet {

    private final int columns;
    private final List<String> lines = new ArrayList<>();

    Sheet(String... names) {
        this.columns = names.length;
        lines.add(String.join(",", List.of(names)));
    }

    /** @param cells texts, numbers or nothing, one a column */
    Sheet add(@Nullable Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("the sheet has " + columns + " columns; found " + cells.length);
        }
        List<String> line = new ArrayList<>();
        for (@Nullable Object cell : cells) {
            line.add(written(cell));
        }
        lines.add(String.join(",", line));
        return this;
    }

    private static String written(@Nullable Object cell) {
        if (cell == null || (cell instanceof Double number && !Double.isFinite(number))) {
            return "";
        }
        String text = cell.toString();
        boolean quoted = text.chars().anyMatch(sign -> sign == ',' || sign == '"' || sign == '\n' || sign == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** The lines, each ended by a newline. */
    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
