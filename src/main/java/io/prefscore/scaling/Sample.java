package io.prefscore.scaling;

import io.prefscore.scaling.Measure.Residual;
import java.util.Arrays;
import java.util.List;

/**
 * Points as a form sees them.
 *
 * @param first log x by point, or d; log N where there are two axes
 * @param second log D by point where there are two axes; else zeros
 * @param values on the scale of residuals
 * @param errors standard errors on that scale; 0 where they are not known
 * @param noise what resampling prompts adds to the values, by replicate and then by point; empty where prompts are not at hand
 */
record Sample(Axis axis, double[] first, double[] second, double[] values, double[] errors, double[][] noise) {

    /**
     * Points on an axis.
     *
     * @param resampled by replicate and then by point
     */
    static Sample of(Axis axis, Residual residual, List<Point> points, double[][] resampled) {
        Axis along = axis == Axis.PARAMETERS_AND_DATA ? Axis.PARAMETERS : axis;
        double[] first =
                points.stream().mapToDouble(point -> coordinate(along, point)).toArray();
        double[] second = points.stream()
                .mapToDouble(point -> axis == Axis.PARAMETERS_AND_DATA ? Math.log(point.data()) : 0)
                .toArray();
        double[] values = points.stream()
                .mapToDouble(point -> onScale(residual, point.value()))
                .toArray();
        boolean known = points.stream().allMatch(point -> point.standardError() >= 0);
        double[] errors = points.stream()
                .mapToDouble(point -> known ? error(residual, point) : 0)
                .toArray();
        return new Sample(axis, first, second, values, errors, noise(residual, resampled));
    }

    static double coordinate(Axis along, Point point) {
        return along == Axis.DISTANCE ? point.at(along) : Math.log(point.at(along));
    }

    static double onScale(Residual residual, double value) {
        return residual == Residual.LOGARITHM ? Math.log(value) : value;
    }

    static double offScale(Residual residual, double value) {
        return residual == Residual.LOGARITHM ? Math.exp(value) : value;
    }

    private static double error(Residual residual, Point point) {
        return residual == Residual.LOGARITHM ? point.standardError() / point.value() : point.standardError();
    }

    /** Deviations from the replicates' mean; a replicate in which any point has no value is left out. */
    private static double[][] noise(Residual residual, double[][] resampled) {
        double[][] noise = Arrays.stream(resampled)
                .map(replicate -> Arrays.stream(replicate)
                        .map(value -> onScale(residual, value))
                        .toArray())
                .filter(replicate -> Arrays.stream(replicate).allMatch(Double::isFinite))
                .toArray(double[][]::new);
        if (noise.length == 0) {
            return noise;
        }
        for (int point = 0; point < noise[0].length; point++) {
            double mean = 0;
            for (double[] replicate : noise) {
                mean += replicate[point] / noise.length;
            }
            for (double[] replicate : noise) {
                replicate[point] -= mean;
            }
        }
        return noise;
    }

    int size() {
        return values.length;
    }

    /** The same points with other values. */
    Sample with(double[] other) {
        return new Sample(axis, first, second, other, errors, noise);
    }

    /** The same points without standard errors. */
    Sample alike() {
        return new Sample(axis, first, second, values, new double[values.length], noise);
    }

    /** Some of the points, without noise. */
    Sample only(int[] kept) {
        return new Sample(
                axis, pick(first, kept), pick(second, kept), pick(values, kept), pick(errors, kept), new double[0][]);
    }

    static double[] pick(double[] from, int[] kept) {
        return Arrays.stream(kept).mapToDouble(index -> from[index]).toArray();
    }

    /** Different places, ascending. */
    static double[] distinct(double[] places) {
        return Arrays.stream(places).sorted().distinct().toArray();
    }

    double meanValue() {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    double least() {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    double greatest() {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }
}
