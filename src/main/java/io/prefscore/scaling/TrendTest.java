package io.prefscore.scaling;

import java.io.Serializable;

/**
 * Whether there is a trend.
 *
 * @param statistic largest |t| over the shapes that a trend may have; NaN where the points are too few for a test
 * @param axis of that shape
 * @param direction below 0 where the values fall along it, above where they rise
 * @param p probability of as large a statistic without a trend, by simulation
 * @param adjustedP after Benjamini and Hochberg over the slices of the measure; NaN until {@link Verdicts} has seen these
 */
public record TrendTest(double statistic, Axis axis, double direction, double p, double adjustedP)
        implements Serializable {

    TrendTest withAdjustedP(double adjusted) {
        return new TrendTest(statistic, axis, direction, p, adjusted);
    }
}
