package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What scaling curves need of the comparisons of one slice and one resampling unit: a mean's sums for every model. Only
 * comparisons that all models have finite rewards for are summed, so that models differ by nothing but themselves. For one
 * thread.
 *
 * <p>Sums of doubles depend on their order, so a unit's comparisons must come in a fixed one.
 */
public final class RunSums {

    private static final int COMPARISONS = 0;
    private static final int TIES = 1;
    private static final int USED = 2;
    private static final int FIRST_MODEL = 3;

    private static final int LOSS = 0;
    private static final int CALIBRATED_LOSS = 1;
    private static final int AGREEING = 2;
    private static final int MARGIN = 3;
    private static final int SUMS_A_MODEL = 4;

    private final double[] values;

    /**
     * @param models how many models judged each pair
     */
    public RunSums(int models) {
        this.values = new double[FIRST_MODEL + SUMS_A_MODEL * models];
    }

    /**
     * Adds a comparison.
     *
     * @param fold of its unit, {@link Calibration#fold}
     * @param temperatures {@code [models][folds]}
     */
    public void add(Pair pair, int fold, double[][] temperatures) {
        values[COMPARISONS] += 1;
        values[TIES] += pair.isLabelTie() ? 1 : 0;
        for (int model = 0; model < temperatures.length; model++) {
            if (!pair.isUsed(model)) {
                return;
            }
        }
        values[USED] += 1;
        for (int model = 0; model < temperatures.length; model++) {
            double margin = pair.margin(model);
            add(model, LOSS, Logistic.loss(margin));
            add(model, CALIBRATED_LOSS, Logistic.loss(margin / temperatures[model][fold]));
            add(model, AGREEING, margin > 0 ? 1 : 0);
            add(model, MARGIN, margin);
        }
    }

    private void add(int model, int sum, double value) {
        values[FIRST_MODEL + SUMS_A_MODEL * model + sum] += value;
    }

    /** All comparisons, used or not. */
    double comparisons() {
        return values[COMPARISONS];
    }

    /** Those of them whose label prefers neither response. */
    double ties() {
        return values[TIES];
    }

    /** Those that are summed. */
    double used() {
        return values[USED];
    }

    double loss(int model) {
        return of(model, LOSS);
    }

    double calibratedLoss(int model) {
        return of(model, CALIBRATED_LOSS);
    }

    double agreeing(int model) {
        return of(model, AGREEING);
    }

    double margin(int model) {
        return of(model, MARGIN);
    }

    private double of(int model, int sum) {
        return values[FIRST_MODEL + SUMS_A_MODEL * model + sum];
    }

    void add(RunSums other, double weight) {
        for (int index = 0; index < values.length; index++) {
            values[index] += weight * other.values[index];
        }
    }

    /** Writes all sums to the last bit. */
    public void write(DataOutput output) throws IOException {
        CompactNumbers.writeNumbers(output, values);
    }

    /** Reads what {@link #write} wrote. */
    public static RunSums read(DataInput input, int models) throws IOException {
        RunSums sums = new RunSums(models);
        CompactNumbers.readNumbers(input, sums.values);
        return sums;
    }
}
