package io.prefscore.stats;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A ratio of two sums over resampling units, θ = Σx / Σn, and its cluster-robust variance: that of the linearised ratio,
 * {@code G / (G − 1) · Σ(x − θn)² / (Σn)²}. Source: W. Cochran, Sampling Techniques, 3rd ed. 1977, 6.4; it equals CR1 of a
 * regression on a constant.
 *
 * @param value θ; NaN where Σn is 0
 * @param variance of θ; NaN for fewer than two clusters
 * @param clusters G, units with n > 0
 * @param trials Σn
 */
record Ratio(double value, double variance, int clusters, double trials) {

    static <U> Ratio of(List<U> units, ToDoubleFunction<U> numerator, ToDoubleFunction<U> denominator) {
        double successes = 0;
        double trials = 0;
        int clusters = 0;
        for (U unit : units) {
            double size = denominator.applyAsDouble(unit);
            successes += numerator.applyAsDouble(unit);
            trials += size;
            clusters += size > 0 ? 1 : 0;
        }
        double value = successes / trials;
        double squares = 0;
        for (U unit : units) {
            double residual = numerator.applyAsDouble(unit) - value * denominator.applyAsDouble(unit);
            squares += residual * residual;
        }
        double variance = clusters < 2 ? Double.NaN : clusters / (clusters - 1.0) * squares / (trials * trials);
        return new Ratio(value, variance, clusters, trials);
    }

    double standardError() {
        return Math.sqrt(variance);
    }
}
