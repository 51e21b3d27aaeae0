package io.prefscore.stats;

import java.util.Arrays;

/**
 * Bins for values that are known beforehand by a {@link ValueSketch}. Each of the sketch's bins reaches from the least to the
 * greatest magnitude in it, and where it holds more than a {@value #PARTS}th of all values it is cut into equal parts that hold
 * less. So what is read off is at most 2^−8 (0.39 %) from the value, whatever the scale, and values that lie close together far
 * from 0 are told apart as well as those about 0. Negative values have the same bins mirrored.
 */
final class PlannedBins implements ValueBins {

    /** A quantile is told to about so many parts of all values. */
    static final int PARTS = 2048;

    private static final long serialVersionUID = 1;
    private static final int ABSENT = -1;

    /** By bin of the sketch less the first one: its entry below, or {@link #ABSENT}. */
    private final int[] entries;

    private final int firstSketched;
    private final double[] least;
    private final double[] greatest;
    /** Number of each entry's first part; behind the last entry, that of all parts. */
    private final int[] firsts;

    private PlannedBins(int[] entries, int firstSketched, double[] least, double[] greatest, int[] firsts) {
        this.entries = entries;
        this.firstSketched = firstSketched;
        this.least = least;
        this.greatest = greatest;
        this.firsts = firsts;
    }

    /**
     * @param sketched bins of magnitudes, ascending
     * @param counts of the values in each
     * @param least magnitude in each
     * @param greatest magnitude in each
     */
    static PlannedBins of(long[] sketched, long[] counts, double[] least, double[] greatest) {
        int size = sketched.length;
        int first = size == 0 ? 0 : (int) sketched[0];
        int[] entries = new int[size == 0 ? 0 : (int) sketched[size - 1] - first + 1];
        Arrays.fill(entries, ABSENT);
        int[] firsts = new int[size + 1];
        long total = Arrays.stream(counts).sum();
        for (int entry = 0; entry < size; entry++) {
            entries[(int) sketched[entry] - first] = entry;
            long parts = least[entry] == greatest[entry] ? 1 : 1 + counts[entry] * PARTS / total;
            firsts[entry + 1] = firsts[entry] + (int) parts;
        }
        return new PlannedBins(entries, first, least, greatest, firsts);
    }

    @Override
    public long bin(double value) {
        double magnitude = Math.abs(value);
        int entry = entry(magnitude);
        int parts = firsts[entry + 1] - firsts[entry];
        int part = 0;
        if (parts > 1) {
            double share = (magnitude - least[entry]) / (greatest[entry] - least[entry]);
            part = Math.max(0, Math.min(parts - 1, (int) (share * parts)));
        }
        long bin = (long) firsts[entry] + part;
        return value < 0 ? -1 - bin : bin;
    }

    private int entry(double magnitude) {
        int at = LogBins.magnitude(magnitude, ValueSketch.BITS) - firstSketched;
        int entry = at >= 0 && at < entries.length ? entries[at] : ABSENT;
        if (entry == ABSENT) {
            throw new IllegalArgumentException(
                    "bins are for the values that they were planned from; found one of magnitude " + magnitude);
        }
        return entry;
    }

    @Override
    public double low(long bin) {
        return bin < 0 ? -end(-1 - bin, 1) : end(bin, 0);
    }

    @Override
    public double high(long bin) {
        return bin < 0 ? -end(-1 - bin, 0) : end(bin, 1);
    }

    /** The middle for both ends of an entry that is not cut: too few values fell there to tell where they lie. */
    private double end(long bin, int side) {
        int found = Arrays.binarySearch(firsts, (int) bin);
        int entry = found >= 0 ? found : -found - 2;
        int parts = firsts[entry + 1] - firsts[entry];
        double share = parts == 1 ? 0.5 : (bin - firsts[entry] + side) / (double) parts;
        return least[entry] + share * (greatest[entry] - least[entry]);
    }

    @Override
    public double relativeError() {
        return Math.scalb(1.0, -ValueSketch.BITS - 1);
    }
}
