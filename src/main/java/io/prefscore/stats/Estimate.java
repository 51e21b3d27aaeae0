package io.prefscore.stats;

import java.io.Serializable;

/**
 * A statistic and how far it can be trusted.
 *
 * @param value NaN where it is undefined, as an accuracy without a labelled comparison is
 * @param low lower end of its interval; NaN without one
 * @param high upper end of its interval; NaN without one
 * @param interval how the interval was made
 */
public record Estimate(double value, double low, double high, Interval interval) implements Serializable {

    /** A statistic that the data does not define. */
    public static final Estimate UNDEFINED = new Estimate(Double.NaN, Double.NaN, Double.NaN, Interval.NONE);

    /** A value without an interval. */
    public static Estimate of(double value) {
        return new Estimate(value, Double.NaN, Double.NaN, Interval.NONE);
    }

    /** Whether there is a value. */
    public boolean isDefined() {
        return !Double.isNaN(value);
    }
}
