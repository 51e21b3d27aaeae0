package io.prefscore.stats;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Whole numbers of values by bin.
 *
 * @param low ends of the bins, ascending
 * @param high ends; where one is its bin's low end too, all of the bin's values are there, elsewhere they are spread evenly
 * @param weights how many values there are in each bin
 */
record ValueHistogram(double[] low, double[] high, double[] weights) {

    /** Of bins that were planned, in their order. */
    static ValueHistogram of(ValueBins plan, long[] bins, double[] weights) {
        double[] low = new double[bins.length];
        double[] high = new double[bins.length];
        for (int entry = 0; entry < bins.length; entry++) {
            low[entry] = plan.low(bins[entry]);
            high[entry] = plan.high(bins[entry]);
        }
        return new ValueHistogram(low, high, weights);
    }

    int size() {
        return low.length;
    }

    double total() {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        return total;
    }

    /**
     * Quantiles: of n values in order, counted from 0, the p-quantile is the one at p (n − 1), and between two of them linear. It
     * is the definition of numpy and, as type 7 of R. Hyndman and Y. Fan, The American Statistician 50 (1996), 361–365, of R.
     *
     * @param levels from 0 to 1
     * @return NaN where there are no values
     */
    double[] quantiles(double... levels) {
        double total = total();
        return Arrays.stream(levels)
                .map(level -> total > 0 ? value(level * (total - 1), 0, 0, entry -> weights[entry]) : Double.NaN)
                .toArray();
    }

    /**
     * The value at a place among all values in their order, counted from 0.
     *
     * @param from an entry that does not lie above it
     * @param before how many values the entries before that hold
     * @param held how many values an entry holds
     */
    double value(double place, int from, double before, IntToDoubleFunction held) {
        double rank = Math.floor(place);
        int entry = from;
        double below = before;
        double weight = held.applyAsDouble(entry);
        while (below + weight <= rank) {
            below += weight;
            entry++;
            weight = held.applyAsDouble(entry);
        }
        double value = at(entry, rank - below, weight);
        if (place == rank) {
            return value;
        }
        double next = rank + 1 - below < weight ? at(entry, rank + 1 - below, weight) : firstAbove(entry, held);
        return value + (place - rank) * (next - value);
    }

    private double firstAbove(int entry, IntToDoubleFunction held) {
        int next = entry + 1;
        while (held.applyAsDouble(next) == 0) {
            next++;
        }
        return at(next, 0, held.applyAsDouble(next));
    }

    /** The value at a place among those of an entry, from 0. */
    private double at(int entry, double place, double weight) {
        return low[entry] + (high[entry] - low[entry]) * ((place + 0.5) / weight);
    }

    /** The middle of an entry's bin. */
    double middle(int entry) {
        return low[entry] + (high[entry] - low[entry]) / 2;
    }

    /** How many values lie beyond two bounds, and where. */
    Outliers outside(double lower, double upper) {
        long count = 0;
        double least = Double.NaN;
        double greatest = Double.NaN;
        for (int entry = 0; entry < size(); entry++) {
            if (weights[entry] > 0 && (high[entry] < lower || low[entry] > upper)) {
                count += (long) weights[entry];
                least = Double.isNaN(least) ? low[entry] : least;
                greatest = high[entry];
            }
        }
        return new Outliers(count, least, greatest);
    }
}
