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
        ValueHistogram sample = ValueHistogram.of(marginBins, bins, margins.counts(rows));
        put(values, 0, MARGIN_QUANTILES, sample.quantiles(LEVELS));
        for (int block = 0; block * ReplicateHistogram.BLOCK < replicates; block++) {
            putQuantiles(values, MARGIN_QUANTILES, sample, block, margins.block(block, rows));
        }
    }

    private void putRewards(Map<Statistic, double[]> values) {
        long[] bins = bothBins();
        int[] preferredRows = preferredRewards.rows(bins);
        int[] otherRows = otherRewards.rows(bins);
        double[] preferred = preferredRewards.counts(preferredRows);
        double[] other = otherRewards.counts(otherRows);
        ValueHistogram sample = ValueHistogram.of(rewardBins, bins, Histograms.sum(preferred, other));
        put(values, 0, REWARD_QUANTILES, sample.quantiles(LEVELS));
        put(values, 0, List.of(Statistic.AUC), Histograms.auc(preferred, other));
        for (int block = 0; block * ReplicateHistogram.BLOCK < replicates; block++) {
            BlockWeights drawnPreferred = preferredRewards.block(block, preferredRows);
            BlockWeights drawnOther = otherRewards.block(block, otherRows);
            putQuantiles(values, REWARD_QUANTILES, sample, block, drawnPreferred, drawnOther);
            double[] drawn = BlockWeights.auc(drawnPreferred, drawnOther);
            for (int replicate = 0; replicate < inBlock(block); replicate++) {
                put(values, draw(block, replicate), List.of(Statistic.AUC), drawn[replicate]);
            }
        }
    }

    private void putQuantiles(
            Map<Statistic, double[]> values,
            List<Statistic> quantiles,
            ValueHistogram bins,
            int block,
            BlockWeights... parts) {
        double[][] groups = BlockWeights.groups(parts);
        for (int replicate = 0; replicate < inBlock(block); replicate++) {
            double[] drawn = BlockWeights.quantiles(bins, groups, LEVELS, replicate, parts);
            put(values, draw(block, replicate), quantiles, drawn);
        }
    }

    private int inBlock(int block) {
        return Math.min(ReplicateHistogram.BLOCK, replicates - block * ReplicateHistogram.BLOCK);
    }

    /** Where a replicate stands behind the sample. */
    private static int draw(int block, int replicate) {
        return 1 + block * ReplicateHistogram.BLOCK + replicate;
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
