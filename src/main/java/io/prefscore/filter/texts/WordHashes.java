package io.prefscore.filter.texts;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;

/**
 * A text as its words, each known by a 64-bit hash. Words stand between white space of the {@link NormalText}; punctuation and
 * symbols are dropped, so that {@code don't}, {@code dont} and {@code "Don't!"} are one word. Ideographs and kana, which are
 * written without spaces, are each a word of their own.
 */
final class WordHashes {

    /** No ideograph and no kana stands before it. */
    private static final int FIRST_KANA = 0x2e80;

    private WordHashes() {}

    /** Hashes of the words of a text, in its order; none where it has only punctuation. */
    static long[] of(String text) {
        String normal = NormalText.of(text);
        long[] words = new long[normal.length()];
        int count = 0;
        long word = 0;
        for (int index = 0; index < normal.length(); ) {
            int character = normal.codePointAt(index);
            index += Character.charCount(character);
            boolean alone = standsAlone(character);
            if (word != 0 && (alone || character == ' ')) {
                words[count++] = Hashes.mix(word);
                word = 0;
            }
            if (alone) {
                words[count++] = Hashes.mix(character);
            } else if (isOfWord(character)) {
                word = word * Hashes.BASE + character;
            }
        }
        if (word != 0) {
            words[count++] = Hashes.mix(word);
        }
        return Arrays.copyOf(words, count);
    }

    private static boolean isOfWord(int character) {
        return Character.isLetterOrDigit(character) || isMark(Character.getType(character));
    }

    /** Vowel signs and accents that follow the letter which they belong to. */
    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean standsAlone(int character) {
        if (character < FIRST_KANA) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(character);
        return Character.isIdeographic(character)
                || ((script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA)
                        && Character.isLetter(character));
    }
}
