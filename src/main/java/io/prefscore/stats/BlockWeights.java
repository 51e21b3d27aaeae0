package io.prefscore.stats;

/**
 * What fell into bins, in their order, in each replicate of a {@link ReplicateHistogram}'s block.
 *
 * @param table by row and replicate
 * @param rows of the bins; −1 where nothing fell into one
 */
record BlockWeights(float[] table, int[] rows) {

    static final int REPLICATES = ReplicateHistogram.BLOCK;

    /** Bins whose sum is kept: a quantile is looked for among these sums before it is among bins. */
    private static final int GROUP = 64;

    int size() {
        return rows.length;
    }

    double at(int entry, int replicate) {
        return rows[entry] < 0 ? 0 : table[rows[entry] * REPLICATES + replicate];
    }

    /**
     * In each replicate how much the bins before every {@value #GROUP}th hold, and behind the last such number what all hold.
     *
     * @param parts of which the sum is taken, over the same bins
     * @return {@code [groups + 1][replicates]}
     */
    static double[][] groups(BlockWeights... parts) {
        int size = parts[0].size();
        double[][] groups = new double[(size + GROUP - 1) / GROUP + 1][];
        double[] sums = new double[REPLICATES];
        for (int entry = 0; entry < size; entry++) {
            if (entry % GROUP == 0) {
                groups[entry / GROUP] = sums.clone();
            }
            for (BlockWeights part : parts) {
                part.addTo(sums, entry);
            }
        }
        groups[groups.length - 1] = sums;
        return groups;
    }

    private void addTo(double[] sums, int entry) {
        int from = rows[entry] * REPLICATES;
        if (from >= 0) {
            for (int replicate = 0; replicate < REPLICATES; replicate++) {
                sums[replicate] += table[from + replicate];
            }
        }
    }

    /**
     * Quantiles in a replicate, as {@link ValueHistogram#quantiles} of its weights.
     *
     * @param bins whose ends are taken
     * @param groups of {@code parts}
     */
    static double[] quantiles(
            ValueHistogram bins, double[][] groups, double[] levels, int replicate, BlockWeights... parts) {
        double[] quantiles = new double[levels.length];
        double total = groups[groups.length - 1][replicate];
        int group = 0;
        for (int level = 0; level < levels.length; level++) {
            double place = levels[level] * (total - 1);
            while (group + 2 < groups.length && groups[group + 1][replicate] <= Math.floor(place)) {
                group++;
            }
            quantiles[level] = total > 0
                    ? bins.value(place, group * GROUP, groups[group][replicate], entry -> sum(entry, replicate, parts))
                    : Double.NaN;
        }
        return quantiles;
    }

    private static double sum(int entry, int replicate, BlockWeights... parts) {
        double sum = 0;
        for (BlockWeights part : parts) {
            sum += part.at(entry, replicate);
        }
        return sum;
    }

    /** {@link Histograms#auc} in each replicate. */
    static double[] auc(BlockWeights first, BlockWeights second) {
        double[] above = new double[REPLICATES];
        double[] firsts = new double[REPLICATES];
        double[] seconds = new double[REPLICATES];
        for (int entry = 0; entry < first.size(); entry++) {
            if (first.rows[entry] >= 0) {
                first.addTo(firsts, entry);
                first.addAbove(above, entry, seconds, second);
            }
            second.addTo(seconds, entry);
        }
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            above[replicate] /= firsts[replicate] * seconds[replicate];
        }
        return above;
    }

    private void addAbove(double[] above, int entry, double[] below, BlockWeights other) {
        int from = rows[entry] * REPLICATES;
        int equal = other.rows[entry] * REPLICATES;
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            double half = equal < 0 ? 0 : other.table[equal + replicate] / 2;
            above[replicate] += table[from + replicate] * (below[replicate] + half);
        }
    }
}
