package io.prefscore.encode;

import java.util.List;

/**
 * Several conversations as one row of tokens without padding, prompts that are shared standing there once.
 *
 * <p>The row consists of groups. A group is a prefix (possibly empty) followed by its completions; a completion's queries
 * see the whole prefix and, causally, itself; a prefix's queries see the prefix causally; nothing sees another group.
 *
 * @param tokens token ids {@code [T]}
 * @param positions position of each token in its own conversation {@code [T]}; a completion's go on from its prefix
 * @param spans the pieces of attention in order of their rows: they cover {@code [0, T)} without gaps
 * @param scored row of each conversation's pooled token {@code [n]}: the last row of its span
 * @param conversations which of the packed conversations each of them is {@code [n]}
 */
public record PackedBatch(long[] tokens, long[] positions, List<Span> spans, long[] scored, int[] conversations) {

    /**
     * Query rows {@code [start, end)}, which see the rows {@code [prefixStart, prefixEnd)} in full and themselves
     * causally. A prefix, or a conversation that shares nothing, has an empty prefix.
     */
    public record Span(int start, int end, int prefixStart, int prefixEnd) {}

    public PackedBatch {
        spans = List.copyOf(spans);
    }

    /** Tokens to compute. */
    public int size() {
        return tokens.length;
    }
}
