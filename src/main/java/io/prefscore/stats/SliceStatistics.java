package io.prefscore.stats;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that is said of one model on one slice.
 *
 * @param counts what became of the comparisons
 * @param estimates by statistic, in the enum's order; those that the data does not define are {@link Estimate#UNDEFINED}
 * @param reliability the ten bins of the reliability curve
 * @param margins histogram of margins of labelled comparisons, at most 80 bins
 * @param preferredRewards histogram of rewards of preferred responses, same bins as {@code otherRewards}
 * @param otherRewards histogram of rewards of the other responses
 * @param outliers rewards that are far from the others
 */
public record SliceStatistics(
        PairCounts counts,
        Map<Statistic, Estimate> estimates,
        List<ReliabilityBin> reliability,
        List<Bin> margins,
        List<Bin> preferredRewards,
        List<Bin> otherRewards,
        Outliers outliers)
        implements Serializable {

    public SliceStatistics {
        Map<Statistic, Estimate> inOrder = new EnumMap<>(Statistic.class);
        inOrder.putAll(estimates);
        estimates = Collections.unmodifiableMap(inOrder);
        reliability = List.copyOf(reliability);
        margins = List.copyOf(margins);
        preferredRewards = List.copyOf(preferredRewards);
        otherRewards = List.copyOf(otherRewards);
    }

    /** One of the estimates. */
    public Estimate estimate(Statistic statistic) {
        return estimates.getOrDefault(statistic, Estimate.UNDEFINED);
    }
}
