package io.prefscore.stats;

import java.io.Serializable;

/**
 * The second pass: margins of labelled comparisons, by model and fold, from which temperatures are fitted. Holds counts alone,
 * so that merging is exact in any order. For one thread.
 */
public final class MarginFolds implements Serializable {

    private static final long serialVersionUID = 1;

    private final double[] widths;
    private final SparseHistogram[][] histograms;

    /**
     * @param widths of the bins of margins, by model
     */
    public MarginFolds(double[] widths) {
        this.widths = widths.clone();
        this.histograms = new SparseHistogram[widths.length][Calibration.FOLDS];
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
                histograms[model][Calibration.fold(unit)].add(BinWidth.bin(pair.margin(model), widths[model]));
            }
        }
    }

    /** Adds what was counted elsewhere with bins of the same widths. */
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
                temperatures[model][fold] = Temperature.fit(allBut(fold, histograms[model]), widths[model]);
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
