package io.prefscore.filter.texts;

import java.io.Serializable;

/**
 * The n-grams of evaluation texts, to tell how much of another text stands in them. Words are those of {@link WordHashes}:
 * neither case nor punctuation nor spacing matters.
 *
 * <p>n = 13 is what GPT-3 was cleaned with (Brown et al., "Language models are few-shot learners", 2020, appendix C); n = 8,
 * with a share of half the words, is what Tülu 3 was (Lambert et al., 2024). Any overlap above 0 is the first rule.
 *
 * <p>Texts of fewer words than n are known as a whole: an evaluation text of five words is found in a text that has the same
 * five words and no others, and not within a longer one, since five words say little.
 *
 * <p>Takes 12 to 24 bytes for each different n-gram, and holds up to 7 · 10⁸. A text's n-gram is found by mistake with
 * probability N / 2⁶⁴ where N are held: of 10⁹ n-grams looked up in an index of 10⁷, 0.0005. Safe for use by several threads
 * once it is filled.
 */
public final class NGramIndex implements Serializable {

    private static final long serialVersionUID = 1;

    private final int words;
    private final LongSet grams = new LongSet();

    /**
     * An empty index.
     *
     * @param words n, at least 1
     */
    public NGramIndex(int words) {
        if (words < 1) {
            throw new IllegalArgumentException("an n-gram has at least one word; found " + words);
        }
        this.words = words;
    }

    /** Adds the n-grams of an evaluation text. */
    public void add(String text) {
        add(NGrams.of(WordHashes.of(text), words));
    }

    /** Adds n-grams of as many words as this index has. */
    void add(long[] more) {
        grams.addAll(more);
    }

    /** Words of an n-gram. */
    public int words() {
        return words;
    }

    /** How many different n-grams it holds. */
    public int size() {
        return grams.size();
    }

    /** The share of a text's words that stand in an n-gram which an evaluation text holds, from 0 to 1; 0 without words. */
    public double overlap(String text) {
        long[] hashes = WordHashes.of(text);
        long[] found = NGrams.of(hashes, words);
        int covered = 0;
        int end = 0;
        for (int start = 0; start < found.length; start++) {
            if (grams.contains(found[start])) {
                int from = Math.max(start, end);
                end = start + Math.min(words, hashes.length);
                covered += end - from;
            }
        }
        return covered == 0 ? 0 : covered / (double) hashes.length;
    }
}
