package io.prefscore.filter.texts;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The form in which texts are compared: Unicode's compatibility composition (NFKC), lower case, one space for each run of
 * white space, none at the ends. Full-width letters, ligatures, no-break spaces and line breaks make no difference then.
 */
final class NormalText {

    private static final char FIRST_BEYOND_ASCII = 0x80;

    private NormalText() {}

    /** The normal form of a text. */
    static String of(String text) {
        // the composition looks everything up, which plain text can do without
        String composed = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
        return spaced(composed.toLowerCase(Locale.ROOT));
    }

    private static boolean isAscii(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) >= FIRST_BEYOND_ASCII) {
                return false;
            }
        }
        return true;
    }

    private static String spaced(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        boolean pending = false;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (isSpace(character)) {
                pending = spaced.length() > 0;
            } else {
                if (pending) {
                    spaced.append(' ');
                    pending = false;
                }
                spaced.append(character);
            }
        }
        return spaced.toString();
    }

    /** Also the no-break spaces, which Java's white space leaves out. */
    static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
