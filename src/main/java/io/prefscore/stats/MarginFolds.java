package io.prefscore.stats;

import java.io.Serializable;

/**
 * Part of the second pass: margins of labelled comparisons, by model and fold, from which temperatures are fitted. Holds counts alone,
 * so that merging is exact in any order. For one thread.
 */
public final class MarginFolds implements Serializable {

    private static final long serialVersionUID = 1;

    private final SparseHistogram[][] histograms;

    /**
     * @param models how many models judged each pair
     */
    public MarginFolds(int models) {
        this.histograms = new SparseHistogram[models][Calibration.FOLDS];
        for (SparseHistogram[] folds : histograms) {
            for (int fold = 0; fold < folds.length; fold++) {
                folds[fold] = new SparseHistogram();
            }
        }
    }

    /** Counts a comparison for each model that it can be used for. */
    public void add(int unit, Pair pair) {
        for (int model = 0; model < histograms.length; model++) {
            if (pair.isUsed(model)) {
                histograms[model][Calibration.fold(unit)].add(LogBins.bin(pair.margin(model)));
            }
        }
    }

    /** Adds what was counted elsewhere. */
    public void merge(MarginFolds other) {
        for (int model = 0; model < histograms.length; model++) {
            for (int fold = 0; fold < Calibration.FOLDS; fold++) {
                histograms[model][fold].merge(other.histograms[model][fold]);
            }
        }
    }

    /**
     * Temperatures by model and fold, each fitted on the other folds: what is said of a prompt's confidence was never learned
     * from that prompt.
     */
    public double[][] temperatures() {
        double[][] temperatures = new double[histograms.length][Calibration.FOLDS];
        for (int model = 0; model < histograms.length; model++) {
            for (int fold = 0; fold < Calibration.FOLDS; fold++) {
                temperatures[model][fold] = Temperature.fit(allBut(fold, histograms[model]));
            }
        }
        return temperatures;
    }

    private static SparseHistogram allBut(int left, SparseHistogram[] folds) {
        SparseHistogram others = new SparseHistogram();
        for (int fold = 0; fold < folds.length; fold++) {
            if (fold != left) {
                others.merge(folds[fold]);
            }
        }
        return others;
    }
}
