package io.prefscore.stats;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What is estimated from one model's histograms: quantiles, AUC, and the histograms themselves. For one thread. */
final class HistogramEstimator {

    private static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95};
    private static final List<Statistic> MARGIN_QUANTILES = List.of(
            Statistic.MARGIN_P05,
            Statistic.MARGIN_P25,
            Statistic.MARGIN_MEDIAN,
            Statistic.MARGIN_P75,
            Statistic.MARGIN_P95);
    private static final List<Statistic> REWARD_QUANTILES = List.of(
            Statistic.REWARD_P05,
            Statistic.REWARD_P25,
            Statistic.REWARD_MEDIAN,
            Statistic.REWARD_P75,
            Statistic.REWARD_P95);

    private final ValueBins rewardBins;
    private final ValueBins marginBins;
    private final int replicates;
    private final ReplicateHistogram margins;
    private final ReplicateHistogram preferredRewards;
    private final ReplicateHistogram otherRewards;

    HistogramEstimator(ValueBins rewardBins, ValueBins marginBins, int replicates) {
        this.rewardBins = rewardBins;
        this.marginBins = marginBins;
        this.replicates = replicates;
        this.margins = new ReplicateHistogram(replicates);
        this.preferredRewards = new ReplicateHistogram(replicates);
        this.otherRewards = new ReplicateHistogram(replicates);
    }

    void add(float[] weights, ModelTally tally) {
        margins.add(weights, tally.margins());
        preferredRewards.add(weights, tally.preferredRewards());
        otherRewards.add(weights, tally.otherRewards());
    }

    /** Values of each statistic: of the sample first, then of each replicate. */
    Map<Statistic, double[]> values() {
        Map<Statistic, double[]> values = new EnumMap<>(Statistic.class);
        putMargins(values);
        putRewards(values);
        return values;
    }

    private void putMargins(Map<Statistic, double[]> values) {
        long[] bins = margins.bins();
        int[] rows = margins.rows(bins);
        ValueHistogram drawn = ValueHistogram.of(marginBins, bins, margins.counts(rows));
        for (int draw = 0; draw <= replicates; draw++) {
            if (draw > 0) {
                margins.replicate(draw - 1, rows, drawn.weights());
            }
            put(values, draw, MARGIN_QUANTILES, drawn.quantiles(LEVELS));
        }
    }

    private void putRewards(Map<Statistic, double[]> values) {
        long[] bins = bothBins();
        int[] preferredRows = preferredRewards.rows(bins);
        int[] otherRows = otherRewards.rows(bins);
        double[] preferred = preferredRewards.counts(preferredRows);
        double[] other = otherRewards.counts(otherRows);
        ValueHistogram both = ValueHistogram.of(rewardBins, bins, preferred);
        for (int draw = 0; draw <= replicates; draw++) {
            if (draw > 0) {
                preferredRewards.replicate(draw - 1, preferredRows, preferred);
                otherRewards.replicate(draw - 1, otherRows, other);
            }
            put(values, draw, List.of(Statistic.AUC), Histograms.auc(preferred, other));
            put(values, draw, REWARD_QUANTILES, both.weighing(Histograms.sum(preferred, other)).quantiles(LEVELS));
        }
    }

    private long[] bothBins() {
        return LongStream.concat(Arrays.stream(preferredRewards.bins()), Arrays.stream(otherRewards.bins()))
                .sorted()
                .distinct()
                .toArray();
    }

    private void put(Map<Statistic, double[]> values, int draw, List<Statistic> statistics, double... drawn) {
        for (int index = 0; index < drawn.length; index++) {
            values.computeIfAbsent(statistics.get(index), fresh -> new double[replicates + 1])[draw] = drawn[index];
        }
    }

    /** Margins, to be looked at. */
    List<Bin> shownMargins() {
        long[] bins = margins.bins();
        ValueHistogram all = ValueHistogram.of(marginBins, bins, margins.counts(margins.rows(bins)));
        return Histograms.shown(all, List.of(all.weights())).get(0);
    }

    /** Rewards of preferred responses and of the other ones, to be looked at side by side. */
    List<List<Bin>> shownRewards() {
        long[] bins = bothBins();
        double[] preferred = preferredRewards.counts(preferredRewards.rows(bins));
        double[] other = otherRewards.counts(otherRewards.rows(bins));
        ValueHistogram both = ValueHistogram.of(rewardBins, bins, Histograms.sum(preferred, other));
        return Histograms.shown(both, List.of(preferred, other));
    }

    /** Rewards that lie far from the others. */
    Outliers outliers() {
        long[] bins = bothBins();
        double[] both = Histograms.sum(
                preferredRewards.counts(preferredRewards.rows(bins)), otherRewards.counts(otherRewards.rows(bins)));
        return Outliers.of(ValueHistogram.of(rewardBins, bins, both));
    }
}
