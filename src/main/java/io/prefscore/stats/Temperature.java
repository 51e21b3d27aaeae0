package io.prefscore.stats;

import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * Fits the temperature T that makes σ(margin / T) say how often the label is on the model's side: minimises the mean of
 * −log σ(margin / T). Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, ICML 2017, with two classes.
 */
public final class Temperature {

    /** 1/T is looked for from 1 / BOUND to BOUND, in units of one over the root mean square of the margins. */
    static final double BOUND = 1000;

    private static final double PRECISION = 1e-12;
    private static final int MAX_EVALUATIONS = 200;

    private Temperature() {}

    /**
     * The temperature that fits best. The loss is convex in 1/T, so where its slope is 0 is the minimum. Margins that are all
     * positive get the least T that is allowed, margins that are no better than chance the greatest: {@value #BOUND} times less
     * or more than their root mean square.
     *
     * @param margins of labelled comparisons, by {@link LogBins}; a bin's middle stands for what fell into it
     * @return positive; 1 where there are no margins or all are 0
     */
    public static double fit(SparseHistogram margins) {
        MarginSample sample = MarginSample.of(margins);
        return fit(sample, sample.rootMeanSquare());
    }

    /** As {@link #fit(SparseHistogram)}, but the bounds are in units of a scale; 1 where that is 0 or NaN. */
    static double fit(MarginSample sample, double scale) {
        return scale > 0 ? scale / inverse(sample, scale) : 1;
    }

    /** 1/T in units of 1/scale. Solved for its logarithm, since it may lie anywhere in six orders of magnitude. */
    private static double inverse(MarginSample sample, double scale) {
        UnivariateFunction slope = logarithm -> {
            double inverse = Math.exp(logarithm) / scale;
            double sum = 0;
            for (int entry = 0; entry < sample.size(); entry++) {
                double margin = sample.margins()[entry];
                sum -= sample.counts()[entry] * margin * Logistic.sigmoid(-inverse * margin);
            }
            return sum / scale;
        };
        double end = Math.log(BOUND);
        if (slope.value(-end) >= 0) {
            return 1 / BOUND;
        }
        if (slope.value(end) <= 0) {
            return BOUND;
        }
        return Math.exp(new BracketingNthOrderBrentSolver(PRECISION, 5).solve(MAX_EVALUATIONS, slope, -end, end));
    }
}
