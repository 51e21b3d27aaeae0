package io.prefscore.inspect;

/** Cuts texts that are kept to be shown. */
final class ShortText {

    private ShortText() {}

    /** The text, or its start with a mark; no character is cut in half. */
    static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
