package io.prefscore.scaling;

import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Tests whether the residuals of a fit bend along an axis, as those of a wrong form do: the score of a square of log x that is
 * added to the form. Residuals count as the fit counts them, drawn in to where Huber's function bends. Source: C. R. Rao,
 * Proceedings of the Cambridge Philosophical Society 44 (1948), 50–57; robust: E. Ronchetti, Statistics and Probability Letters 3
 * (1985), 21–23.
 */
final class Curvature {

    /** Of the square, the part that the form could not follow must be no less than this. */
    private static final double LEAST_NEW = 1e-3;

    private final FittedCurve fit;
    private final int size;

    private Curvature(FittedCurve fit) {
        this.fit = fit;
        this.size = fit.sample().size();
    }

    /**
     * p of residuals that bend as much where the form is right; of the axis along which they bend most where there are two,
     * Bonferroni having corrected it. NaN where the points are too few, or lie on the curve to rounding.
     */
    static double p(FittedCurve fit) {
        Curvature curvature = new Curvature(fit);
        double[] each = (fit.sample().axis() == Axis.PARAMETERS_AND_DATA
                        ? DoubleStream.of(
                                curvature.along(fit.sample().first()),
                                curvature.along(fit.sample().second()))
                        : DoubleStream.of(curvature.along(fit.sample().first())))
                .filter(p -> !Double.isNaN(p))
                .toArray();
        return DoubleStream.of(each)
                .map(p -> Math.min(1, p * each.length))
                .min()
                .orElse(Double.NaN);
    }

    private double along(double[] places) {
        int degrees = size - fit.form().size() - 1;
        if (degrees < 1 || isExact()) {
            return Double.NaN;
        }
        double[] bend = square(places);
        double length = norm(bend);
        for (double[] direction : directions()) {
            takeOff(direction, bend);
        }
        if (norm(bend) < LEAST_NEW * length) {
            return Double.NaN;
        }
        double[] influence = influence();
        double score = product(bend, influence) / norm(bend);
        double rest = (product(influence, influence) - score * score) / degrees;
        double t = Math.abs(score) / Math.sqrt(Math.max(rest, expected()));
        return 2 * new TDistribution(degrees).cumulativeProbability(-t);
    }

    private boolean isExact() {
        return DoubleStream.of(fit.deviations()).allMatch(deviation -> deviation <= Scatter.LEAST);
    }

    private double[] square(double[] places) {
        double middle = DoubleStream.of(places).average().orElse(0);
        return byPoint(point -> (places[point] - middle) * (places[point] - middle) / fit.deviations()[point]);
    }

    /** Orthonormal directions in which the form moves the points. */
    private double[][] directions() {
        double[][] directions = new double[fit.form().size()][size];
        double[] gradient = new double[directions.length];
        for (int point = 0; point < size; point++) {
            fit.form()
                    .value(
                            fit.parameters(),
                            fit.sample().first()[point],
                            fit.sample().second()[point],
                            gradient);
            for (int parameter = 0; parameter < directions.length; parameter++) {
                directions[parameter][point] = gradient[parameter] / fit.deviations()[point];
            }
        }
        for (int parameter = 0; parameter < directions.length; parameter++) {
            double[] direction = directions[parameter];
            double before = norm(direction);
            for (int other = 0; other < parameter; other++) {
                takeOff(directions[other], direction);
            }
            double length = norm(direction);
            double factor = length > before * 1e-9 ? 1 / length : 0;
            directions[parameter] =
                    DoubleStream.of(direction).map(entry -> entry * factor).toArray();
        }
        return directions;
    }

    private static void takeOff(double[] direction, double[] from) {
        double share = product(direction, from);
        for (int point = 0; point < from.length; point++) {
            from[point] -= share * direction[point];
        }
    }

    private double[] influence() {
        double[] residuals = fit.residuals();
        return byPoint(
                point -> Math.max(-fit.bend(), Math.min(fit.bend(), residuals[point] / fit.deviations()[point])));
    }

    /** What standard errors alone make of a squared influence: residuals smaller than these tell nothing. */
    private double expected() {
        return Scatter.EXPECTED
                * IntStream.range(0, size)
                        .mapToDouble(point -> fit.sample().errors()[point] / fit.deviations()[point])
                        .map(share -> share * share)
                        .min()
                        .orElse(0);
    }

    private double[] byPoint(IntToDoubleFunction value) {
        return IntStream.range(0, size).mapToDouble(value).toArray();
    }

    private static double norm(double[] vector) {
        return Math.sqrt(product(vector, vector));
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int point = 0; point < one.length; point++) {
            sum += one[point] * other[point];
        }
        return sum;
    }
}
