package io.prefscore.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Python's strings, whose characters are code points, kept in Java's. */
final class Text {

    private static final int FINAL_SIGMA = 0x3c2;
    private static final int SMALL_SIGMA = 0x3c3;
    private static final int CAPITAL_SIGMA = 0x3a3;

    private Text() {}

    static boolean isText(Object value) {
        return value instanceof String || value instanceof MarkupValue;
    }

    /** The characters of a value for which {@link #isText} holds. */
    static String of(Object value) {
        return value instanceof MarkupValue markup ? markup.text() : (String) value;
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Orders by code points, where Java's own order goes by UTF-16 units. */
    static int compare(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char first = left.charAt(i);
            char second = right.charAt(i);
            if (first != second) {
                boolean surrogates = Character.isSurrogate(first) != Character.isSurrogate(second);
                return surrogates ? (Character.isSurrogate(first) ? 1 : -1) : Character.compare(first, second);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    // ---- whitespace

    /** Python's {@code str.isspace} of one character; all of them are in the basic plane. */
    static boolean isSpace(int codePoint) {
        return (codePoint >= 0x09 && codePoint <= 0x0d)
                || (codePoint >= 0x1c && codePoint <= 0x20)
                || codePoint == 0x85
                || codePoint == 0xa0
                || codePoint == 0x1680
                || (codePoint >= 0x2000 && codePoint <= 0x200a)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202f
                || codePoint == 0x205f
                || codePoint == 0x3000;
    }

    static String strip(String text) {
        return stripStart(stripEnd(text));
    }

    static String stripStart(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    static String stripStart(String text, String characters) {
        int start = 0;
        while (start < text.length()) {
            int codePoint = text.codePointAt(start);
            if (characters.indexOf(codePoint) < 0) {
                break;
            }
            start += Character.charCount(codePoint);
        }
        return text.substring(start);
    }

    static String stripEnd(String text, String characters) {
        int end = text.length();
        while (end > 0) {
            int codePoint = text.codePointBefore(end);
            if (characters.indexOf(codePoint) < 0) {
                break;
            }
            end -= Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    static String stripTrailingZeros(String digits) {
        int end = digits.length();
        while (end > 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    private static boolean isLineBreak(char unit) {
        return (unit >= 0x0a && unit <= 0x0d)
                || (unit >= 0x1c && unit <= 0x1e)
                || unit == 0x85
                || unit == 0x2028
                || unit == 0x2029;
    }

    /** Python's {@code splitlines}, with the line breaks kept at the ends of the lines. */
    static List<String> linesWithBreaks(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isLineBreak(text.charAt(i))) {
                boolean pair = text.startsWith("\r\n", i);
                i += pair ? 1 : 0;
                lines.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** Python's {@code splitlines}. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : linesWithBreaks(text)) {
            int end = line.length();
            if (line.endsWith("\r\n")) {
                end -= 2;
            } else if (isLineBreak(line.charAt(end - 1))) {
                end--;
            }
            lines.add(line.substring(0, end));
        }
        return lines;
    }

    // ---- representation

    /** Python's {@code repr} of a string. */
    static String quote(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        text.codePoints().forEach(codePoint -> {
            if (codePoint == quote || codePoint == '\\') {
                quoted.append('\\').append((char) codePoint);
            } else {
                appendEscaped(quoted, codePoint);
            }
        });
        return quoted.append(quote).toString();
    }

    private static void appendEscaped(StringBuilder quoted, int codePoint) {
        switch (codePoint) {
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (isPrintable(codePoint)) {
                    quoted.appendCodePoint(codePoint);
                } else if (codePoint < 0x100) {
                    quoted.append(String.format("\\x%02x", codePoint));
                } else if (codePoint < 0x10000) {
                    quoted.append(String.format("\\u%04x", codePoint));
                } else {
                    quoted.append(String.format("\\U%08x", codePoint));
                }
            }
        }
    }

    static boolean isPrintable(int codePoint) {
        if (codePoint == ' ') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Decimal digits of all scripts as ASCII ones. */
    static String asciiDigits(String text) {
        StringBuilder digits = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (codePoint >= 0x80 && Character.isDigit(codePoint)) {
                digits.append(Character.digit(codePoint, 10));
            } else {
                digits.appendCodePoint(codePoint);
            }
        });
        return digits.toString();
    }

    // ---- case

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static String lower(String text) {
        if (text.indexOf(CAPITAL_SIGMA) < 0) {
            return text.toLowerCase(Locale.ROOT);
        }
        int[] codePoints = text.codePoints().toArray();
        StringBuilder lower = new StringBuilder();
        for (int i = 0; i < codePoints.length; i++) {
            lower.append(lowerAt(codePoints, i));
        }
        return lower.toString();
    }

    private static String lowerAt(int[] codePoints, int index) {
        if (codePoints[index] != CAPITAL_SIGMA) {
            return Character.toString(codePoints[index]).toLowerCase(Locale.ROOT);
        }
        int before = index - 1;
        while (before >= 0 && isCaseIgnorable(codePoints[before])) {
            before--;
        }
        int after = index + 1;
        while (after < codePoints.length && isCaseIgnorable(codePoints[after])) {
            after++;
        }
        boolean last = before >= 0
                && isCased(codePoints[before])
                && (after == codePoints.length || !isCased(codePoints[after]));
        return Character.toString(last ? FINAL_SIGMA : SMALL_SIGMA);
    }

    private static boolean isCaseIgnorable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default ->
                "'.:^`\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a"
                                .indexOf(codePoint)
                        >= 0;
        };
    }

    static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    private static String titleCase(int codePoint) {
        if (Character.isTitleCase(codePoint)) {
            return Character.toString(codePoint);
        }
        String upper = upper(Character.toString(codePoint));
        int single = Character.toTitleCase(codePoint);
        if (single != codePoint || length(upper) == 1 || codePoint == 0x149) {
            return codePoint == 0x149 ? upper : Character.toString(single);
        }
        int first = upper.codePointAt(0);
        String rest = upper.substring(Character.charCount(first));
        // a Greek iota that capitals write beside themselves stays below the letter in title case
        String lowered = codePoint >= 0x1fb2 && codePoint <= 0x1ff7 ? rest.replace('\u0399', '\u0345') : lower(rest);
        return Character.toString(first) + lowered;
    }

    static String title(String text) {
        int[] codePoints = text.codePoints().toArray();
        StringBuilder title = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < codePoints.length; i++) {
            title.append(inWord ? lowerAt(codePoints, i) : titleCase(codePoints[i]));
            inWord = isCased(codePoints[i]);
        }
        return title.toString();
    }

    static String capitalize(String text) {
        int[] codePoints = text.codePoints().toArray();
        StringBuilder capitalized = new StringBuilder();
        for (int i = 0; i < codePoints.length; i++) {
            capitalized.append(i == 0 ? titleCase(codePoints[0]) : lowerAt(codePoints, i));
        }
        return capitalized.toString();
    }

    static String swapCase(String text) {
        int[] codePoints = text.codePoints().toArray();
        StringBuilder swapped = new StringBuilder();
        for (int i = 0; i < codePoints.length; i++) {
            String one = Character.toString(codePoints[i]);
            if (Character.isUpperCase(codePoints[i])) {
                swapped.append(lowerAt(codePoints, i));
            } else {
                swapped.append(Character.isLowerCase(codePoints[i]) ? upper(one) : one);
            }
        }
        return swapped.toString();
    }

    /** Whether a text has letters with case and all of them have the wanted one. */
    static boolean isLower(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints()
                        .noneMatch(codePoint -> Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint));
    }

    static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints()
                        .noneMatch(codePoint -> Character.isLowerCase(codePoint) || Character.isTitleCase(codePoint));
    }

    static boolean isTitle(String text) {
        boolean inWord = false;
        boolean any = false;
        for (int codePoint : text.codePoints().toArray()) {
            boolean capital = Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
            boolean small = Character.isLowerCase(codePoint);
            if ((capital && inWord) || (small && !inWord)) {
                return false;
            }
            inWord = capital || small;
            any |= inWord;
        }
        return any;
    }
}
