package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Sums from which the regression of margins on style follows, kept per model and fold so that each fold's coefficients can
 * rest on the other folds.
 *
 * <p>The regression is least squares without an intercept over pairs in random orientation. No coin is needed for that:
 * turning a pair round changes the signs of its features x and of its margin y together, so x xᵀ and x y, all that the
 * estimate (Σ x xᵀ)⁻¹ Σ x y is made of, stay as they are, and with them the coefficients. The preferred-less-other form that a
 * {@link Pair} has gives what any orientation gives. An intercept would break this: in this form it would take the mean
 * margin, which is what the model knows of the labels.
 *
 * <p>Comparisons count that are labelled, have two finite rewards of the model, and whose style is known. Mergeable;
 * not thread-safe.
 */
public final class StyleMoments {

    /** Below so many comparisons a feature, only the {@link StyleFeature#REPORTED} ones are fitted: more would fit noise. */
    static final int COMPARISONS_PER_FEATURE = 20;

    /** Of the greatest eigenvalue of the features' correlations: directions below this are one feature said twice. */
    private static final double SMALLEST_EIGENVALUE = 1e-12;

    private static final List<StyleFeature> ALL = List.of(StyleFeature.values());
    private static final int FEATURES = ALL.size();
    private static final int PRODUCTS = 1 + FEATURES;
    private static final int SIZE = PRODUCTS + FEATURES * (FEATURES + 1) / 2;

    /** {@code [models][folds]}: count, Σ x y, then the lower triangle of Σ x xᵀ by rows. */
    private final double[][][] sums;

    /** No comparisons yet. */
    public StyleMoments(int models) {
        sums = new double[models][Calibration.FOLDS][SIZE];
    }

    /**
     * Adds a comparison to the models for which it counts.
     *
     * @param unit resampling unit of the comparison's prompt
     */
    public void add(int unit, Pair pair) {
        if (pair.isLabelTie() || Double.isNaN(pair.style()[0])) {
            return;
        }
        for (int model = 0; model < sums.length; model++) {
            double margin = pair.margin(model);
            if (Double.isFinite(margin)) {
                add(sums[model][Calibration.fold(unit)], pair.style(), margin);
            }
        }
    }

    private static void add(double[] sum, double[] style, double margin) {
        sum[0]++;
        int row = PRODUCTS;
        for (int feature = 0; feature < FEATURES; feature++) {
            double value = style[feature];
            // most pairs differ in few features
            if (value != 0) {
                sum[1 + feature] += value * margin;
                for (int earlier = 0; earlier <= feature; earlier++) {
                    sum[row + earlier] += value * style[earlier];
                }
            }
            row += feature + 1;
        }
    }

    /** Adds what another one has seen. */
    public void merge(StyleMoments other) {
        for (int model = 0; model < sums.length; model++) {
            for (int fold = 0; fold < Calibration.FOLDS; fold++) {
                accumulate(sums[model][fold], other.sums[model][fold]);
            }
        }
    }

    private static void accumulate(double[] into, double[] from) {
        for (int index = 0; index < SIZE; index++) {
            into[index] += from[index];
        }
    }

    /**
     * Reward per unit of style difference, {@code [models][folds][features]}, each fold's from the other folds. 0 for a feature
     * that never differs there, and for all where there is nothing to fit.
     */
    public double[][][] coefficients() {
        double[][][] coefficients = new double[sums.length][Calibration.FOLDS][];
        for (int model = 0; model < sums.length; model++) {
            for (int fold = 0; fold < Calibration.FOLDS; fold++) {
                coefficients[model][fold] = fit(otherFolds(model, fold));
            }
        }
        return coefficients;
    }

    /**
     * How many features a model's coefficients are of in the fold that has fewest, varying or not: all, or with few comparisons
     * those that are {@link StyleFeature#REPORTED}.
     */
    public int features(int model) {
        return IntStream.range(0, Calibration.FOLDS)
                .map(fold -> features(otherFolds(model, fold)))
                .min()
                .orElseThrow();
    }

