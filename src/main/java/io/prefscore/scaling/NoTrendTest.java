package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Tests "no trend" against anything that rises or falls along one axis. The statistic is the largest |t| of regressions of the
 * values on shapes: powers of x of several exponents, and lines in log x that begin at one of the sizes. How large it gets
 * without a trend, points drawn about a constant say, each time with a scatter that the points allow for. A shape's exponent has no meaning without a trend, so that no table of
 * likelihood ratios holds; the largest over all shapes does. Source: R. Davies, Biometrika 64 (1977), 247–254, and 74 (1987),
 * 33–43.
 */
final class NoTrendTest {

    /** Replicates, more than of fits as they cost little and corrections over many slices need small p-values. */
    static final int REPLICATES = 9_999;

    /** Fewer leave nothing to tell noise from. */
    static final int FEWEST_POINTS = 4;

    private static final double[] EXPONENTS = {0.1, 0.3, 0.6, 1, 2};

    private static final double PRECISION = 1e-4;

    /** Part of a shape that must be left when its mean is taken off. */
    private static final double LEAST_VARIATION = 1e-9;

    /** By point. */
    private record Shape(Axis axis, double[] values) {}

    private final List<Shape> shapes = new ArrayList<>();
    private final double[] errors;
    /** Of the points, for the values at hand. */
    private final double[] weights;
    /** That of the largest |t| found last. */
    private Shape best = new Shape(Axis.PARAMETERS, new double[0]);

    private NoTrendTest(List<Sample> samples) {
        this.errors = samples.get(0).errors();
        this.weights = new double[errors.length];
        samples.forEach(this::addShapes);
    }

    /**
     * Tests.
     *
     * @param samples the same points along each axis that they vary on; there is one
     */
    static TrendTest of(List<Sample> samples, RandomGenerator random, int replicates) {
        Sample any = samples.get(0);
        NoTrendTest test = new NoTrendTest(samples);
        if (any.size() < FEWEST_POINTS || test.shapes.isEmpty()) {
            return new TrendTest(Double.NaN, any.axis(), Double.NaN, Double.NaN, Double.NaN);
        }
        int degrees = any.size() - 1;
        test.weigh(any.values(), degrees);
        double t = test.largest(any.values());
        Axis axis = test.best.axis();
        double[] flat = new double[any.size()];
        Noise noise = new Noise(any, Double.NaN, random);
        int asLarge = 0;
        for (int replicate = 0; replicate < replicates; replicate++) {
            double scatter = test.weigh(any.values(), Scatter.chiSquare(degrees, random));
            double[] values = noise.about(flat, scatter, replicate);
            test.weigh(values, degrees);
            asLarge += Math.abs(test.largest(values)) >= Math.abs(t) ? 1 : 0;
        }
        return new TrendTest(Math.abs(t), axis, Math.signum(t), (1.0 + asLarge) / (1 + replicates), Double.NaN);
    }

    private void addShapes(Sample sample) {
        double[] places = Sample.distinct(sample.first());
        if (sample.axis() == Axis.DISTANCE) {
            add(sample, distance -> distance);
            Arrays.stream(places).forEach(peak -> add(sample, distance -> distance * (2 * peak - distance)));
            return;
        }
        double middle = (places[0] + places[places.length - 1]) / 2;
        for (double exponent : EXPONENTS) {
            add(sample, size -> -Math.exp(-exponent * (size - middle)));
        }
        for (int size = 0; size + 1 < places.length; size++) {
            double bend = places[size];
            add(sample, place -> Math.max(0, place - bend));
        }
    }

    private void add(Sample sample, DoubleUnaryOperator shape) {
        shapes.add(new Shape(
                sample.axis(), Arrays.stream(sample.first()).map(shape).toArray()));
    }

    /**
     * Sets weights, one over the squares of standard errors and of a scatter that makes the weighted squares about the mean sum
     * up to what is wanted. Wanted is n − 1, their mean without a trend, for the scatter that is to weigh with; a draw of χ² for
     * one that might as well have been the true one, since few points tell little of it. Sources: R. Paule, J. Mandel, Journal
     * of Research of the National Bureau of Standards 87 (1982), 377–385; W. Viechtbauer, Statistics in Medicine 26 (2007),
     * 37–52.
     *
     * @return the scatter; 0 where standard errors alone make the squares no larger
     */
    private double weigh(double[] values, double wanted) {
        if (squares(values, 0) <= wanted) {
            return 0;
        }
        double low = 0;
        double high = Math.max(Scatter.LEAST, spread(values) * Math.sqrt(values.length / wanted));
        while (high - low > PRECISION * high) {
            double middle = (low + high) / 2;
            if (squares(values, middle) > wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        squares(values, high);
        return high;
    }

    private static double spread(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return most - least;
    }

    /** Sets weights for a scatter; weighted squares about the mean. */
    private double squares(double[] values, double scatter) {
        for (int point = 0; point < values.length; point++) {
            weights[point] =
                    1 / Math.max(Scatter.LEAST * Scatter.LEAST, errors[point] * errors[point] + scatter * scatter);
        }
        double mean = mean(values);
        double squares = 0;
        for (int point = 0; point < values.length; point++) {
            squares += weights[point] * (values[point] - mean) * (values[point] - mean);
        }
        return squares;
    }

    private double mean(double[] values) {
        double sum = 0;
        double total = 0;
        for (int point = 0; point < values.length; point++) {
            sum += weights[point] * values[point];
            total += weights[point];
        }
        return sum / total;
    }

    /** The t of largest size over all shapes, at the weights as they are. */
    private double largest(double[] values) {
        double mean = mean(values);
        double total = 0;
        for (int point = 0; point < values.length; point++) {
            total += weights[point] * (values[point] - mean) * (values[point] - mean);
        }
        double most = 0;
        for (Shape shape : shapes) {
            double correlation = total > 0 ? correlation(shape.values(), values, mean, total) : 0;
            if (Math.abs(correlation) > Math.abs(most)) {
                most = correlation;
                best = shape;
            }
        }
        return most * Math.sqrt((values.length - 2) / Math.max(1e-24, 1 - most * most));
    }

    private double correlation(double[] shape, double[] values, double mean, double total) {
        double middle = mean(shape);
        double squares = 0;
        double products = 0;
        double size = 0;
        for (int point = 0; point < values.length; point++) {
            double away = shape[point] - middle;
            squares += weights[point] * away * away;
            products += weights[point] * away * (values[point] - mean);
            size += weights[point] * shape[point] * shape[point];
        }
        return squares > LEAST_VARIATION * size ? products / Math.sqrt(squares * total) : 0;
    }
}
