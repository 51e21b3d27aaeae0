package io.prefscore.filter;

import io.prefscore.config.FilterPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Pairs of a prompt's responses by their rewards; reads the list of the prompt's rows. Shipped to executors. */
record MakePairs(FilterPolicy.Pairs policy) implements FlatMapFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Row group) {
        List<ScoredResponse> sorted = ScoredResponse.all(group.getList(0));
        sorted.sort(ScoredResponse.BEST_FIRST);
        return pairs(sorted).stream()
                .filter(pair -> pair.margin() > 0 && pair.margin() >= policy.minMargin())
                .map(pair -> pair.preferred().over(pair.other(), 1))
                .iterator();
    }

    private record Pair(ScoredResponse preferred, ScoredResponse other) {

        /** By margin, the largest first, then by chance. */
        static final Comparator<Pair> LARGEST_FIRST = Comparator.comparingDouble((Pair pair) -> -pair.margin())
                .thenComparingLong(pair -> pair.preferred().key())
                .thenComparingLong(pair -> pair.other().key());

        double margin() {
            return (double) preferred.reward() - other.reward();
        }
    }

    private List<Pair> pairs(List<ScoredResponse> sorted) {
        if (sorted.size() < 2) {
            return List.of();
        }
        ScoredResponse best = sorted.get(0);
        return switch (policy.from()) {
            case MAX_MIN -> List.of(new Pair(best, sorted.get(sorted.size() - 1)));
            case MAX_RANDOM ->
                sorted.stream()
                        .skip(1)
                        .filter(other -> other.reward() < best.reward())
                        .min(Comparator.comparingLong(other -> ScoredResponse.mix(other.key())))
                        .map(other -> List.of(new Pair(best, other)))
                        .orElse(List.of());
            case TOP_MARGINS -> largest(sorted);
            case COMPARISONS -> throw new IllegalStateException("labels, not rewards, make these pairs");
        };
    }

    /** Holds no more pairs than are wanted, of the n (n − 1) / 2 that there are. */
    private List<Pair> largest(List<ScoredResponse> sorted) {
        PriorityQueue<Pair> largest = new PriorityQueue<>(Pair.LARGEST_FIRST.reversed());
        for (int better = 0; better < sorted.size(); better++) {
            for (int worse = sorted.size() - 1; worse > better; worse--) {
                Pair pair = new Pair(sorted.get(better), sorted.get(worse));
                if (largest.size() == policy.top()
                        && Pair.LARGEST_FIRST.compare(pair, largest.element()) > 0
                        && pair.margin() < largest.element().margin()) {
                    break;
                }
                largest.add(pair);
                if (largest.size() > policy.top()) {
                    largest.remove();
                }
            }
        }
        List<Pair> found = new ArrayList<>(largest);
        found.sort(Pair.LARGEST_FIRST);
        return found;
    }
}
