package io.prefscore.filter.texts;

import java.util.Arrays;

/**
 * A text as the set of its shingles (Broder, "On the resemblance and containment of documents", 1997): all runs of so many
 * characters (UTF-16 units), each known by a 64-bit hash. A text that is shorter than a shingle is a single one.
 *
 * <p>Runs of characters and not of words, unlike Broder and Lee et al. ("Deduplicating training data makes language models
 * better", ACL 2022, 5 words): those had pages of text, and a prompt tends to have a dozen words. One replaced word of twelve
 * leaves 3 of 13 shingles of five words (similarity 0.23), but about 0.8 of those of five characters; and runs of characters
 * need no spaces, which Chinese, Japanese and Thai do without. Five characters for short documents are the advice of
 * Leskovec, Rajaraman and Ullman, "Mining of massive datasets", section 3.2.
 *
 * <p>Two texts of s shingles each have a pair of different shingles with the same hash with probability s² / 2⁶⁴: for
 * s = 10⁴ that is 5 · 10⁻¹².
 */
final class Shingles {

    private Shingles() {}

    /**
     * Hashes of a text's shingles in the text's order, repeated ones repeated; at least one.
     *
     * @param text in normal form
     * @param length of a shingle, in characters
     */
    static long[] of(String text, int length) {
        int window = Math.min(length, text.length());
        long leaving = Hashes.weight(window);
        long[] hashes = new long[text.length() - window + 1];
        long hash = 0;
        for (int end = 0; end < text.length(); end++) {
            hash = hash * Hashes.BASE + text.charAt(end) + 1;
            int start = end - window;
            if (start >= 0) {
                hash -= leaving * (text.charAt(start) + 1);
            }
            if (start >= -1) {
                hashes[start + 1] = Hashes.mix(hash);
            }
        }
        return hashes;
    }

    /** The set of a text's shingles: ascending, each once. */
    static long[] set(String text, int length) {
        long[] hashes = of(text, length);
        Arrays.sort(hashes);
        int distinct = 1;
        for (int index = 1; index < hashes.length; index++) {
            if (hashes[index] != hashes[distinct - 1]) {
                hashes[distinct++] = hashes[index];
            }
        }
        return Arrays.copyOf(hashes, distinct);
    }

    /** Jaccard's similarity of two sets: how many they share of those that either has; from 0 to 1. */
    static double similarity(long[] left, long[] right) {
        int shared = 0;
        int one = 0;
        int other = 0;
        while (one < left.length && other < right.length) {
            int order = Long.compare(left[one], right[other]);
            shared += order == 0 ? 1 : 0;
            one += order <= 0 ? 1 : 0;
            other += order >= 0 ? 1 : 0;
        }
        return shared / (double) (left.length + right.length - shared);
    }
}
