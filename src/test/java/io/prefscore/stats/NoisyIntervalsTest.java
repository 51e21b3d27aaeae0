package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.Trials;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoisyIntervalsTest {

    private static final double TEMPERATURE = 1.5;

    private static SparseHistogram[] draw(int prompts, int pairsPerPrompt, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SparseHistogram[] blocks = Stream.generate(SparseHistogram::new)
                .limit(LabelConfidenceFit.BLOCKS)
                .toArray(SparseHistogram[]::new);
        for (int prompt = 0; prompt < prompts; prompt++) {
            double size = Math.ceil(Math.abs(60 * random.nextGaussian())) / 10;
            boolean right = random.nextDouble() < Logistic.sigmoid(size / TEMPERATURE);
            boolean wrong = random.nextDouble() < noise;
            blocks[prompt % blocks.length].add(LogBins.bin(right == wrong ? -size : size), pairsPerPrompt);
        }
        return blocks;
    }

    private static MarginSample together(SparseHistogram[] blocks) {
        SparseHistogram all = new SparseHistogram();
        Arrays.stream(blocks).forEach(all::merge);
        return MarginSample.of(all);
    }

    private static NoisyIntervals of(SparseHistogram[] blocks, NoisyTemperature fitted, boolean known) {
        List<MarginSample> samples = Arrays.stream(blocks).map(MarginSample::of).toList();
        return new NoisyIntervals(samples, fitted, known, 0.95);
    }

    /** Comparisons of a prompt fall alike. */
    @ParameterizedTest
    @CsvSource({"2000, 1, 0.1", "2000, 1, 0.2", "2000, 3, 0.1"})
    void holdTheTruthAsOftenAsTheySay(int prompts, int pairsPerPrompt, double noise) {
        int samples = Trials.of(100, 2_000);
        double[] held = new double[2];
        double[] width = new double[2];
        for (int seed = 0; seed < samples; seed++) {
            SparseHistogram[] blocks = draw(prompts, pairsPerPrompt, noise, seed);
            NoisyIntervals intervals = of(blocks, NoisyTemperature.fit(together(blocks)), false);
            Estimate noises = intervals.noise();
            Estimate temperature = intervals.temperature();
            held[0] += noises.low() <= noise && noise <= noises.high() ? 1.0 / samples : 0;
            held[1] += temperature.low() <= TEMPERATURE && TEMPERATURE <= temperature.high() ? 1.0 / samples : 0;
            width[0] += (noises.high() - noises.low()) / 2 / samples;
            width[1] += Math.log(temperature.high() / temperature.low()) / 2 / samples;
        }
        System.out.printf(
                Locale.ROOT,
                "%d prompts, %d pairs each, noise %.2f: of %d intervals of the noise %.1f %% hold the truth, ±%.1f points wide;"
                        + " of the temperature %.1f %%, ±%.0f %%%n",
                prompts,
                pairsPerPrompt,
                noise,
                samples,
                100 * held[0],
                100 * width[0],
                100 * held[1],
                100 * width[1]);
        double allowed = 3 * Math.sqrt(0.05 * 0.95 / samples);
        assertThat(held[0]).isBetween(0.95 - allowed, 0.98 + allowed / 3);
        assertThat(held[1]).isBetween(0.95 - allowed, 0.98 + allowed / 3);
    }

    @Test
    void sayNothingOfNoiseThatIsGivenOrNone() {
        SparseHistogram[] blocks = draw(1_000, 1, 0.1, 1);
        MarginSample all = together(blocks);
        for (NoisyTemperature fitted : List.of(NoisyTemperature.clean(all), NoisyTemperature.fit(all, 0.1))) {
            NoisyIntervals intervals = of(blocks, fitted, true);
            assertThat(intervals.noise()).isEqualTo(Estimate.of(fitted.noise()));
            Estimate temperature = intervals.temperature();
            assertThat(temperature.value()).isEqualTo(fitted.temperature());
            assertThat(temperature.low()).isPositive().isLessThan(temperature.value());
            assertThat(temperature.high()).isGreaterThan(temperature.value());
        }
    }
}
