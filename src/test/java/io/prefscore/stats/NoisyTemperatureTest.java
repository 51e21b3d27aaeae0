package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.stats.LabelConfidenceReference.Case;
import io.prefscore.stats.LabelConfidenceReference.Fitted;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class NoisyTemperatureTest {

    private static final LabelConfidenceReference REFERENCE = LabelConfidenceReference.load();

    static List<Case> cases() {
        return REFERENCE.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsWhatScipyFinds(Case expected) {
        MarginSample sample = expected.sample(REFERENCE.width());
        compare(sample, NoisyTemperature.fit(sample), expected.fitted());
        compare(sample, NoisyTemperature.fit(sample, expected.known().noise()), expected.known());
        compare(sample, NoisyTemperature.clean(sample), expected.clean());
    }

    private static void compare(MarginSample sample, NoisyTemperature ours, Fitted theirs) {
        assertThat(ours.logLikelihood(sample)).isCloseTo(theirs.logLikelihood(), within(1e-7));
        assertThat(ours.temperature()).isCloseTo(theirs.temperature(), Percentage.withPercentage(0.001));
        assertThat(ours.noise()).isCloseTo(theirs.noise(), within(1e-5));
    }

    /** T and e that labels were drawn with, estimated 200 times: no bias, and the spread that Fisher's information states. */
    @ParameterizedTest
    @CsvSource({"1, 0.05", "1, 0.2", "0.3, 0.1", "20, 0.1"})
    void findsWhatLabelsWereDrawnWith(double temperature, double noise) {
        int samples = 200;
        double logTemperatures = 0;
        double noises = 0;
        int covered = 0;
        double[] errors = {};
        for (int seed = 0; seed < samples; seed++) {
            MarginSample sample = draw(2_000, 4 * temperature, temperature, noise, seed);
            NoisyTemperature fit = NoisyTemperature.fit(sample);
            errors = standardErrors(sample, new NoisyTemperature(temperature, noise));
            logTemperatures += Math.log(fit.temperature() / temperature) / samples;
            noises += fit.noise() / samples;
            covered += Math.abs(fit.noise() - noise) < 1.96 * errors[0] ? 1 : 0;
        }
        // A twentieth of a standard error for what maximum likelihood is biased by, and four of the mean's own.
        assertThat(noises).isCloseTo(noise, within((0.05 + 4 / Math.sqrt(samples)) * errors[0]));
        assertThat(logTemperatures).isCloseTo(0, within((0.05 + 4 / Math.sqrt(samples)) * errors[1]));
        // Four standard errors of a share of 0.95.
        assertThat(covered / (double) samples).isCloseTo(0.95, within(0.062));
    }

    static MarginSample draw(int count, double spread, double temperature, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SparseHistogram histogram = new SparseHistogram();
        for (int drawn = 0; drawn < count; drawn++) {
            double step = temperature / 32;
            double size = step * Math.ceil(Math.abs(spread * random.nextGaussian()) / step);
            boolean right = random.nextDouble() < Logistic.sigmoid(size / temperature);
            boolean wrong = random.nextDouble() < noise;
            histogram.add(LogBins.bin(right == wrong ? -size : size));
        }
        return MarginSample.of(histogram);
    }

    /** Of e and log T, by the expected information of the sample's margins. */
    private static double[] standardErrors(MarginSample sample, NoisyTemperature truth) {
        double noises = 0;
        double both = 0;
        double temperatures = 0;
        for (int entry = 0; entry < sample.size(); entry++) {
            double x = sample.margins()[entry] / truth.temperature();
            double right = Logistic.sigmoid(x);
            double chance = truth.noise() + (1 - 2 * truth.noise()) * right;
            double bySide = 1 - 2 * right;
            double byTemperature = (1 - 2 * truth.noise()) * right * (1 - right) * x;
            double information = sample.counts()[entry] / (chance * (1 - chance));
            noises += information * bySide * bySide;
            both += information * bySide * byTemperature;
            temperatures += information * byTemperature * byTemperature;
        }
        double determinant = noises * temperatures - both * both;
        return new double[] {Math.sqrt(temperatures / determinant), Math.sqrt(noises / determinant)};
    }

    @Test
    void leavesNothingBetterAnywhere() {
        for (int seed = 0; seed < 20; seed++) {
            MarginSample sample = draw(100, 3, 1, 0.15, seed);
            double best = NoisyTemperature.fit(sample).logLikelihood(sample);
            for (double temperature = 0.01; temperature < 100; temperature *= 1.1) {
                for (double noise = 0; noise <= NoisyTemperature.MOST_NOISE; noise += 0.01) {
                    assertThat(new NoisyTemperature(temperature, noise).logLikelihood(sample))
                            .isLessThanOrEqualTo(best + 1e-9);
                }
            }
        }
    }

    private static MarginSample of(double... margins) {
        SparseHistogram histogram = new SparseHistogram();
        for (double margin : margins) {
            histogram.add(LogBins.bin(margin));
        }
        return MarginSample.of(histogram);
    }

    @Test
    void isDefinedWhereTheDataIsPoor() {
        List<MarginSample> poor = List.of(
                of(1, 2, 3),
                of(-1, -2, -3),
                of(1, -1),
                of(5, 5, 5, -5),
                of(0, 0, 0),
                of(1e30, 1, -1),
                of(1, 1, 2, -1e30),
                of(1e-30, -2e-30, 3e-30));
        assertThat(poor).allSatisfy(sample -> {
            for (NoisyTemperature fit : List.of(
                    NoisyTemperature.fit(sample), NoisyTemperature.clean(sample), NoisyTemperature.fit(sample, 0.2))) {
                assertThat(fit.temperature()).isPositive().isFinite();
                assertThat(fit.noise()).isBetween(0.0, NoisyTemperature.MOST_NOISE);
                assertThat(fit.logLikelihood(sample)).isLessThanOrEqualTo(0).isFinite();
            }
        });
    }

    @Test
    void doesNotLetOneHugeMarginSetTheScale() {
        MarginSample sample = draw(2_000, 4, 1, 0.1, 3);
        double[] margins = sample.margins().clone();
        margins[margins.length - 1] = 1e12;
        NoisyTemperature fit = NoisyTemperature.fit(new MarginSample(margins, sample.counts()));
        assertThat(fit.temperature())
                .isCloseTo(NoisyTemperature.fit(sample).temperature(), Percentage.withPercentage(1));
    }
}
