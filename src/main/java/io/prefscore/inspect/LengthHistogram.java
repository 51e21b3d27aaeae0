package io.prefscore.inspect;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How lengths are distributed, in bins that are the same for every data set, so that histograms of partitions add up.
 *
 * <p>Each value below {@value #EXACT} has a bin of its own; from there on each power of two is cut into
 * {@value #BINS_PER_OCTAVE} bins of equal width, so a bin's largest value exceeds its smallest by less than
 * 1/{@value #BINS_PER_OCTAVE} = 3.1 %. Count, sum, mean and maximum are exact whatever the bins. A histogram of lengths
 * up to 10⁹ has 832 bins.
 *
 * <p>Not safe for use by several threads.
 */
public final class LengthHistogram implements Serializable {

    private static final long serialVersionUID = 1;

    /** Values below this are told apart. */
    public static final int EXACT = 64;

    /** Bins for each power of two from {@value #EXACT} on. */
    static final int BINS_PER_OCTAVE = 32;

    /** How much too high a quantile may be, relative to its value; it is never too low. */
    public static final double RESOLUTION = 1.0 / BINS_PER_OCTAVE;

    private static final int EXACT_BITS = 6;
    private static final int OCTAVE_BITS = 5;

    private long[] bins = {};
    private long count;
    private long sum;
    private long max;

    /**
     * Values from {@code from} to {@code to}, both included.
     *
     * @param count how many values
     */
    public record Bar(long from, long to, long count) {}

    /** Adds one value, at least 0. */
    public void add(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a length is at least 0; found " + value);
        }
        int bin = bin(value);
        if (bin >= bins.length) {
            bins = Arrays.copyOf(bins, bin + 1);
        }
        bins[bin]++;
        count++;
        sum += value;
        max = Math.max(max, value);
    }

    /** Adds all values of another one. */
    public void merge(LengthHistogram other) {
        if (other.bins.length > bins.length) {
            bins = Arrays.copyOf(bins, other.bins.length);
        }
        for (int bin = 0; bin < other.bins.length; bin++) {
            bins[bin] += other.bins[bin];
        }
        count += other.count;
        sum += other.sum;
        max = Math.max(max, other.max);
    }

    /** How many values. */
    public long count() {
        return count;
    }

    /** All values together. */
    public long sum() {
        return sum;
    }

    /** The largest value; 0 without values. */
    public long max() {
        return max;
    }

    /** Arithmetic mean; empty without values. */
    public OptionalDouble mean() {
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum / count);
    }

    /**
     * The smallest value that is no less than this share of the values, rounded up to the largest value of its bin: exact
     * below {@value #EXACT}, else at most {@link #RESOLUTION} too high.
     *
     * @param share above 0 and at most 1
     * @return empty without values
     */
    public OptionalLong quantile(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a quantile's share lies above 0 and is at most 1; found " + share);
        }
        if (count == 0) {
            return OptionalLong.empty();
        }
        long wanted = (long) Math.ceil(share * count);
        long seen = 0;
        int bin = -1;
        while (seen < wanted) {
            bin++;
            seen += bins[bin];
        }
        return OptionalLong.of(Math.min(max, lowest(bin + 1) - 1));
    }

    /**
     * The distribution as few bars as people can take in, without gaps from the lowest to the highest that has values.
     *
     * @param single values below this power of two have a bar of their own; each power of two from there on has one
     */
    public List<Bar> bars(int single) {
        if (single < 1 || single > EXACT || Integer.bitCount(single) != 1) {
            throw new IllegalArgumentException("single must be a power of two up to " + EXACT + "; found " + single);
        }
        List<Bar> bars = new ArrayList<>();
        long from = 0;
        while (count > 0 && from <= max) {
            long to = from < single ? from : 2 * from - 1;
            long values = valuesWithin(from, to);
            if (values > 0 || !bars.isEmpty()) {
                bars.add(new Bar(from, to, values));
            }
            from = to + 1;
        }
        return bars;
    }

    private long valuesWithin(long from, long to) {
        long values = 0;
        for (int bin = bin(from); bin < bins.length && lowest(bin) <= to; bin++) {
            values += bins[bin];
        }
        return values;
    }

    private static int bin(long value) {
        if (value < EXACT) {
            return (int) value;
        }
        int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int place = (int) (value >>> (octave - OCTAVE_BITS)) - BINS_PER_OCTAVE;
        return EXACT + (octave - EXACT_BITS) * BINS_PER_OCTAVE + place;
    }

    /** The smallest value of a bin. */
    private static long lowest(int bin) {
        if (bin < EXACT) {
            return bin;
        }
        int octave = EXACT_BITS + (bin - EXACT) / BINS_PER_OCTAVE;
        int place = (bin - EXACT) % BINS_PER_OCTAVE;
        return (long) (BINS_PER_OCTAVE + place) << (octave - OCTAVE_BITS);
    }
}
