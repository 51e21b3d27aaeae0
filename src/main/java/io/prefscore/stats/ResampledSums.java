package io.prefscore.stats;

import java.util.function.ToDoubleFunction;

/**
 * In each bootstrap replicate, the weighted sums that correlations and the calibration error are made of. Takes 26 doubles a
 * replicate. For one thread.
 */
final class ResampledSums {

    private static final int SUMS = Sum.BOOTSTRAPPED.size();

    private final int replicates;
    /** By sum, then by replicate; after the sums the gap between confidence and agreement in each reliability bin. */
    private final double[][] values;

    ResampledSums(int replicates) {
        this.replicates = replicates;
        this.values = new double[SUMS + ModelSums.BINS][replicates];
    }

    /** Adds a unit, with its weight in each replicate. */
    void add(float[] weights, ModelSums unit) {
        for (int sum = 0; sum < SUMS; sum++) {
            add(weights, unit.of(Sum.BOOTSTRAPPED.get(sum)), values[sum]);
        }
        for (int bin = 0; bin < ModelSums.BINS; bin++) {
            add(weights, unit.binConfidence(bin) - unit.binAgreement(bin), values[SUMS + bin]);
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

    /** Sums of a replicate; gaps stand as confidences without agreement. */
    private ModelSums replicate(int replicate) {
        ModelSums sums = new ModelSums();
        for (int sum = 0; sum < SUMS; sum++) {
            sums.add(Sum.BOOTSTRAPPED.get(sum), values[sum][replicate]);
        }
        for (int bin = 0; bin < ModelSums.BINS; bin++) {
            sums.addConfidence(bin, values[SUMS + bin][replicate]);
        }
        return sums;
    }
}
