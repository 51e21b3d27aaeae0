package io.prefscore.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.Trials;
import io.prefscore.stats.Estimate;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;

/** Intervals of many points whose residuals have heavy tails and are wider at small sizes than at large ones. */
class ResamplingTest {

    private static final long SEED = 20261130;
    private static final int DATA_SETS = Trials.of(10, 2_000);
    private static final int REPLICATES = Trials.of(39, 99);
    private static final int POINTS = 64;

    /** The sandwich of Huber's regression: P. Huber, Robust Statistics, 1981, 7.6, without the assumption of equal residuals. */
    @Test
    void casesAreAsWideAsTheSandwichAndTheCurveIsNot() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] truth = {0.3, 0.07};
        FittedCurve fit = FittedCurve.of(new PowerLaw(), draw(new PowerLaw(), truth, 200, random), Double.NaN);
        double sandwich = sandwich(fit);
        double cases = halfWidth(fit, Resampling.CASES, random);
        double curve = halfWidth(fit, Resampling.CURVE, random);
        System.out.printf(
                "half widths of α: sandwich %.5f, cases %.5f, about the curve %.5f%n", sandwich, cases, curve);
        assertThat(Resampling.AUTO.of(fit)).isEqualTo(Resampling.CASES);
        assertThat(cases / sandwich).isCloseTo(1, within(0.15));
        assertThat(curve / sandwich).isLessThan(0.9);
    }

    private static double halfWidth(FittedCurve fit, Resampling resampling, SplittableRandom random) {
        ModelBootstrap bootstrap = ModelBootstrap.of(fit, Double.NaN, 400, resampling, random);
        Estimate exponent = ProfileIntervals.of(fit, 1, bootstrap.rise(1, 0.95));
        return (exponent.high() - exponent.low()) / 2;
    }

    private static double sandwich(FittedCurve fit) {
        double[][] bread = new double[2][2];
        double[][] filling = new double[2][2];
        double[] residuals = fit.residuals();
        for (int point = 0; point < residuals.length; point++) {
            double deviation = fit.deviations()[point];
            double standard = Math.abs(residuals[point]) / deviation;
            double influence = Math.min(fit.bend(), standard);
            double[] row = {1 / deviation, -fit.sample().first()[point] / deviation};
            for (int one = 0; one < 2; one++) {
                for (int other = 0; other < 2; other++) {
                    bread[one][other] += standard <= fit.bend() ? row[one] * row[other] : 0;
                    filling[one][other] += influence * influence * row[one] * row[other];
                }
            }
        }
        double determinant = bread[0][0] * bread[1][1] - bread[0][1] * bread[1][0];
        double first = -bread[1][0] / determinant;
        double second = bread[0][0] / determinant;
        double variance =
                first * first * filling[0][0] + 2 * first * second * filling[0][1] + second * second * filling[1][1];
        return 1.959964 * Math.sqrt(variance);
    }

    @Test
    void fewOrNormalResidualsAreDrawnAboutTheCurve() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] truth = {0.3, 0.07};
        FittedCurve few = FittedCurve.of(new PowerLaw(), draw(new PowerLaw(), truth, 49, random), Double.NaN);
        assertThat(Resampling.AUTO.of(few)).isEqualTo(Resampling.CURVE);
        Sample drawn = draw(new PowerLaw(), truth, 200, random);
        double[] normal = IntStream.range(0, drawn.size())
                .mapToDouble(point -> 0.3 - 0.07 * drawn.first()[point] + 0.01 * random.nextGaussian())
                .toArray();
        FittedCurve tame = FittedCurve.of(new PowerLaw(), drawn.with(normal), Double.NaN);
        assertThat(Resampling.AUTO.of(tame)).isEqualTo(Resampling.CURVE);
        assertThat(Resampling.CASES.of(tame)).isEqualTo(Resampling.CASES);
    }

    /** A power law with a floor; in the profile "wide" the share of data sets in which either way held each parameter. */
    @Test
    void casesHoldTheTruth() {
        PowerLawWithFloor form = new PowerLawWithFloor();
        double[] truth = {Math.log(0.3), Math.log(30), 0.3};
        int[][] held = new int[2][truth.length];
        IntStream.range(0, DATA_SETS).parallel().forEach(index -> {
            SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + index);
            FittedCurve fit = FittedCurve.of(form, draw(form, truth, POINTS, random), Double.NaN);
            for (Resampling resampling : new Resampling[] {Resampling.CASES, Resampling.CURVE}) {
                ModelBootstrap bootstrap = ModelBootstrap.of(fit, Double.NaN, REPLICATES, resampling, random);
                for (int parameter = 0; parameter < truth.length; parameter++) {
                    Estimate estimate = ProfileIntervals.of(fit, parameter, bootstrap.rise(parameter, 0.95));
                    double real = form.reported(parameter, truth[parameter]);
                    synchronized (held) {
                        held[resampling == Resampling.CASES ? 0 : 1][parameter] +=
                                estimate.low() <= real && real <= estimate.high() ? 1 : 0;
                    }
                }
            }
        });
        BinomialDistribution nominal = new BinomialDistribution(DATA_SETS, 0.93);
        for (int parameter = 0; parameter < truth.length; parameter++) {
            System.out.printf(
                    "power law with a floor, %d points, heavy and uneven tails, %d data sets: %s held %.1f %% by cases, %.1f %% about the curve%n",
                    POINTS,
                    DATA_SETS,
                    form.kind().parameters().get(parameter),
                    100.0 * held[0][parameter] / DATA_SETS,
                    100.0 * held[1][parameter] / DATA_SETS);
            assertThat(held[0][parameter]).isGreaterThanOrEqualTo(nominal.inverseCumulativeProbability(0.005));
        }
    }

    /** Points from 1e6 to 1e11 parameters with residuals of Student's t with 2 degrees of freedom, twenty times as wide at the least size as at the largest. */
    private static Sample draw(CurveForm form, double[] truth, int points, SplittableRandom random) {
        double[] sizes = IntStream.range(0, points)
                .mapToDouble(point -> Math.log(1e6) + point * Math.log(1e5) / (points - 1))
                .toArray();
        double[] gradient = new double[truth.length];
        double[] values = IntStream.range(0, points)
                .mapToDouble(point -> {
                    double square = (Math.pow(random.nextGaussian(), 2) + Math.pow(random.nextGaussian(), 2)) / 2;
                    double residual = random.nextGaussian() / Math.sqrt(square);
                    return form.value(truth, sizes[point], 0, gradient)
                            + 0.02 * Math.exp(-3.0 * point / points) * residual;
                })
                .toArray();
        return new Sample(Axis.PARAMETERS, sizes, new double[points], values, new double[points], new double[0][]);
    }
}
