package io.prefscore.notebooks;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a table must be, so that Zeppelin draws it as its author meant. */
final class TableRules {

    /** Says in a paragraph's {@code config} that its tables may have no rows, such as one of what went wrong. */
    static final String MAY_BE_EMPTY = "mayBeEmpty";

    /** Zeppelin would take the cell for another kind of output. */
    private static final Pattern DIRECTIVE = Pattern.compile("^%\\w");

    /** What the Scala shell says of a value; it comes last, so it becomes a row of a table that was printed. */
    private static final Pattern ECHO = Pattern.compile("[\\w$]+: [^=]+ = .*");

    private TableRules() {}

    /** One, unless the paragraph says {@link #MAY_BE_EMPTY}. */
    static int fewestRows(Paragraph paragraph) {
        JsonObject config = paragraph.config();
        return config.has(MAY_BE_EMPTY) && config.get(MAY_BE_EMPTY).getAsBoolean() ? 0 : 1;
    }

    /** What is wrong with a table; empty where nothing is. */
    static List<String> complaints(ShownTable table, int fewestRows) {
        List<String> complaints = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String name : table.columns()) {
            if (name.isBlank()) {
                complaints.add("a column has no name");
            } else if (!names.add(name)) {
                complaints.add("two columns are called " + name);
            }
        }
        if (table.columns().isEmpty()) {
            complaints.add("a table without a header");
        }
        if (table.rows().size() < fewestRows) {
            complaints.add("a table without rows; if that is no fault, set " + MAY_BE_EMPTY + " in its config");
        }
        for (int row = 0; row < table.rows().size(); row++) {
            complaints.addAll(
                    complaints(row + 1, table.rows().get(row), table.columns().size()));
        }
        return complaints;
    }

    private static List<String> complaints(int number, List<String> cells, int columns) {
        if (cells.size() == 1 && ECHO.matcher(cells.get(0)).matches()) {
            return List.of("row " + number + " is what the Scala shell says of a value: " + cells.get(0)
                    + "; put braces around the paragraph");
        }
        if (cells.size() != columns) {
            return List.of("row " + number + " has " + cells.size() + " cells, the header " + columns + ": " + cells);
        }
        return cells.stream()
                .filter(cell -> DIRECTIVE.matcher(cell).find())
                .map(cell -> "row " + number + " has a cell that Zeppelin takes for a directive: " + cell)
                .toList();
    }
}
