package io.prefscore.dataset;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/** Names of columns, for messages. */
final class Names {

    /** Farther than this many edits, a name is another name and no misspelling. */
    private static final int MOST_EDITS = 3;

    private Names() {}

    /** {@code  (did you mean 'rejcted'?)}, or nothing. */
    static String suggestion(String wanted, StructType columns) {
        return nearest(wanted, List.of(columns.fieldNames()))
                .map(name -> " (did you mean '" + name + "'?)")
                .orElse("");
    }

    private static Optional<String> nearest(String wanted, List<String> names) {
        return names.stream()
                .filter(name -> edits(wanted, name) <= Math.min(MOST_EDITS, wanted.length() / 2))
                .min(Comparator.comparingInt(name -> edits(wanted, name)));
    }

    /** The columns with their types. */
    static String describe(StructType columns) {
        return Arrays.stream(columns.fields())
                .map(field -> field.name() + " (" + field.dataType().catalogString() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Levenshtein's distance between two names, capitals and small letters being the same. */
    static int edits(String left, String right) {
        String first = left.toLowerCase(Locale.ROOT);
        String second = right.toLowerCase(Locale.ROOT);
        int[] above = new int[second.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= first.length(); row++) {
            int[] current = new int[second.length() + 1];
            current[0] = row;
            for (int column = 1; column <= second.length(); column++) {
                int replaced = above[column - 1] + (first.charAt(row - 1) == second.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[second.length()];
    }
}
