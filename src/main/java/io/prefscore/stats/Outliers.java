package io.prefscore.stats;

import java.io.Serializable;

/**
 * Rewards that lie so far from the others that means, losses and correlations say more of them than of these.
 *
 * @param rewards how many there are, of both responses of labelled comparisons
 * @param least of them; NaN without any
 * @param greatest of them; NaN without any
 */
public record Outliers(long rewards, double least, double greatest) implements Serializable {

    /** Beyond the quartiles by so many times their distance: 28 standard deviations of a normal distribution. */
    public static final double FENCE = 20;

    /** No reward lies far from the others. */
    public static final Outliers NONE = new Outliers(0, Double.NaN, Double.NaN);

    /** Of what is left and right of the fences; where half of all values are equal there is no scale, and no outlier. */
    static Outliers of(ValueHistogram histogram) {
        double[] quartiles = histogram.quantiles(0.25, 0.75);
        double reach = FENCE * (quartiles[1] - quartiles[0]);
        return reach > 0 ? histogram.outside(quartiles[0] - reach, quartiles[1] + reach) : NONE;
    }
}
