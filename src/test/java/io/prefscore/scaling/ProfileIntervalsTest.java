package io.prefscore.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.stats.Estimate;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ceilings of accuracies that rise straight in all that is seen: the data bound them from below alone. */
class ProfileIntervalsTest {

    private static final int POINTS = 8;
    private static final double NOISE = 0.006;

    /** Of 40 such sets those whose interval reached down to one half while a profile was looked for from one start alone. */
    @ParameterizedTest
    @ValueSource(longs = {11, 16, 32})
    void endsWhereTheProfileFromAllStartsHasRisen(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sample sample = straight(random);
        FittedCurve fit = FittedCurve.of(new Saturation(), sample, Double.NaN);
        double rise = ModelBootstrap.of(fit, Double.NaN, 200, Resampling.CURVE, random)
                .rise(0, 0.95);
        assertThat(rise).isBetween(1.0, 10.0);

        Estimate ceiling = ProfileIntervals.of(fit, 0, rise);

        assertThat(ceiling.low()).isGreaterThan(sample.greatest() - 0.035);
        assertThat(profile(fit, ceiling.low() - 0.002)).isGreaterThan(rise);
        assertThat(profile(fit, ceiling.low() + 0.002)).isLessThan(rise);
        assertThat(profile(fit, 0.57)).isGreaterThan(100);
    }

    private static Sample straight(SplittableRandom random) {
        double[] sizes = IntStream.range(0, POINTS)
                .mapToDouble(point -> Math.log(1e6) + point * Math.log(1e4) / (POINTS - 1))
                .toArray();
        double[] values = IntStream.range(0, POINTS)
                .mapToDouble(point -> 0.6 + 0.021 * point + NOISE * random.nextGaussian())
                .toArray();
        double[] errors = new double[POINTS];
        Arrays.fill(errors, NOISE);
        return new Sample(Axis.PARAMETERS, sizes, new double[POINTS], values, errors, new double[0][]);
    }

    /** How much twice the objective lies above its minimum where the ceiling is held, the best that any start leads to. */
    private static double profile(FittedCurve fit, double ceiling) {
        double share = 2 * ceiling - 1;
        double[][] starts = fit.form().starts(fit.sample()).toArray(double[][]::new);
        return 2 * (fit.held(0, Math.log(share / (1 - share)), starts).objective() - fit.objective());
    }
}
