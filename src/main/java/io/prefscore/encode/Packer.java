package io.prefscore.encode;

import io.prefscore.config.ModelSettings.Sharing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Packs token sequences into batches under a token budget, computing once what sequences share at their start.
 *
 * <p>The sequences are sorted, so that those which begin alike are neighbours, and the sorted row is cut into groups such
 * that the tokens saved, (members − 1) · (common prefix), are the most that any cut saves. A group has one level: its
 * longest common prefix, then each member's rest.
 */
public final class Packer {

    /**
     * A shorter prefix is not worth sharing: a span of its own costs each layer some attention calls, about as much as
     * computing this many tokens again.
     */
    static final int MIN_PREFIX_TOKENS = 16;

    /** How far back the cut looks, so that packing n sequences stays O(n · this); a larger group is several groups. */
    static final int MAX_GROUP = 256;

    private final int maxTokensPerBatch;
    private final Sharing sharing;

    /**
     * @param maxTokensPerBatch token budget of a batch; a longer sequence gets a batch of its own
     * @param sharing whether common prefixes are computed once
     */
    public Packer(int maxTokensPerBatch, Sharing sharing) {
        if (maxTokensPerBatch < 1) {
            throw new IllegalArgumentException("max-tokens-per-batch must be at least 1; found " + maxTokensPerBatch);
        }
        this.maxTokensPerBatch = maxTokensPerBatch;
        this.sharing = sharing;
    }

    /** Members {@code [start, end)} of the sorted row, which share their first {@code prefix} tokens. */
    private record Group(int start, int end, int prefix) {}

    /**
     * Packs sequences; each stands in exactly one batch and is scored at its last token.
     *
     * @param sequences token ids, none of them empty
     * @return batches of about equal size; empty for no sequences
     */
    public List<PackedBatch> pack(List<int[]> sequences) {
        int[][] sorted = new int[sequences.size()][];
        int[] order = IntStream.range(0, sequences.size())
                .boxed()
                .sorted(Comparator.comparing(sequences::get, Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < order.length; i++) {
            sorted[i] = sequences.get(order[i]);
            if (sorted[i].length == 0) {
                throw new IllegalArgumentException("sequence " + order[i] + " has no tokens; nothing can be scored");
            }
        }
        List<Group> groups = groups(sorted);
        long total = groups.stream().mapToLong(group -> tokens(group, sorted)).sum();
        // equal batches rather than full ones and a rest: a small batch costs a whole read of the weights
        long batches = Math.max(1, (total + maxTokensPerBatch - 1) / maxTokensPerBatch);
        long target = Math.min(maxTokensPerBatch, (total + batches - 1) / batches + total / (batches * 16));
        List<PackedBatch> packed = new ArrayList<>();
        Builder builder = new Builder();
        for (Group group : groups) {
            if (builder.size > 0 && builder.size + tokens(group, sorted) > target) {
                packed.add(builder.build());
                builder = new Builder();
            }
            builder.startGroup(sorted[group.start], group.prefix);
            for (int i = group.start; i < group.end; i++) {
                int rest = sorted[i].length - group.prefix;
                if (builder.conversations.size() > builder.groupFirst && builder.size + rest > maxTokensPerBatch) {
                    packed.add(builder.build());
                    builder = new Builder();
                    builder.startGroup(sorted[i], group.prefix);
                }
                builder.add(sorted[i], group.prefix, order[i]);
            }
        }
        if (builder.size > 0) {
            packed.add(builder.build());
        }
        return packed;
    }

    private static long tokens(Group group, int[][] sorted) {
        long tokens = group.prefix;
        for (int i = group.start; i < group.end; i++) {
            tokens += sorted[i].length - group.prefix;
        }
        return tokens;
    }

    /** The cut that saves most: best[i] is what the first i sequences save, found by trying every last group. */
    private List<Group> groups(int[][] sorted) {
        int n = sorted.length;
        long[] best = new long[n + 1];
        int[] cut = new int[n + 1];
        int[] prefix = new int[n + 1];
        for (int end = 1; end <= n; end++) {
            best[end] = best[end - 1];
            cut[end] = end - 1;
            if (sharing == Sharing.OFF) {
                continue;
            }
            int shared = sorted[end - 1].length - 1;
            for (int start = end - 2; start >= Math.max(0, end - MAX_GROUP); start--) {
                // every member keeps at least one token of its own: the one that is scored
                shared = Math.min(shared, common(sorted[start], sorted[start + 1], shared));
                shared = Math.min(shared, sorted[start].length - 1);
                if (shared < MIN_PREFIX_TOKENS) {
                    break;
                }
                long saved = best[start] + (long) (end - start - 1) * shared;
                if (saved > best[end]) {
                    best[end] = saved;
                    cut[end] = start;
                    prefix[end] = shared;
                }
            }
        }
        List<Group> groups = new ArrayList<>();
        for (int end = n; end > 0; end = cut[end]) {
            groups.add(new Group(cut[end], end, prefix[end]));
        }
        Collections.reverse(groups);
        return groups;
    }

    private static int common(int[] a, int[] b, int atMost) {
        int limit = Math.min(atMost, Math.min(a.length, b.length));
        int mismatch = Arrays.mismatch(a, 0, limit, b, 0, limit);
        return mismatch < 0 ? limit : mismatch;
    }

    private static final class Builder {
        private final List<int[]> pieces = new ArrayList<>();
        private final List<PackedBatch.Span> spans = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private final List<Long> scored = new ArrayList<>();
        private final List<Integer> conversations = new ArrayList<>();
        private int size;
        private int groupFirst;
        private int prefixStart;

        void startGroup(int[] member, int prefix) {
            groupFirst = conversations.size();
            prefixStart = size;
            if (prefix > 0) {
                append(Arrays.copyOf(member, prefix), 0, size, size);
            }
        }

        void add(int[] member, int prefix, int conversation) {
            append(Arrays.copyOfRange(member, prefix, member.length), prefix, prefixStart, prefixStart + prefix);
            scored.add((long) size - 1);
            conversations.add(conversation);
        }

        private void append(int[] piece, int firstPosition, int seenStart, int seenEnd) {
            pieces.add(piece);
            starts.add(firstPosition);
            spans.add(new PackedBatch.Span(size, size + piece.length, seenStart, seenEnd));
            size += piece.length;
        }

        PackedBatch build() {
            long[] tokens = new long[size];
            long[] positions = new long[size];
            int row = 0;
            for (int p = 0; p < pieces.size(); p++) {
                int[] piece = pieces.get(p);
                for (int i = 0; i < piece.length; i++) {
                    tokens[row] = piece[i];
                    positions[row] = (long) starts.get(p) + i;
                    row++;
                }
            }
            return new PackedBatch(
                    tokens,
                    positions,
                    spans,
                    scored.stream().mapToLong(Long::longValue).toArray(),
                    conversations.stream().mapToInt(Integer::intValue).toArray());
        }
    }
}
