package io.prefscore.stats;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Fits the temperature T that makes σ(margin / T) say how often the label is on the model's side: minimises the mean of
 * −log σ(margin / T). Source: C. Guo, G. Pleiss, Y. Sun, K. Weinberger, ICML 2017, with two classes.
 */
final class Temperature {

    /** 1/T is looked for from 1 / BOUND to BOUND, in units of one over the margins' scale. */
    static final double BOUND = 1000;

    private static final double LARGEST_ERROR = 0.5;

    private static final double PRECISION = 1e-12;
    private static final int MAX_EVALUATIONS = 200;

    private Temperature() {}

    /**
     * The temperature that fits best, if the margins tell it: where all of them, or all large ones, are on the label's side, 1/T
     * has no bound, and with few pairs or none but sure ones it has no size; other prompts' losses at such a temperature would
     * be arbitrary. So the standard error of 1/T, by Fisher's information, must be at most {@value #LARGEST_ERROR} of 1/T, or of
     * one over the median size of the margins where that is more. A model that is no better than chance has a temperature: the
     * greatest that is allowed, at which it is sure of nothing.
     *
     * @param sample of labelled comparisons
     * @return positive; NaN where the margins do not tell
     */
    static double fit(MarginSample sample) {
        double scale = sample.medianSize();
        double temperature = fit(sample, scale);
        double error = 1 / Math.sqrt(information(sample, temperature));
        double allowed = LARGEST_ERROR * Math.max(1 / scale, 1 / temperature);
        return scale > 0 && temperature > scale / BOUND && error <= allowed ? temperature : Double.NaN;
    }

    /** What independent comparisons tell of 1/T. */
    private static double information(MarginSample sample, double temperature) {
        double information = 0;
        for (int entry = 0; entry < sample.size(); entry++) {
            double margin = sample.margins()[entry];
            double right = Logistic.sigmoid(margin / temperature);
            information += sample.counts()[entry] * margin * margin * right * (1 - right);
        }
        return information;
    }

    /**
     * The temperature over all blocks with an interval on the scale of its logarithm: by the sandwich variance of 1/T, whose
     * middle is the spread of the blocks' slopes, so that it knows of comparisons of a prompt that go together, with Student's t
     * at one degree of freedom less than there are blocks.
     *
     * @param blocks disjoint sets of prompts
     * @param all their margins together
     */
    static Estimate interval(List<MarginSample> blocks, MarginSample all, double level) {
        double temperature = fit(all);
        double[] slopes = blocks.stream()
                .filter(block -> block.size() > 0)
                .mapToDouble(block -> slope(block, 1 / temperature))
                .toArray();
        if (Double.isNaN(temperature) || slopes.length < 2) {
            return Estimate.of(temperature);
        }
        double squares = Arrays.stream(slopes).map(slope -> slope * slope).sum() * slopes.length / (slopes.length - 1);
        double error = temperature * Math.sqrt(squares) / information(all, temperature);
        double factor =
                Math.exp(error * new TDistribution(slopes.length - 1.0).inverseCumulativeProbability((1 + level) / 2));
        return new Estimate(temperature, temperature / factor, temperature * factor, Interval.CLUSTER_ROBUST);
    }

    /** Of the loss in 1/T. */
    private static double slope(MarginSample sample, double inverse) {
        double sum = 0;
        for (int entry = 0; entry < sample.size(); entry++) {
            double margin = sample.margins()[entry];
            sum -= sample.counts()[entry] * margin * Logistic.sigmoid(-inverse * margin);
        }
        return sum;
    }

    /**
     * The temperature that fits best. The loss is convex in 1/T, so where its slope is 0 is the minimum. Margins that are all
     * positive get the least T that is allowed, margins that are no better than chance the greatest: {@value #BOUND} times less
     * or more than the scale; 1 where that is 0 or NaN.
     */
    static double fit(MarginSample sample, double scale) {
        return scale > 0 ? scale / inverse(sample, scale) : 1;
    }

    /** 1/T in units of 1/scale. Solved for its logarithm, since it may lie anywhere in six orders of magnitude. */
    private static double inverse(MarginSample sample, double scale) {
        UnivariateFunction slope = logarithm -> slope(sample, Math.exp(logarithm) / scale) / scale;
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
