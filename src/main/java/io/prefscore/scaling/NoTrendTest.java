package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tests "no trend" against anything that rises or falls along one axis. The statistic is the largest |t| of regressions of the
 * values on shapes: powers of x of several exponents, and lines in log x that begin at one of the sizes. How large it gets
 * without a trend, points drawn about a constant say. A shape's exponent has no meaning without a trend, so that no table of
 * likelihood ratios holds; the largest over all shapes does. Source: R. Davies, Biometrika 64 (1977), 247–254, and 74 (1987),
 * 33–43.
 */
final class NoTrendTest {

    /** Replicates, more than of fits as they cost little and corrections over many slices need small p-values. */
    static final int REPLICATES = 19_999;

    /** Fewer leave nothing to tell noise from. */
    static final int FEWEST_POINTS = 4;

    private static final double[] EXPONENTS = {0.1, 0.3, 0.6, 1, 2};

    /** A shape by point, times the roots of weights, its weighted mean taken off, of length 1. */
    private record Shape(Axis axis, double[] values) {}

    private final List<Shape> shapes = new ArrayList<>();
    private final double[] roots;
    private final double weights;

    private NoTrendTest(double[] deviations) {
        this.roots = Arrays.stream(deviations).map(deviation -> 1 / deviation).toArray();
        this.weights = Arrays.stream(roots).map(root -> root * root).sum();
    }

    /**
     * Tests.
     *
     * @param samples the same points along each axis that they vary on; there is one
     */
    static TrendTest of(List<Sample> samples, double delta, Measure measure, RandomGenerator random) {
        Sample any = samples.get(0);
        if (any.size() < FEWEST_POINTS) {
            return new TrendTest(Double.NaN, any.axis(), Double.NaN, Double.NaN, Double.NaN);
        }
        FittedCurve constant = FittedCurve.of(new Constant(measure.residual()), any, delta);
        NoTrendTest test = new NoTrendTest(constant.deviations());
        samples.forEach(test::addShapes);
        Found found = test.largest(any.values());
        if (found.shape() == null) {
            return new TrendTest(Double.NaN, any.axis(), Double.NaN, Double.NaN, Double.NaN);
        }
        double[] flat = new double[any.size()];
        Noise noise = new Noise(any, constant.scatter(), delta, random);
        int asLarge = 0;
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            asLarge += Math.abs(test.largest(noise.about(flat, replicate)).t()) >= Math.abs(found.t()) ? 1 : 0;
        }
        return new TrendTest(
                Math.abs(found.t()),
                found.shape().axis(),
                Math.signum(found.t()),
                (1.0 + asLarge) / (1 + REPLICATES),
                Double.NaN);
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
        double[] values = centred(Arrays.stream(sample.first()).map(shape).toArray());
        double length = Math.sqrt(dot(values, values));
        double largest =
                Arrays.stream(sample.first()).map(shape).map(Math::abs).max().orElse(0) * Math.sqrt(weights);
        if (length > 1e-9 * largest) {
            shapes.add(new Shape(
                    sample.axis(),
                    Arrays.stream(values).map(value -> value / length).toArray()));
        }
    }

    /** Times the roots of weights, the weighted mean taken off. */
    private double[] centred(double[] values) {
        double mean = 0;
        for (int point = 0; point < values.length; point++) {
            mean += values[point] * roots[point] * roots[point] / weights;
        }
        double[] centred = new double[values.length];
        for (int point = 0; point < values.length; point++) {
            centred[point] = (values[point] - mean) * roots[point];
        }
        return centred;
    }

    /** The shape of largest |t|, and t. */
    private record Found(@Nullable Shape shape, double t) {}

    private Found largest(double[] values) {
        double[] centred = centred(values);
        double total = dot(centred, centred);
        Shape best = null;
        double most = 0;
        for (Shape shape : shapes) {
            double explained = dot(shape.values(), centred);
            if (Math.abs(explained) > Math.abs(most)) {
                most = explained;
                best = shape;
            }
        }
        double left = Math.max(total - most * most, 1e-24 * total) / (values.length - 2);
        return new Found(best, left > 0 ? most / Math.sqrt(left) : 0);
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int index = 0; index < one.length; index++) {
            sum += one[index] * other[index];
        }
        return sum;
    }
}
