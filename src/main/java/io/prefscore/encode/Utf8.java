package io.prefscore.encode;

/** Lengths of texts in bytes of UTF-8, without encoding them. */
public final class Utf8 {

    private Utf8() {}

    /** Bytes of a text without lone surrogates. */
    public static int length(String text) {
        long length = 0;
        for (int index = 0; index < text.length(); index++) {
            length += bytes(text.charAt(index));
        }
        return Math.toIntExact(length);
    }

    /** The longest start of a text that has at most so many bytes. */
    public static String start(String text, int bytes) {
        int end = 0;
        int left = bytes;
        while (end < text.length() && left >= bytes(text.charAt(end))) {
            left -= bytes(text.charAt(end++));
        }
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /** The longest end of a text that has at most so many bytes. */
    public static String end(String text, int bytes) {
        int start = text.length();
        int left = bytes;
        while (start > 0 && left >= bytes(text.charAt(start - 1))) {
            left -= bytes(text.charAt(--start));
        }
        return text.substring(
                start < text.length() && Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }

    /** Bytes of a UTF-16 unit; of the four of a character beyond the basic plane each half has two. */
    private static int bytes(int unit) {
        if (unit < 0x80) {
            return 1;
        }
        return unit < 0x800 || Character.isSurrogate((char) unit) ? 2 : 3;
    }
}
