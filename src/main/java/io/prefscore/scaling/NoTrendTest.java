package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Tests "no trend" against anything that rises or falls along one axis. The statistic is the largest |t| of regressions of the
 * values on shapes: powers of x of several exponents, and lines in log x that begin at one of the sizes. Regressions are Huber's, as
 * the fits of forms are, so that a failed run hides no trend from the test that the fits see. How large the statistic gets
 * without a trend, points drawn about a constant say, each time with a scatter that the points allow for. A shape's exponent has
 * no meaning without a trend, so that no table of likelihood ratios holds; the largest over all shapes does. Source: R. Davies, Biometrika 64 (1977), 247–254, and 74 (1987),
 * 33–43.
 */
final class NoTrendTest {

    /** Replicates, more than of fits as they cost little and corrections over many slices need small p-values. */
    static final int REPLICATES = 9_999;

    /** Fewer leave nothing to tell noise from. */
    static final int FEWEST_POINTS = 4;

    /** A line that begins where a single point lies beyond is that point, failed or not. */
    private static final int FEWEST_BEYOND = 2;

    /** After so many replicates with as large a statistic p is known to 3 %. */
    private static final int ENOUGH = 1_000;

    private static final double[] EXPONENTS = {0.1, 0.3, 0.6, 1, 2};

    private static final double PRECISION = 1e-4;

    /** Part of a shape that must be left when its mean is taken off. */
    private static final double LEAST_VARIATION = 1e-9;

    private static final int MOST_STEPS = 60;
    private static final double SETTLED = 0.03;

    /** By point. */
    private record Shape(Axis axis, double[] values) {}

    private final List<Shape> shapes = new ArrayList<>();
    private final double[] errors;
    /** Of the points, for the values at hand. */
    private final double[] weights;
    /** That of the largest |t| found last. */
    private Shape best;

    private NoTrendTest(List<Sample> samples) {
        this.errors = samples.get(0).errors();
        this.weights = new double[errors.length];
        samples.forEach(this::addShapes);
        this.best = shapes.get(0);
    }

    /**
     * Tests. Where p is large, fewer replicates than are wanted tell it. Source: J. Besag, P. Clifford, Biometrika 78 (1991),
     * 301–304.
     *
     * @param samples the same points along each axis that they vary on; there is one
     */
    static TrendTest of(List<Sample> samples, RandomGenerator random, int replicates) {
        Sample any = samples.get(0);
        if (any.size() < FEWEST_POINTS) {
            return new TrendTest(Double.NaN, any.axis(), Double.NaN, Double.NaN, Double.NaN);
        }
        NoTrendTest test = new NoTrendTest(samples);
        int degrees = any.size() - 1;
        test.weigh(any.values(), degrees);
        double t = test.largest(any.values());
        Axis axis = test.best.axis();
        double[] flat = new double[any.size()];
        Noise noise = new Noise(any, Double.NaN, random);
        int asLarge = 0;
        int drawn = 0;
        for (; drawn < replicates && asLarge < ENOUGH; drawn++) {
            double scatter = test.weigh(any.values(), Scatter.chiSquare(degrees, random));
            double[] values = noise.about(flat, scatter, drawn);
            test.weigh(values, degrees);
            asLarge += Math.abs(test.largest(values)) >= Math.abs(t) ? 1 : 0;
        }
        return new TrendTest(Math.abs(t), axis, Math.signum(t), (1.0 + asLarge) / (1 + drawn), Double.NaN);
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
        for (double bend : places) {
            long beyond =
                    Arrays.stream(sample.first()).filter(place -> place > bend).count();
            if (beyond >= FEWEST_BEYOND) {
                add(sample, place -> Math.max(0, place - bend));
            }
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

    /** The t of largest size over all shapes, at the weights as they are; 0 where all values are one to rounding. */
    private double largest(double[] values) {
        double most = 0;
        best = shapes.get(0);
        if (spread(values) <= Scatter.LEAST) {
            return most;
        }
        for (Shape shape : shapes) {
            double t = robust(shape.values(), values);
            if (Math.abs(t) > Math.abs(most)) {
                most = t;
                best = shape;
            }
        }
        return most;
    }

    /**
     * t of Huber's regression on a shape, found as ordinary ones of values that are drawn in to where his function bends. Source:
     * P. Huber, Robust Statistics, 1981, 7.8, modified residuals and proposal 2.
     */
    private double robust(double[] shape, double[] values) {
        Line line = new Line(shape);
        double[] drawn = values.clone();
        line.fit(drawn);
        double deviation = line.deviation(values, Double.POSITIVE_INFINITY);
        double least = deviation * Scatter.LEAST;
        for (int step = 0; step < MOST_STEPS && deviation > least; step++) {
            double bend = Scatter.BEND * deviation;
            double next = line.deviation(values, bend) / Math.sqrt(Scatter.EXPECTED);
            line.drawIn(values, bend, drawn);
            line.fit(drawn);
            boolean settled = Math.abs(next - deviation) <= SETTLED * deviation;
            deviation = next;
            if (settled) {
                break;
            }
        }
        return line.t(drawn, least);
    }

    /** Least squares on a shape, at the weights as they are. */
    private final class Line {

        /** The shape less its mean. */
        private final double[] away;

        private final double squares;
        private double mean;
        private double slope;

        private Line(double[] shape) {
            double middle = mean(shape);
            double variation = 0;
            double size = 0;
            this.away = new double[shape.length];
            for (int point = 0; point < shape.length; point++) {
                away[point] = shape[point] - middle;
                variation += weights[point] * away[point] * away[point];
                size += weights[point] * shape[point] * shape[point];
            }
            this.squares = variation > LEAST_VARIATION * size ? variation : Double.POSITIVE_INFINITY;
        }

        private void fit(double[] values) {
            double products = 0;
            for (int point = 0; point < values.length; point++) {
                products += weights[point] * away[point] * values[point];
            }
            mean = mean(values);
            slope = products / squares;
        }

        private double at(int point) {
            return mean + slope * away[point];
        }

        /** Of values about the line in units of their standard deviations, none counted beyond a bend. */
        private double deviation(double[] values, double bend) {
            double sum = 0;
            for (int point = 0; point < values.length; point++) {
                double residual = values[point] - at(point);
                sum += Math.min(bend * bend, weights[point] * residual * residual);
            }
            return Math.sqrt(sum / (values.length - 2));
        }

        private void drawIn(double[] values, double bend, double[] drawn) {
            for (int point = 0; point < values.length; point++) {
                double farthest = bend / Math.sqrt(weights[point]);
                double line = at(point);
                drawn[point] = Math.max(line - farthest, Math.min(line + farthest, values[point]));
            }
        }

        private double t(double[] values, double least) {
            double deviation = Math.max(least, deviation(values, Double.POSITIVE_INFINITY));
            return deviation > 0 && slope != 0 ? slope * Math.sqrt(squares) / deviation : 0;
        }
    }
}