    private static int features(double[] sum) {
        boolean enough = sum[0] >= (double) COMPARISONS_PER_FEATURE * FEATURES;
        return enough ? FEATURES : StyleFeature.REPORTED.size();
    }

    /** Features in which no two responses of any comparison differ, so that nothing can be said of them. */
    public List<StyleFeature> unvarying() {
        List<StyleFeature> unvarying = new ArrayList<>();
        for (int feature = 0; feature < FEATURES; feature++) {
            int square = index(feature, feature);
            boolean varies = Arrays.stream(sums).flatMap(Arrays::stream).anyMatch(fold -> fold[square] > 0);
            if (!varies) {
                unvarying.add(ALL.get(feature));
            }
        }
        return unvarying;
    }

    private double[] otherFolds(int model, int fold) {
        double[] total = new double[SIZE];
        for (int other = 0; other < Calibration.FOLDS; other++) {
            if (other != fold) {
                accumulate(total, sums[model][other]);
            }
        }
        return total;
    }

    private static double[] fit(double[] sum) {
        int[] varying = IntStream.range(0, features(sum))
                .filter(feature -> sum[index(feature, feature)] > 0)
                .toArray();
        return varying.length == 0 ? new double[FEATURES] : fit(sum, varying);
    }

    /** Least squares in units of each feature's size. */
    private static double[] fit(double[] sum, int[] features) {
        double[] sizes = Arrays.stream(features)
                .mapToDouble(feature -> Math.sqrt(sum[index(feature, feature)]))
                .toArray();
        RealMatrix squares = MatrixUtils.createRealMatrix(features.length, features.length);
        RealVector products = MatrixUtils.createRealVector(new double[features.length]);
        for (int row = 0; row < features.length; row++) {
            products.setEntry(row, sum[1 + features[row]] / sizes[row]);
            for (int column = 0; column <= row; column++) {
                double value = sum[index(features[row], features[column])] / (sizes[row] * sizes[column]);
                squares.setEntry(row, column, value);
                squares.setEntry(column, row, value);
            }
        }
        RealVector solution = pseudoInverseTimes(squares, products);
        double[] coefficients = new double[FEATURES];
        for (int row = 0; row < features.length; row++) {
            coefficients[features[row]] = solution.getEntry(row) / sizes[row];
        }
        return coefficients;
    }

    /** The smallest solution where features say the same twice, as heading counts of 0 and 1 and whether there is any do. */
    private static RealVector pseudoInverseTimes(RealMatrix matrix, RealVector vector) {
        EigenDecompositionSymmetric decomposition = new EigenDecompositionSymmetric(matrix);
        RealVector solution = MatrixUtils.createRealVector(new double[vector.getDimension()]);
        double smallest = SMALLEST_EIGENVALUE * decomposition.getEigenvalue(0);
        for (int index = 0; index < vector.getDimension(); index++) {
            double eigenvalue = decomposition.getEigenvalue(index);
            if (eigenvalue > smallest) {
                RealVector direction = decomposition.getEigenvector(index);
                solution = solution.add(direction.mapMultiply(direction.dotProduct(vector) / eigenvalue));
            }
        }
        return solution;
    }

    private static int index(int row, int column) {
        return PRODUCTS + row * (row + 1) / 2 + column;
    }

    /** Writes what {@link #read} reads. */
    public void write(DataOutput output) throws IOException {
        output.writeInt(sums.length);
        for (double[][] model : sums) {
            for (double[] fold : model) {
                for (double value : fold) {
                    output.writeDouble(value);
                }
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public static StyleMoments read(DataInput input) throws IOException {
        StyleMoments moments = new StyleMoments(input.readInt());
        for (double[][] model : moments.sums) {
            for (double[] fold : model) {
                for (int index = 0; index < SIZE; index++) {
                    fold[index] = input.readDouble();
                }
            }
        }
        return moments;
    }
}
