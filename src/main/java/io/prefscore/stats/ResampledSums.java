package io.prefscore.stats;

import java.util.function.ToDoubleFunction;

/**
 * In each bootstrap replicate, the weighted sums that correlations are made of. Takes 15 doubles a
 * replicate. For one thread.
 */
final class ResampledSums {

    private static final int SUMS = Sum.BOOTSTRAPPED.size();

    private final int replicates;
    /** By sum, then by replicate. */
    private final double[][] values;

    ResampledSums(int replicates) {
        this.replicates = replicates;
        this.values = new double[SUMS][replicates];
    }

    /** Adds a unit, with its weight in each replicate. */
    void add(float[] weights, ModelSums unit) {
        for (int sum = 0; sum < SUMS; sum++) {
            add(weights, unit.of(Sum.BOOTSTRAPPED.get(sum)), values[sum]);
        }
    }

    private static void add(float[] weights, double value, double[] into) {
        if (value == 0) {
            return;
        }
        for (int replicate = 0; replicate < into.length; replicate++) {
            into[replicate] += value * weights[replicate];
        }
    }

    /** A statistic's value in each replicate. */
    double[] of(ToDoubleFunction<ModelSums> statistic) {
        double[] results = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            results[replicate] = statistic.applyAsDouble(replicate(replicate));
        }
        return results;
    }

    private ModelSums replicate(int replicate) {
        ModelSums sums = new ModelSums();
        for (int sum = 0; sum < SUMS; sum++) {
            sums.add(Sum.BOOTSTRAPPED.get(sum), values[sum][replicate]);
        }
        return sums;
    }
}
