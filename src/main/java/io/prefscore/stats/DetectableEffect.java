package io.prefscore.stats;

import org.hipparchus.distribution.continuous.TDistribution;

/** The smallest difference that a sample like this one would tell from none. */
public final class DetectableEffect {

    /** How often a difference of that size is found. */
    public static final double POWER = 0.8;

    private DetectableEffect() {}

    /**
     * (t at (1 + level) / 2, plus t at {@link #POWER}) times the standard error: a true difference as large leaves a two-sided
     * test at 1 − level significant in 80 of 100 samples. Source: H. Bloom, Evaluation Review 19 (1995), 547–556.
     *
     * @param standardError of the difference
     * @param degrees of freedom of the standard error
     * @param level of the test's interval: 0.95
     */
    public static double of(double standardError, int degrees, double level) {
        if (degrees < 1) {
            return Double.NaN;
        }
        TDistribution student = new TDistribution(degrees);
        return (student.inverseCumulativeProbability((1 + level) / 2) + student.inverseCumulativeProbability(POWER))
                * standardError;
    }
}
