package io.prefscore.report.page;

import java.util.Locale;

/** Texts of the data, made fit to stand in a page; escaping is the template's work. */
public final class Texts {

    private static final int SHORT = 60;

    private Texts() {}

    /**
     * Control characters as the symbols that stand for them, for a browser drops or replaces some of them; line breaks and tabs
     * stay. So do all others: what a reader sees is what the data holds.
     */
    public static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.replace("\r\n", "\n").chars().forEach(character -> visible.append(visible((char) character)));
        return visible.toString();
    }

    /** On one line, and no longer than a label may be. */
    public static String label(String text) {
        String line = visible(text).replaceAll("\\s+", " ").strip();
        if (line.codePointCount(0, line.length()) <= SHORT) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, SHORT - 1)) + "…";
    }

    /** As it stands at the beginning of a sentence. */
    public static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static char visible(char character) {
        if (character == '\n' || character == '\t' || (character >= ' ' && character != 0x7f)) {
            return character;
        }
        return character == 0x7f ? '\u2421' : (char) (0x2400 + character);
    }
}
