package io.prefscore.scaling;

import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** Intervals of whatever follows from a fitted curve, from the curves fitted to bootstrap replicates. */
final class Bands {

    /** Of replicates that give no number more than this share, and there is no interval. */
    private static final double MOST_UNDEFINED = 0.5;

    private final FittedCurve fit;
    private final double[][] draws;
    private final double level;

    Bands(FittedCurve fit, double[][] draws, double level) {
        this.fit = fit;
        this.draws = draws;
        this.level = level;
    }

    FittedCurve fit() {
        return fit;
    }

    /** Percentiles of a quantity over replicates. What is infinite in a replicate is beyond every percentile. */
    Estimate of(ToDoubleFunction<double[]> quantity) {
        double value = quantity.applyAsDouble(fit.parameters());
        double[] sorted = Arrays.stream(draws)
                .mapToDouble(quantity)
                .filter(drawn -> !Double.isNaN(drawn))
                .sorted()
                .toArray();
        if (Double.isNaN(value) || sorted.length == 0 || sorted.length < MOST_UNDEFINED * draws.length) {
            return Estimate.of(value);
        }
        return new Estimate(
                value,
                sorted[place(sorted, (1 - level) / 2)],
                sorted[place(sorted, (1 + level) / 2)],
                Interval.MODEL_BOOTSTRAP);
    }

    private static int place(double[] sorted, double share) {
        return (int) Math.round(share * (sorted.length - 1));
    }
}
