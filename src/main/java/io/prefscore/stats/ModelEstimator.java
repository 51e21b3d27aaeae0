package io.prefscore.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** One model's part of a {@link SliceEstimator}: sums by unit, which are small, and what is resampled. For one thread. */
final class ModelEstimator {

    private final Intervals intervals;
    private final List<ModelSums> units = new ArrayList<>();
    private final ModelSums total = new ModelSums();
    private final ResampledSums resampled;
    private final HistogramEstimator histograms;

    ModelEstimator(ValueBins rewardBins, ValueBins marginBins, int replicates, Intervals intervals) {
        this.intervals = intervals;
        this.resampled = new ResampledSums(replicates);
        this.histograms = new HistogramEstimator(rewardBins, marginBins, replicates);
    }

    /** Adds a unit, with its weight in each replicate. */
    void add(float[] weights, ModelTally tally) {
        units.add(tally.sums());
        total.add(tally.sums());
        resampled.add(weights, tally.sums());
        histograms.add(weights, tally);
    }

    List<ModelSums> units() {
        return units;
    }

    SliceStatistics statistics() {
        Map<Statistic, Estimate> estimates = new EnumMap<>(Statistic.class);
        putShares(estimates);
        putMeans(estimates);
        putResampled(estimates);
        List<List<Bin>> rewards = histograms.shownRewards();
        return new SliceStatistics(
                counts(),
                estimates,
                reliability(),
                histograms.shownMargins(),
                rewards.get(0),
                rewards.get(1),
                histograms.outliers());
    }

    private PairCounts counts() {
        return new PairCounts(
                count(Sum.COMPARISONS),
                count(Sum.PROMPTS),
                count(Sum.MISSING),
                count(Sum.NOT_A_NUMBER),
                count(Sum.INFINITE),
                count(Sum.LABEL_TIES),
                count(Sum.AGREEING),
                count(Sum.DISAGREEING),
                count(Sum.REWARD_TIES));
    }

    private long count(Sum sum) {
        return (long) total.of(sum);
    }

    private void putShares(Map<Statistic, Estimate> estimates) {
        estimates.put(Statistic.ACCURACY, share(of(Sum.AGREEING), of(Sum.USED)));
        estimates.put(Statistic.ACCURACY_TIES_HALF, share(SumStatistics::right, of(Sum.USED)));
        estimates.put(Statistic.BEST_OF_N, share(of(Sum.BEST), of(Sum.BEST_KNOWN)));
        estimates.put(Statistic.ACCURACY_PREFERRED_SHORTER, share(of(Sum.SHORTER_AGREEING), of(Sum.SHORTER)));
        estimates.put(Statistic.ACCURACY_PREFERRED_LONGER, share(of(Sum.LONGER_AGREEING), of(Sum.LONGER)));
        estimates.put(Statistic.LONGEST_WINS, share(of(Sum.LONGEST_WINS), of(Sum.USED)));
        ToDoubleFunction<ModelSums> shortestWins = unit -> unit.of(Sum.USED) - unit.of(Sum.LONGEST_WINS);
        estimates.put(Statistic.SHORTEST_WINS, share(shortestWins, of(Sum.USED)));
        estimates.put(Statistic.STYLE_CONTROLLED_ACCURACY, share(of(Sum.STYLE_RIGHT), of(Sum.STYLE_KNOWN)));
    }

    private void putMeans(Map<Statistic, Estimate> estimates) {
        estimates.put(Statistic.LOSS, positiveMean(of(Sum.LOSS), of(Sum.USED)));
        estimates.put(Statistic.CALIBRATED_LOSS, positiveMean(of(Sum.CALIBRATED_LOSS), of(Sum.CALIBRATED)));
        estimates.put(Statistic.BRIER, positiveMean(of(Sum.BRIER), of(Sum.USED)));
        estimates.put(Statistic.CALIBRATION_ERROR, Estimate.of(SumStatistics.calibrationError(total)));
        estimates.put(
                Statistic.CALIBRATION_ERROR_BY_CHANCE,
                Estimate.of(SumStatistics.calibrationErrorByChance(units, total)));
        estimates.put(Statistic.MEAN_MARGIN, mean(of(Sum.MARGIN), of(Sum.USED)));
        estimates.put(Statistic.MEAN_REWARD, mean(of(Sum.REWARD), unit -> 2 * unit.of(Sum.USED)));
        estimates.put(
                Statistic.RATING_CORRELATION,
                intervals.meanWithin(Ratio.of(units, of(Sum.RANK_CORRELATION), of(Sum.RANKED)), -1, 1));
    }

