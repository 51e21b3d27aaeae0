package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.Trials;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemperatureTest {

    private static SparseHistogram histogram(double... margins) {
        SparseHistogram histogram = new SparseHistogram();
        for (double margin : margins) {
            histogram.add(LogBins.bin(margin));
        }
        return histogram;
    }

    /** Labels are drawn with the probability that the margin at temperature T states. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 3, 40})
    void findsTheTemperatureThatLabelsWereDrawnAt(double temperature) {
        SplittableRandom random = new SplittableRandom(1);
        double[] margins = new double[200_000];
        double information = 0;
        for (int at = 0; at < margins.length; at++) {
            double size = Math.abs(3 * random.nextGaussian());
            double chance = Logistic.sigmoid(size / temperature);
            margins[at] = random.nextDouble() < chance ? size : -size;
            information += size * size * chance * (1 - chance);
        }
        // Four standard errors of 1/T by Fisher's information, and half a bin, at most 0.2 % of it.
        double allowed = 4 / Math.sqrt(information) * temperature * temperature + 0.002 * temperature;
        assertThat(Temperature.fit(MarginSample.of(histogram(margins)))).isCloseTo(temperature, within(allowed));
    }

    @Test
    void leavesNoBetterTemperatureBesideIt() {
        SplittableRandom random = new SplittableRandom(2);
        double[] margins = random.doubles(300, -1, 2).toArray();
        SparseHistogram histogram = histogram(margins);
        double fitted = Temperature.fit(MarginSample.of(histogram));
        double best = loss(histogram, fitted);
        for (double other = 0.01; other < 100; other *= 1.01) {
            assertThat(loss(histogram, other)).isGreaterThanOrEqualTo(best - 1e-12);
        }
    }

    private static double loss(SparseHistogram histogram, double temperature) {
        double sum = 0;
        for (int row = 0; row < histogram.size(); row++) {
            sum += histogram.count(row) * Logistic.loss(LogBins.centre(histogram.bin(row)) / temperature);
        }
        return sum;
    }

    private static double fit(double... margins) {
        return Temperature.fit(MarginSample.of(histogram(margins)));
    }

    @Test
    void isNoneWhereMarginsDoNotTellIt() {
        assertThat(fit()).as("no margins").isNaN();
        assertThat(fit(0, 0, 0)).as("nothing but ties").isNaN();
        assertThat(fit(new SplittableRandom(3).doubles(300, 0.1, 2).toArray()))
                .as("always right")
                .isNaN();
        assertThat(fit(1, 2, -1, 3)).as("four pairs").isNaN();
        double[] sure = new SplittableRandom(4).doubles(300, 5, 20).toArray();
        sure[0] = -0.01;
        assertThat(fit(sure)).as("wrong only where it is not sure").isNaN();
    }

    @Test
    void isTheGreatestForAModelThatIsNoBetterThanChance() {
        double[] margins = new SplittableRandom(5).doubles(300, -2, 1.5).toArray();
        assertThat(fit(margins)).isGreaterThan(100);
    }

    @Test
    void doesNotFollowASingleHugeMargin() {
        double[] margins = new SplittableRandom(6).doubles(2_000, -1, 2).toArray();
        double fitted = fit(margins);
        margins[0] = 1e9;
        assertThat(fit(margins)).isCloseTo(fitted, within(0.01 * fitted));
    }

    /** Labels drawn at T = 2, alone or three that fall alike to a prompt. */
    @ParameterizedTest
    @CsvSource({"2000, 1", "700, 3"})
    void itsIntervalHoldsTheTruthAsOftenAsItSays(int prompts, int pairsPerPrompt) {
        int samples = Trials.of(400, 2_000);
        int covered = 0;
        double width = 0;
        for (int seed = 0; seed < samples; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SparseHistogram[] blocks = Stream.generate(SparseHistogram::new)
                    .limit(LabelConfidenceFit.BLOCKS)
                    .toArray(SparseHistogram[]::new);
            SparseHistogram all = new SparseHistogram();
            for (int prompt = 0; prompt < prompts; prompt++) {
                double size = Math.abs(Math.rint(48 * random.nextGaussian())) / 16;
                double margin = random.nextDouble() < Logistic.sigmoid(size / 2) ? size : -size;
                blocks[prompt % blocks.length].add(LogBins.bin(margin), pairsPerPrompt);
                all.add(LogBins.bin(margin), pairsPerPrompt);
            }
            Estimate estimate = Temperature.interval(
                    Arrays.stream(blocks).map(MarginSample::of).toList(), MarginSample.of(all), 0.95);
            covered += estimate.low() <= 2 && 2 <= estimate.high() ? 1 : 0;
            width += Math.log(estimate.high() / estimate.low()) / 2 / samples;
        }
        double share = (double) covered / samples;
        System.out.printf(
                Locale.ROOT,
                "temperature of %d prompts with %d pairs each: %.1f %% of %d intervals hold the truth, ±%.1f %% wide%n",
                prompts,
                pairsPerPrompt,
                100 * share,
                samples,
                100 * width);
        assertThat(share).isBetween(0.95 - 3 * Math.sqrt(0.05 * 0.95 / samples), 0.98);
    }
}
