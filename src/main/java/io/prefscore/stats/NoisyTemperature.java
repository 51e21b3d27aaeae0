package io.prefscore.stats;

import java.io.Serializable;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * The noise-aware Bradley-Terry model: a label is wrong with probability e, whatever the margin, so it stands with margin m with
 * probability {@code f(m) = (1 − e) σ(m / T) + e σ(−m / T)}. T and e maximise Σ log f(m).
 *
 * <p>Why not T alone: a temperature can say that a model is often wrong, but then it must be wrong most often where margins are
 * small. Contradictions at large margins, of which wrong labels make a constant share, only raise T until nothing is certain.
 *
 * <p>That labels are exchanged at random is what E. Mitchell ("A note on DPO with noisy preferences and relationship to IPO",
 * 2023) and S. Ray Chowdhury, A. Kini and N. Natarajan (ICML 2024) assume for training; their losses keep e fixed. The
 * likelihood, in which e can be estimated, is that of J. B. Copas, JRSS B 50 (1988), 225–265.
 *
 * @param temperature T, positive, in units of reward
 * @param noise e, from 0 to {@link #MOST_NOISE}
 */
record NoisyTemperature(double temperature, double noise) implements Serializable {

    /** At one half labels would say nothing of the margins, and T would be arbitrary. */
    static final double MOST_NOISE = 0.49;

    /** One label in a thousand million: less is none. */
    private static final double LEAST_NOISE = 1e-9;

    /** Distance of the first temperatures that are tried, in nats: each is 1.28 times the last. */
    private static final double STEP = 0.25;

    private static final double PRECISION = 1e-10;
    private static final int MAX_EVALUATIONS = 200;

    /** The temperature that fits best if no label is wrong. */
    static NoisyTemperature clean(MarginSample sample) {
        return new NoisyTemperature(Temperature.fit(sample, sample.medianSize()), 0);
    }

    /**
     * The temperature and the noise that fit best. For a given T the likelihood is concave in e, which is solved for within; what
     * is left is a curve in T that may have several tops, so all of T's range is tried in steps before the highest is refined.
     */
    static NoisyTemperature fit(MarginSample sample) {
        double temperature = best(sample, tried -> noise(sample, tried));
        return new NoisyTemperature(temperature, noise(sample, temperature));
    }

    /** The temperature that fits best if that share of the labels is wrong. */
    static NoisyTemperature fit(MarginSample sample, double noise) {
        return noise == 0 ? clean(sample) : new NoisyTemperature(best(sample, tried -> noise), noise);
    }

    private static double best(MarginSample sample, UnivariateFunction noise) {
        double scale = sample.medianSize();
        if (!(scale > 0)) {
            return 1;
        }
        UnivariateFunction profile = logarithm -> {
            double temperature = scale * Math.exp(logarithm);
            return new NoisyTemperature(temperature, noise.value(temperature)).logLikelihood(sample);
        };
        double end = Math.log(Temperature.BOUND);
        double start = -end;
        double highest = Double.NEGATIVE_INFINITY;
        for (double tried = -end; tried <= end; tried += STEP) {
            double value = profile.value(tried);
            if (value > highest) {
                highest = value;
                start = tried;
            }
        }
        SearchInterval around = new SearchInterval(Math.max(-end, start - STEP), Math.min(end, start + STEP), start);
        return scale
                * Math.exp(new BrentOptimizer(PRECISION, PRECISION)
                        .optimize(
                                new UnivariateObjectiveFunction(profile),
                                GoalType.MAXIMIZE,
                                around,
                                new MaxEval(MAX_EVALUATIONS))
                        .getPoint());
    }

    /** The e that is best for a temperature: where the slope of the likelihood, which falls in e, is 0. */
    private static double noise(MarginSample sample, double temperature) {
        double[] right = new double[sample.size()];
        double[] left = new double[sample.size()];
        for (int entry = 0; entry < right.length; entry++) {
            right[entry] = Logistic.sigmoid(sample.margins()[entry] / temperature);
            left[entry] = Logistic.sigmoid(-sample.margins()[entry] / temperature);
        }
        UnivariateFunction slope = logarithm -> {
            double noise = Math.exp(logarithm);
            double sum = 0;
            for (int entry = 0; entry < right.length; entry++) {
                double chance = (1 - noise) * right[entry] + noise * left[entry];
                sum += sample.counts()[entry] * (left[entry] - right[entry]) / chance;
            }
            return sum;
        };
        double low = Math.log(LEAST_NOISE);
        double high = Math.log(MOST_NOISE);
        if (slope.value(low) <= 0) {
            return 0;
        }
        if (slope.value(high) >= 0) {
            return MOST_NOISE;
        }
        return Math.exp(new BracketingNthOrderBrentSolver(PRECISION, 5).solve(MAX_EVALUATIONS, slope, low, high));
    }

    /** Σ log f(m) in nats. */
    double logLikelihood(MarginSample sample) {
        double sum = 0;
        for (int entry = 0; entry < sample.size(); entry++) {
            sum += sample.counts()[entry] * logChance(sample.margins()[entry] / temperature);
        }
        return sum;
    }

    /** log f without a loss of digits where σ is next to 0 or 1. */
    private double logChance(double x) {
        if (noise == 0) {
            return -Logistic.loss(x);
        }
        double odds = Math.exp(-Math.abs(x));
        double mixed = x >= 0 ? 1 - noise + noise * odds : (1 - noise) * odds + noise;
        return Math.log(mixed) - Math.log1p(odds);
    }
}
