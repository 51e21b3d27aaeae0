package io.prefscore.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What is left of p-values when many are looked at together. */
public final class MultipleTests {

    private MultipleTests() {}

    /** Adjusts p-values over a family, such as all slices of a report; in the same order. */
    public static List<PairedStatistics> adjusted(List<PairedStatistics> family) {
        double[] adjusted = benjaminiHochberg(
                family.stream().mapToDouble(PairedStatistics::p).toArray());
        return IntStream.range(0, adjusted.length)
                .mapToObj(index -> family.get(index).withAdjustedP(adjusted[index]))
                .toList();
    }

    /**
     * Adjusted p-values: of those that are at most q, no more than the share q are expected to be false findings. Source: Y.
     * Benjamini, Y. Hochberg, JRSS B 57 (1995), 289–300; as {@code p.adjust(p, "BH")} of R.
     *
     * @param p in any order; a NaN stays one and is not part of the family
     */
    public static double[] benjaminiHochberg(double[] p) {
        double[] adjusted = p.clone();
        int[] descending = IntStream.range(0, p.length)
                .filter(index -> !Double.isNaN(p[index]))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer index) -> p[index]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        int tests = descending.length;
        double least = 1;
        for (int position = 0; position < tests; position++) {
            int index = descending[position];
            least = Math.min(least, p[index] * tests / (tests - position));
            adjusted[index] = least;
        }
        return adjusted;
    }
}
