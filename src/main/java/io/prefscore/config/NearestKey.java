package io.prefscore.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody meant by the name of a setting, or of a column, that does not exist. */
public final class NearestKey {

    private NearestKey() {}

    /**
     * The known key with the fewest edits to the given one. Camel case and underscores count as kebab case, and a right
     * name in the wrong group as one edit; the first by alphabet wins a tie.
     */
    public static String to(String unknown, Collection<String> known) {
        String wanted = kebab(unknown);
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(key -> distance(wanted, key)))
                .orElseThrow();
    }

    private static int distance(String wanted, String key) {
        return Math.min(edits(wanted, key), 1 + edits(lastWord(wanted), lastWord(key)));
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static String lastWord(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Levenshtein's distance: insertions, deletions and substitutions of one character, each counting one. */
    static int edits(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int substituted = previous[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(substituted, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