    private void putResampled(Map<Statistic, Estimate> estimates) {
        estimates.put(
                Statistic.STRENGTH_CORRELATION, bootstrap(SumStatistics::strengthCorrelation, Sum.STRENGTH_KNOWN));
        estimates.put(Statistic.REWARD_LENGTH_CORRELATION, bootstrap(SumStatistics::rewardLengthCorrelation, Sum.USED));
        estimates.put(Statistic.MARGIN_LENGTH_CORRELATION, bootstrap(SumStatistics::marginLengthCorrelation, Sum.USED));
        histograms
                .values()
                .forEach((statistic, values) -> estimates.put(
                        statistic, bootstrap(values[0], Arrays.copyOfRange(values, 1, values.length), Sum.USED)));
        estimates.computeIfPresent(Statistic.AUC, (auc, estimate) -> withWidth(estimate));
    }

    /** An AUC of 0 or 1, which is the same in all replicates, is no more a certainty than a share is: units count as trials. */
    private Estimate withWidth(Estimate auc) {
        boolean atAnEnd = auc.value() == 0 || auc.value() == 1;
        int clusters = Ratio.of(units, of(Sum.USED), of(Sum.USED)).clusters();
        return atAnEnd ? intervals.share(new Ratio(auc.value(), 0, clusters, total.of(Sum.USED))) : auc;
    }

    private List<ReliabilityBin> reliability() {
        List<ReliabilityBin> reliability = new ArrayList<>();
        for (int bin = 0; bin < ModelSums.BINS; bin++) {
            int index = bin;
            reliability.add(new ReliabilityBin(
                    0.5 + bin / (2.0 * ModelSums.BINS),
                    0.5 + (bin + 1) / (2.0 * ModelSums.BINS),
                    (long) total.binCount(bin),
                    total.binConfidence(bin) / total.binCount(bin),
                    share(unit -> unit.binAgreement(index), unit -> unit.binCount(index))));
        }
        return reliability;
    }

    private static ToDoubleFunction<ModelSums> of(Sum sum) {
        return sums -> sums.of(sum);
    }

    private Estimate share(ToDoubleFunction<ModelSums> numerator, ToDoubleFunction<ModelSums> denominator) {
        Ratio ratio = Ratio.of(units, numerator, denominator);
        boolean onePerPrompt = total.of(Sum.PROMPTS) == total.of(Sum.USED);
        return onePerPrompt ? intervals.independentShare(ratio) : intervals.share(ratio);
    }

    private Estimate mean(ToDoubleFunction<ModelSums> numerator, ToDoubleFunction<ModelSums> denominator) {
        return intervals.mean(Ratio.of(units, numerator, denominator));
    }

    private Estimate positiveMean(ToDoubleFunction<ModelSums> numerator, ToDoubleFunction<ModelSums> denominator) {
        return intervals.meanWithin(Ratio.of(units, numerator, denominator), 0, Double.POSITIVE_INFINITY);
    }

    private Estimate bootstrap(ToDoubleFunction<ModelSums> statistic, Sum over) {
        return bootstrap(statistic.applyAsDouble(total), resampled.of(statistic), over);
    }

    private Estimate bootstrap(double value, double[] replicates, Sum over) {
        return hasClusters(over) ? intervals.percentiles(value, replicates) : Estimate.of(value);
    }

    /** Whether there are two units that tell of something, without which no spread can be told. */
    private boolean hasClusters(Sum over) {
        return units.stream().filter(unit -> unit.of(over) > 0).limit(2).count() == 2;
    }
}
