package io.prefscore.notebooks;

import java.util.Arrays;
import java.util.List;

/** A table as Zeppelin draws it: lines of cells with tabs between them, the first one naming the columns. */
record ShownTable(List<String> columns, List<List<String>> rows) {

    static ShownTable parse(String data) {
        // a line's end closes a row, so after the last one there is none
        List<List<String>> lines =
                data.lines().map(line -> Arrays.asList(line.split("\t", -1))).toList();
        return lines.isEmpty()
                ? new ShownTable(List.of(), List.of())
                : new ShownTable(lines.get(0), lines.subList(1, lines.size()));
    }
}
