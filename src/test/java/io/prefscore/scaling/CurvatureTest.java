package io.prefscore.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.Trials;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Residuals that bend. */
class CurvatureTest {

    private static final long SEED = 20261130;
    private static final int DATA_SETS = Trials.of(300, 2_000);

    private static final double[] PLACES = DoubleStream.of(1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9, 3e9)
            .map(Math::log)
            .toArray();

    /**
     * Where no residual is drawn in, p is that of the square in ordinary least squares. By numpy and scipy, x being log sizes:
     * {@code X = column_stack([ones(8), x, (x - x.mean())**2])}, {@code lstsq(X, y)}, {@code 2 * stats.t.sf(t, 5)}.
     */
    @Test
    void isTheTestOfASquareInOrdinaryLeastSquares() {
        double[] residuals = {.012, -.004, -.003, -.012, -.002, -.010, .008, .011};
        double[] values = IntStream.range(0, PLACES.length)
                .mapToDouble(point -> Math.log(1.4) - 0.07 * PLACES[point] + residuals[point])
                .toArray();
        assertThat(Curvature.p(fit(values, 0))).isCloseTo(0.010769001, within(1e-6));
    }

    @Test
    void oneInTwentyRightFormsHasAPBelowOneTwentieth() {
        for (double error : new double[] {0, 0.01}) {
            long below = IntStream.range(0, DATA_SETS)
                    .parallel()
                    .filter(index -> Curvature.p(fit(noisy(new SplittableRandom(SEED + index)), error)) <= 0.05)
                    .count();
            System.out.printf(
                    "right form, 8 points, standard error %.2f: p at most 0.05 in %.1f %% of %d data sets%n",
                    error, 100.0 * below / DATA_SETS, DATA_SETS);
            BinomialDistribution most = new BinomialDistribution(DATA_SETS, 0.06);
            assertThat(below).isLessThanOrEqualTo(most.inverseCumulativeProbability(0.995));
        }
    }

    private static double[] noisy(SplittableRandom random) {
        return Arrays.stream(PLACES)
                .map(place -> -0.07 * place + 0.01 * random.nextGaussian())
                .toArray();
    }

    @Test
    void aBendOfAFewStandardErrorsIsSeen() {
        double[] values = noisy(new SplittableRandom(SEED));
        double middle = Arrays.stream(PLACES).average().orElseThrow();
        for (int point = 0; point < values.length; point++) {
            values[point] += 0.01 * (PLACES[point] - middle) * (PLACES[point] - middle);
        }
        assertThat(Curvature.p(fit(values, 0))).isLessThan(0.01);
        assertThat(Curvature.p(fit(values, 1))).as("within its standard errors").isGreaterThan(0.5);
    }

    @Test
    void pointsOnTheCurveAndFewPointsTellNothing() {
        double[] line = Arrays.stream(PLACES).map(place -> 1 - 0.07 * place).toArray();
        assertThat(Curvature.p(fit(line, 0))).isNaN();
        FittedCurve three =
                FittedCurve.of(new PowerLaw(), sample(Arrays.copyOf(PLACES, 3), new double[] {1, 3, 2}, 0), Double.NaN);
        assertThat(Curvature.p(three)).isNaN();
    }

    private static FittedCurve fit(double[] values, double error) {
        return FittedCurve.of(new PowerLaw(), sample(PLACES, values, error), Double.NaN);
    }

    private static Sample sample(double[] places, double[] values, double error) {
        double[] errors = new double[values.length];
        Arrays.fill(errors, error);
        return new Sample(Axis.PARAMETERS, places, new double[places.length], values, errors, new double[0][]);
    }
}
