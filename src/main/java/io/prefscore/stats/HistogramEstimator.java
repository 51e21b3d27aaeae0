package io.prefscore.stats;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

    private final double rewardWidth;
    private final double marginWidth;
    private final int replicates;
    private final BinIndex marginBins = new BinIndex();
    private final BinIndex rewardBins = new BinIndex();
    private final ReplicateHistogram margins;
    private final ReplicateHistogram preferredRewards;
    private final ReplicateHistogram otherRewards;

    HistogramEstimator(double rewardWidth, double marginWidth, int replicates) {
        this.rewardWidth = rewardWidth;
        this.marginWidth = marginWidth;
        this.replicates = replicates;
        this.margins = new ReplicateHistogram(marginBins, replicates);
        this.preferredRewards = new ReplicateHistogram(rewardBins, replicates);
        this.otherRewards = new ReplicateHistogram(rewardBins, replicates);
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
        int[] rows = marginBins.sortedRows();
        long[] bins = bins(marginBins, rows);
        double[] weights = margins.counts(rows);
        for (int draw = 0; draw <= replicates; draw++) {
            if (draw > 0) {
                margins.replicate(draw - 1, rows, weights);
            }
            put(values, draw, MARGIN_QUANTILES, Histograms.quantiles(bins, weights, marginWidth, LEVELS));
        }
    }

    private void putRewards(Map<Statistic, double[]> values) {
        int[] rows = rewardBins.sortedRows();
        long[] bins = bins(rewardBins, rows);
        double[] preferred = preferredRewards.counts(rows);
        double[] other = otherRewards.counts(rows);
        for (int draw = 0; draw <= replicates; draw++) {
            if (draw > 0) {
                preferredRewards.replicate(draw - 1, rows, preferred);
                otherRewards.replicate(draw - 1, rows, other);
            }
            put(values, draw, List.of(Statistic.AUC), new double[] {Histograms.auc(preferred, other)});
            double[] both = Histograms.sum(preferred, other);
            put(values, draw, REWARD_QUANTILES, Histograms.quantiles(bins, both, rewardWidth, LEVELS));
        }
    }

    private void put(Map<Statistic, double[]> values, int draw, List<Statistic> statistics, double[] drawn) {
        for (int index = 0; index < drawn.length; index++) {
            values.computeIfAbsent(statistics.get(index), fresh -> new double[replicates + 1])[draw] = drawn[index];
        }
    }

    /** Margins, to be looked at. */
    List<Bin> shownMargins() {
        int[] rows = marginBins.sortedRows();
        return Histograms.shown(bins(marginBins, rows), List.of(margins.counts(rows)), marginWidth)
                .get(0);
    }

    /** Rewards of preferred responses and of the other ones, to be looked at side by side. */
    List<List<Bin>> shownRewards() {
        int[] rows = rewardBins.sortedRows();
        return Histograms.shown(
                bins(rewardBins, rows), List.of(preferredRewards.counts(rows), otherRewards.counts(rows)), rewardWidth);
    }

    private static long[] bins(BinIndex index, int[] rows) {
        return Arrays.stream(rows).mapToLong(index::bin).toArray();
    }
}
