package io.prefscore.stats;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Maximum of Σ log σ(β · x) over the rows x, by Newton's method with halved steps where a whole one would go down. The
 * function is concave, so what is found is the maximum; where it has none, the rows are separable, and so
 * they are called where the climb does not end.
 */
final class LogisticFit {

    private static final int MOST_STEPS = 100;
    private static final int MOST_HALVINGS = 40;
    private static final double CONVERGED = 1e-10;

    /** Part of the likelihood, which is negative, that a step may lose: near the top its gain is less than rounding. */
    private static final double ROUNDING = 1e-12;

    /** A row may be so far on the wrong side, as part of the farthest on the right one, and count as on the boundary. */
    private static final double BOUNDARY = 1e-7;

    /** Part of a column's square that earlier columns must leave unexplained for it to count as a column of its own. */
    private static final double INDEPENDENT = 1e-10;

    private final double[][] rows;
    private double[] coefficients;
    private boolean separable;

    private LogisticFit(double[][] rows) {
        this.rows = rows;
        this.coefficients = new double[rows.length == 0 ? 0 : rows[0].length];
    }

    static LogisticFit of(double[][] rows) {
        LogisticFit fit = new LogisticFit(rows);
        fit.climb();
        return fit;
    }

    double[] coefficients() {
        return coefficients;
    }

    boolean isSeparable() {
        return separable;
    }

    private void climb() {
        double likelihood = logLikelihood(coefficients);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = newtonStep();
            if (separates(direction)) {
                separable = true;
                return;
            }
            double[] next = climbed(direction, likelihood);
            likelihood = logLikelihood(next);
            coefficients = next;
            if (greatest(direction) <= CONVERGED * (1 + greatest(coefficients))) {
                return;
            }
        }
        separable = true;
    }

    private double[] newtonStep() {
        if (coefficients.length == 0) {
            return coefficients;
        }
        double[] gradient = new double[coefficients.length];
        for (double[] row : rows) {
            addTo(gradient, row, Logistic.sigmoid(-product(coefficients, row)));
        }
        return new CholeskyDecomposition(information(), 1e-9, 0)
                .getSolver()
                .solve(MatrixUtils.createRealVector(gradient))
                .toArray();
    }

    private double[] climbed(double[] direction, double likelihood) {
        double scale = 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            double[] next = coefficients.clone();
            addTo(next, direction, scale);
            if (logLikelihood(next) >= likelihood + ROUNDING * likelihood) {
                return next;
            }
            scale /= 2;
        }
        return coefficients;
    }

    /** Whether going this way for ever makes no row less likely and some more: then there is no finite maximum. */
    private boolean separates(double[] direction) {
        double least = 0;
        double most = 0;
        for (double[] row : rows) {
            double reach = product(direction, row);
            least = Math.min(least, reach);
            most = Math.max(most, reach);
        }
        return most > 0 && least >= -BOUNDARY * most;
    }

    /** Σ p(1 − p) x xᵀ at the coefficients. */
    private RealMatrix information() {
        double[][] information = new double[coefficients.length][coefficients.length];
        for (double[] row : rows) {
            double logit = product(coefficients, row);
            double weight = Logistic.sigmoid(logit) * Logistic.sigmoid(-logit);
            for (int index = 0; index < row.length; index++) {
                addTo(information[index], row, weight * row[index]);
            }
        }
        return MatrixUtils.createRealMatrix(information);
    }

    /**
     * Covariance of the coefficients that allows for any dependence within a cluster, with the correction CR1.
     *
     * @param clusters of each row, from 0
     */
    RealMatrix clusterCovariance(int[] clusters, int clusterCount) {
        double[][] scores = new double[clusterCount][coefficients.length];
        for (int row = 0; row < rows.length; row++) {
            addTo(scores[clusters[row]], rows[row], Logistic.sigmoid(-product(coefficients, rows[row])));
        }
        RealMatrix score = MatrixUtils.createRealMatrix(scores);
        RealMatrix bread =
                new CholeskyDecomposition(information(), 1e-9, 0).getSolver().getInverse();
        double correction =
                clusterCount / (clusterCount - 1.0) * ((rows.length - 1.0) / (rows.length - coefficients.length));
        return bread.multiply(score.transposeMultiply(score)).multiply(bread).scalarMultiply(correction);
    }

    private double logLikelihood(double[] candidate) {
        double sum = 0;
        for (double[] row : rows) {
            sum -= Logistic.loss(product(candidate, row));
        }
        return sum;
    }

    /** Columns that vary and are no linear combination of earlier ones, by elimination as in Cholesky's decomposition. */
    static int[] independentColumns(List<LabelRegression.Row> rows, int columns) {
        double[][] products = new double[columns][columns];
        for (LabelRegression.Row row : rows) {
            for (int index = 0; index < columns; index++) {
                addTo(products[index], row.features(), row.features()[index]);
            }
        }
        int[] kept = new int[columns];
        int count = 0;
        double[] squares = new double[columns];
        Arrays.setAll(squares, index -> products[index][index]);
        for (int pivot = 0; pivot < columns; pivot++) {
            if (products[pivot][pivot] > INDEPENDENT * squares[pivot]) {
                kept[count++] = pivot;
                for (int row = pivot + 1; row < columns; row++) {
                    addTo(products[row], products[pivot], -products[row][pivot] / products[pivot][pivot]);
                }
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static void addTo(double[] sum, double[] vector, double scale) {
        for (int index = 0; index < sum.length; index++) {
            sum[index] += scale * vector[index];
        }
    }

    private static double product(double[] left, double[] right) {
        double sum = 0;
        for (int index = 0; index < left.length; index++) {
            sum += left[index] * right[index];
        }
        return sum;
    }

    private static double greatest(double[] vector) {
        return Arrays.stream(vector).map(Math::abs).max().orElse(0);
    }
}
