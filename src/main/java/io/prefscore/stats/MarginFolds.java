package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Part of the second pass: margins of labelled comparisons, by model and block of prompts, from which temperatures are fitted. Holds counts alone,
 * so that merging is exact in any order. For one thread.
 */
public final class MarginFolds implements Serializable {

    private static final long serialVersionUID = 1;

    private final SparseHistogram[][] histograms;

    /**
     * @param models how many models judged each pair
     */
    public MarginFolds(int models) {
        this.histograms = new SparseHistogram[models][LabelConfidenceFit.BLOCKS];
        for (SparseHistogram[] blocks : histograms) {
            for (int block = 0; block < blocks.length; block++) {
                blocks[block] = new SparseHistogram();
            }
        }
    }

    /** Counts a comparison for each model that it can be used for. */
    public void add(int unit, Pair pair) {
        for (int model = 0; model < histograms.length; model++) {
            if (pair.isUsed(model)) {
                histograms[model][LabelConfidenceFit.block(unit)].add(LogBins.bin(pair.margin(model)));
            }
        }
    }

    /** Adds what was counted elsewhere. */
    public void merge(MarginFolds other) {
        for (int model = 0; model < histograms.length; model++) {
            for (int block = 0; block < LabelConfidenceFit.BLOCKS; block++) {
                histograms[model][block].merge(other.histograms[model][block]);
            }
        }
    }

    /**
     * Temperatures by model and fold, each fitted on the other folds: what is said of a prompt's confidence was never learned
     * from that prompt. All are NaN for a model of which some folds do not tell it.
     */
    public double[][] temperatures() {
        return Arrays.stream(histograms).map(MarginFolds::temperatures).toArray(double[][]::new);
    }

    private static double[] temperatures(SparseHistogram[] blocks) {
        double[] temperatures = IntStream.range(0, Calibration.FOLDS)
                .mapToDouble(left -> Temperature.fit(sample(blocks, fold -> fold != left)))
                .toArray();
        if (Arrays.stream(temperatures).anyMatch(Double::isNaN)) {
            Arrays.fill(temperatures, Double.NaN);
        }
        return temperatures;
    }

    /** A model's temperature on all folds, and how far it can be trusted; undefined where they do not tell it. */
    public Estimate temperature(int model, double level) {
        List<MarginSample> blocks =
                Arrays.stream(histograms[model]).map(MarginSample::of).toList();
        return Temperature.interval(blocks, sample(histograms[model], fold -> true), level);
    }

    private static MarginSample sample(SparseHistogram[] blocks, IntPredicate folds) {
        SparseHistogram merged = new SparseHistogram();
        for (int block = 0; block < blocks.length; block++) {
            if (folds.test(Calibration.fold(block))) {
                merged.merge(blocks[block]);
            }
        }
        return MarginSample.of(merged);
    }
}
