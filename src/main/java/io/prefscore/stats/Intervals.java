package io.prefscore.stats;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/** Makes intervals of one level. For one thread. */
final class Intervals {

    private final double level;
    private final double normal;
    /** By degrees of freedom, of which a report meets few and asks for often. */
    private final Map<Integer, Double> students = new HashMap<>();

    Intervals(double level) {
        this.level = level;
        this.normal = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
    }

    /** θ ± t √v, for a mean; v knows of clusters. */
    Estimate mean(Ratio ratio) {
        if (ratio.clusters() < 2 || Double.isNaN(ratio.value())) {
            return Estimate.of(ratio.value());
        }
        double half = student(ratio.clusters() - 1) * ratio.standardError();
        return new Estimate(ratio.value(), ratio.value() - half, ratio.value() + half, Interval.CLUSTER_ROBUST);
    }

    /** As {@link #mean}, of what never leaves a range; its interval is cut off there. */
    Estimate meanWithin(Ratio ratio, double least, double most) {
        Estimate mean = mean(ratio);
        return new Estimate(mean.value(), Math.max(least, mean.low()), Math.min(most, mean.high()), mean.interval());
    }

    /**
     * Wilson's interval for a share, at the number of independent trials that would have the same variance, {@code p(1 − p) /
     * v}, with Student's t for the quantile as v is an estimate.
     *
     * <p>Unlike θ ± t √v it stays within [0, 1], and a slice with twelve pairs, all won, does not report a certainty: v is 0
     * there, and each unit counts as one trial. Trials are never taken to be more than there are, nor fewer than one; where many
     * count one half, as ties do, that makes the interval too wide rather than too narrow. Source: C.
     * Franco, R. Little, T. Louis, E. Slud, Journal of Survey Statistics and Methodology 7 (2019), 334–364, who compare it with
     * six others, among them that of E. Korn and B. Graubard, Survey Methodology 24 (1998), 193–201.
     */
    Estimate share(Ratio ratio) {
        if (ratio.clusters() < 2) {
            return Estimate.of(ratio.value());
        }
        double p = ratio.value();
        double alike = p * (1 - p) / ratio.variance();
        double trials = ratio.variance() > 0 ? Math.max(1, Math.min(alike, ratio.trials())) : ratio.clusters();
        return wilson(p, trials, student(ratio.clusters() - 1), Interval.CLUSTER_WILSON);
    }

    /** Wilson's interval for a share of independent trials. Source: E. B. Wilson, JASA 22 (1927), 209–212. */
    Estimate independentShare(Ratio ratio) {
        if (ratio.clusters() < 2) {
            return Estimate.of(ratio.value());
        }
        return wilson(ratio.value(), ratio.trials(), normal, Interval.WILSON);
    }

    private static Estimate wilson(double p, double trials, double quantile, Interval interval) {
        double square = quantile * quantile / trials;
        double middle = (p + square / 2) / (1 + square);
        double half = Math.sqrt(p * (1 - p) * square + square * square / 4) / (1 + square);
        return new Estimate(
                p, Math.max(0, Math.min(p, middle - half)), Math.min(1, Math.max(p, middle + half)), interval);
    }

    /**
     * Percentiles of a statistic's values in bootstrap replicates.
     *
     * @param value of the sample
     * @param replicates values; those that are NaN are left out, and if these are most there is no interval
     */
    Estimate percentiles(double value, double[] replicates) {
        double[] sorted = Arrays.stream(replicates)
                .filter(replicate -> !Double.isNaN(replicate))
                .sorted()
                .toArray();
        if (Double.isNaN(value) || sorted.length == 0 || 2 * sorted.length < replicates.length) {
            return Estimate.of(value);
        }
        return new Estimate(
                value, percentile(sorted, (1 - level) / 2), percentile(sorted, (1 + level) / 2), Interval.BOOTSTRAP);
    }

    /** Linear between neighbours, as R's type 7. */
    static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** Smallest difference that is found with probability {@link DetectableEffect#POWER}. */
    double detectable(Ratio difference) {
        return DetectableEffect.of(difference.standardError(), difference.clusters() - 1, level);
    }

    private double student(int degrees) {
        return students.computeIfAbsent(
                degrees, known -> new TDistribution(known).inverseCumulativeProbability((1 + level) / 2));
    }
}
