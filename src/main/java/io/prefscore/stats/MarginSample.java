package io.prefscore.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Margins of labelled comparisons as fits read them.
 *
 * @param margins middles of {@link LogBins}, in units of reward, ascending: the order makes sums the same every time
 * @param counts of the comparisons in each bin
 */
record MarginSample(double[] margins, double[] counts) {

    static MarginSample of(SparseHistogram histogram) {
        int[] rows = histogram.sortedRows();
        double[] margins = new double[rows.length];
        double[] counts = new double[rows.length];
        for (int entry = 0; entry < rows.length; entry++) {
            margins[entry] = LogBins.centre(histogram.bin(rows[entry]));
            counts[entry] = histogram.count(rows[entry]);
        }
        return new MarginSample(margins, counts);
    }

    /** How many bins hold something. */
    int size() {
        return margins.length;
    }

    /** How many comparisons there are. */
    double count() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The least size that at least half of the margins other than 0 do not exceed, whatever their signs; NaN where there are none.
     * Unlike a mean square it does not follow a single margin.
     */
    double medianSize() {
        double nought = 0;
        for (int entry = 0; entry < size(); entry++) {
            nought += margins[entry] == 0 ? counts[entry] : 0;
        }
        double half = nought + (count() - nought) / 2;
        double sum = 0;
        for (int entry : bySize()) {
            sum += counts[entry];
            if (margins[entry] != 0 && sum >= half) {
                return Math.abs(margins[entry]);
            }
        }
        return Double.NaN;
    }

    /** Entries in ascending order of their margins' sizes; of two of one size that against the label first. */
    int[] bySize() {
        return IntStream.range(0, size())
                .boxed()
                .sorted(Comparator.comparingDouble(entry -> Math.abs(margins[entry])))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
