package io.prefscore.dataset;

import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/**
 * Finds halves of surrogate pairs among the escapes of a JSON text, such as {@code "\ud83d"} alone. They stand for no
 * character: Spark's parser would put a question mark there, and the row would be scored for a text that it does not hold.
 */
final class LoneSurrogates {

    /** {@link #find} for use in an expression. */
    static final UDF1<String, @Nullable String> FIND = LoneSurrogates::find;

    private static final int ESCAPE_LENGTH = 6;

    private LoneSurrogates() {}

    /** Says where the first lone half stands; null if there is none. */
    static @Nullable String find(String json) {
        int position = json.indexOf('\\');
        while (position >= 0 && position + 1 < json.length()) {
            int unit = unit(json, position);
            int next = position + (unit < 0 ? 2 : ESCAPE_LENGTH);
            if (unit >= 0 && Character.isSurrogate((char) unit)) {
                int partner = unit(json, next);
                if (!Character.isHighSurrogate((char) unit)
                        || partner < 0
                        || !Character.isLowSurrogate((char) partner)) {
                    return "lone surrogate " + json.substring(position, next) + " at character " + (position + 1)
                            + " of the line";
                }
                next += ESCAPE_LENGTH;
            }
            position = json.indexOf('\\', next);
        }
        return null;
    }

    /** The UTF-16 unit that an escape at this position stands for; −1 if there is no such escape. */
    private static int unit(String json, int position) {
        boolean escape = position + ESCAPE_LENGTH <= json.length()
                && json.charAt(position) == '\\'
                && json.charAt(position + 1) == 'u';
        if (!escape) {
            return -1;
        }
        int value = 0;
        for (int index = position + 2; index < position + ESCAPE_LENGTH; index++) {
            int digit = Character.digit(json.charAt(index), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
