package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Every {@link Sum} of one model over some comparisons, and the ten bins of the reliability curve. */
// An EnumMap of boxed numbers would be ten times as large, and there are thousands of these a slice.
@SuppressWarnings("EnumOrdinal")
final class ModelSums {

    /** Bins of confidence, equally wide from 0.5 to 1. */
    static final int BINS = 10;

    private static final int BIN_COUNTS = Sum.COUNT;
    private static final int BIN_CONFIDENCES = BIN_COUNTS + BINS;
    private static final int BIN_AGREEMENTS = BIN_CONFIDENCES + BINS;

    private final double[] values = new double[BIN_AGREEMENTS + BINS];

    void add(Sum sum, double value) {
        values[sum.ordinal()] += value;
    }

    double of(Sum sum) {
        return values[sum.ordinal()];
    }

    /**
     * Counts a comparison into its reliability bin.
     *
     * @param confidence from 0.5 to 1
     * @param agreement 1 where the model agrees with the label, 0 where not, one half where rewards are equal
     */
    void addReliability(double confidence, double agreement) {
        int bin = Math.min(BINS - 1, (int) ((confidence - 0.5) * 2 * BINS));
        values[BIN_COUNTS + bin] += 1;
        values[BIN_CONFIDENCES + bin] += confidence;
        values[BIN_AGREEMENTS + bin] += agreement;
    }

    double binCount(int bin) {
        return values[BIN_COUNTS + bin];
    }

    double binConfidence(int bin) {
        return values[BIN_CONFIDENCES + bin];
    }

    double binAgreement(int bin) {
        return values[BIN_AGREEMENTS + bin];
    }

    void add(ModelSums other) {
        for (int index = 0; index < values.length; index++) {
            values[index] += other.values[index];
        }
    }

    void write(DataOutput output) throws IOException {
        CompactNumbers.writeNumbers(output, values);
    }

    static ModelSums read(DataInput input) throws IOException {
        ModelSums sums = new ModelSums();
        CompactNumbers.readNumbers(input, sums.values);
        return sums;
    }
}
