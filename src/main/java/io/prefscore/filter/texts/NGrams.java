package io.prefscore.filter.texts;

/** Runs of words, each known by a 64-bit hash. */
final class NGrams {

    private NGrams() {}

    /**
     * Hashes of all runs of so many words, in the text's order; of fewer words, one of them all; of none, none.
     *
     * @param words from {@link WordHashes}
     * @param length of a run, in words
     */
    static long[] of(long[] words, int length) {
        if (words.length == 0) {
            return words;
        }
        int window = Math.min(length, words.length);
        long leaving = Hashes.weight(window);
        long[] grams = new long[words.length - window + 1];
        long gram = 0;
        for (int end = 0; end < words.length; end++) {
            gram = gram * Hashes.BASE + words[end];
            int start = end - window;
            if (start >= 0) {
                gram -= leaving * words[start];
            }
            if (start >= -1) {
                grams[start + 1] = Hashes.mix(gram);
            }
        }
        return grams;
    }
}
