package io.prefscore.scaling;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;

/** Where to begin with amounts that enter linearly once exponents are given. */
final class LinearStart {

    /** An amount that comes out negative is taken to be this share of the least value. */
    private static final double LITTLE = 1e-3;

    private static final double RANK = 1e-9;

    private LinearStart() {}

    /**
     * Amounts that make a sum of columns come near values, none of them negative.
     *
     * @param columns by point and then by amount
     * @param values by point, positive
     * @return logarithms of the amounts
     */
    static double[] logAmounts(double[][] columns, double[] values) {
        double[] scales = new double[columns[0].length];
        for (double[] row : columns) {
            for (int column = 0; column < row.length; column++) {
                scales[column] = Math.max(scales[column], row[column]);
            }
        }
        double[] solved = solved(columns, values, scales);
        double least = Arrays.stream(values).min().orElse(1);
        for (int column = 0; column < scales.length; column++) {
            solved[column] = Math.log(Math.max(solved[column], LITTLE * least)) - Math.log(scales[column]);
        }
        return solved;
    }

    /** In units in which each column's greatest entry is 1. */
    private static double[] solved(double[][] columns, double[] values, double[] scales) {
        double[][] scaled = new double[columns.length][scales.length];
        for (int row = 0; row < columns.length; row++) {
            for (int column = 0; column < scales.length; column++) {
                scaled[row][column] = columns[row][column] / scales[column];
            }
        }
        try {
            return new QRDecomposition(new Array2DRowRealMatrix(scaled, false), RANK)
                    .getSolver()
                    .solve(new ArrayRealVector(values, false))
                    .toArray();
        } catch (MathRuntimeException columnsAreAlike) {
            return new double[scales.length];
        }
    }
}
