package io.prefscore.stats;

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

    /** The same bins with other weights. */
    ValueHistogram weighing(double[] others) {
        return new ValueHistogram(low, high, others);
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
     * @param levels ascending, from 0 to 1
     * @return NaN where there are no values
     */
    double[] quantiles(double... levels) {
        double[] quantiles = new double[levels.length];
        double last = total() - 1;
        int entry = 0;
        double below = 0;
        for (int level = 0; level < levels.length; level++) {
            double place = levels[level] * last;
            double rank = Math.floor(place);
            while (last >= 0 && below + weights[entry] <= rank) {
                below += weights[entry];
                entry++;
            }
            quantiles[level] = last >= 0 ? between(entry, below, rank, place - rank) : Double.NaN;
        }
        return quantiles;
    }

    /**
     * @param entry that holds the value of a rank
     * @param below how many values are below the entry
     * @param share of the way to the value of the next rank
     */
    private double between(int entry, double below, double rank, double share) {
        double value = at(entry, rank - below);
        if (share == 0) {
            return value;
        }
        int next = entry;
        double place = rank + 1 - below;
        if (place >= weights[entry]) {
            place = 0;
            do {
                next++;
            } while (weights[next] == 0);
        }
        return value + share * (at(next, place) - value);
    }

    /** The value at a place among those of an entry, from 0. */
    private double at(int entry, double place) {
        return low[entry] + (high[entry] - low[entry]) * ((place + 0.5) / weights[entry]);
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
