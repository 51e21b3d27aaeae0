package io.prefscore.scaling;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Whether points tell a form's parameters apart at its optimum. */
final class Degeneracy {

    /**
     * Least ratio of the singular values of the derivatives, each parameter's taken to length 1. What is below it moves along a
     * valley in which nothing but rounding tells one place from another.
     */
    private static final double LEAST_RATIO = 1e-7;

    private Degeneracy() {}

    /** In words; empty if the fit is sound. */
    static String of(FittedCurve fit) {
        String problem = fit.form().problem(fit.parameters(), fit.sample());
        return problem.isEmpty() && isFlat(fit)
                ? "the points do not tell its parameters apart: others do as well"
                : problem;
    }

    private static boolean isFlat(FittedCurve fit) {
        Sample sample = fit.sample();
        int size = fit.form().size();
        double[][] derivatives = new double[sample.size()][size];
        double[] lengths = new double[size];
        for (int point = 0; point < sample.size(); point++) {
            fit.form().value(fit.parameters(), sample.first()[point], sample.second()[point], derivatives[point]);
            for (int parameter = 0; parameter < size; parameter++) {
                derivatives[point][parameter] /= fit.deviations()[point];
                lengths[parameter] = Math.hypot(lengths[parameter], derivatives[point][parameter]);
            }
        }
        if (Arrays.stream(lengths).anyMatch(length -> length == 0 || !Double.isFinite(length))) {
            return true;
        }
        for (double[] row : derivatives) {
            for (int parameter = 0; parameter < size; parameter++) {
                row[parameter] /= lengths[parameter];
            }
        }
        double[] singular =
                new SingularValueDecomposition(new Array2DRowRealMatrix(derivatives, false)).getSingularValues();
        return singular[size - 1] < LEAST_RATIO * singular[0];
    }
}
