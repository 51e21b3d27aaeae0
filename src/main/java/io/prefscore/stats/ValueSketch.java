package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How large values are: of each bin of {@link LogBins} for magnitudes the number of values in it, the least and the greatest.
 * Takes 40 bytes a bin, of which a normal distribution fills some 2,500. Merging is exact in any order. For one thread.
 */
final class ValueSketch implements Serializable {

    /** 128 bins between a power of two and the next: the middle of one is at most 2^−8 (0.39 %) from what is in it. */
    static final int BITS = 7;

    private static final long serialVersionUID = 1;

    private final BinIndex index = new BinIndex();
    private long[] counts = new long[0];
    private double[] least = new double[0];
    private double[] greatest = new double[0];

    void add(double value) {
        double magnitude = Math.abs(value);
        add(LogBins.magnitude(magnitude, BITS), 1, magnitude, magnitude);
    }

    private void add(long bin, long count, double low, double high) {
        int row = index.row(bin);
        ensureRow(row);
        counts[row] += count;
        least[row] = Math.min(least[row], low);
        greatest[row] = Math.max(greatest[row], high);
    }

    private void ensureRow(int row) {
        int rows = counts.length;
        if (row >= rows) {
            int more = 2 * row + 16;
            counts = Arrays.copyOf(counts, more);
            least = Arrays.copyOf(least, more);
            greatest = Arrays.copyOf(greatest, more);
            Arrays.fill(least, rows, more, Double.POSITIVE_INFINITY);
        }
    }

    void merge(ValueSketch other) {
        for (int row = 0; row < other.index.size(); row++) {
            add(other.index.bin(row), other.counts[row], other.least[row], other.greatest[row]);
        }
    }

    /** Bins that suit the values, {@link PlannedBins}. */
    PlannedBins bins() {
        int[] rows = index.sortedRows();
        return PlannedBins.of(
                Arrays.stream(rows).mapToLong(index::bin).toArray(),
                Arrays.stream(rows).mapToLong(row -> counts[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> least[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> greatest[row]).toArray());
    }
}
