package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NoiseTestTest {

    private static final int SAMPLES = 1_000;
    private static final int PROMPTS = 600;
    /** A margin's in 1: fewer different ones make fits faster. */
    private static final int STEPS = 16;

    /** Pairs of prompts whose pairs are all right or all wrong together, in blocks; wrong with a probability beyond that. */
    private static List<MarginSample> draw(int prompts, int pairsPerPrompt, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SparseHistogram[] blocks = IntStream.range(0, LabelConfidenceFit.BLOCKS)
                .mapToObj(block -> new SparseHistogram())
                .toArray(SparseHistogram[]::new);
        for (int prompt = 0; prompt < prompts; prompt++) {
            double size = Math.ceil(Math.abs(3 * random.nextGaussian()) * STEPS) / STEPS;
            boolean right = random.nextDouble() < Logistic.sigmoid(size);
            boolean wrong = random.nextDouble() < noise;
            long bin = LogBins.bin(right == wrong ? -size : size);
            blocks[prompt % blocks.length].add(bin, pairsPerPrompt);
        }
        return IntStream.range(0, blocks.length)
                .mapToObj(block -> MarginSample.of(blocks[block]))
                .toList();
    }

    private static MarginSample together(List<MarginSample> blocks) {
        SparseHistogram histogram = new SparseHistogram();
        for (MarginSample block : blocks) {
            for (int entry = 0; entry < block.size(); entry++) {
                histogram.add(LogBins.bin(block.margins()[entry]), (long) block.counts()[entry]);
            }
        }
        return MarginSample.of(histogram);
    }

    private static double p(List<MarginSample> blocks) {
        MarginSample all = together(blocks);
        return NoiseTest.p(blocks, all, NoisyTemperature.fit(all));
    }

    private static double share(double[] p, double level) {
        double rejected = 0;
        for (double one : p) {
            rejected += one < level ? 1 : 0;
        }
        return rejected / p.length;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void findsNoNoiseInNearlyAllCleanData(int pairsPerPrompt) {
        double[] p = IntStream.range(0, SAMPLES)
                .mapToDouble(seed -> p(draw(PROMPTS, pairsPerPrompt, 0, seed)))
                .toArray();
        for (double level : List.of(0.05, 0.01, 0.001)) {
            double share = share(p, level);
            double error = Math.sqrt(level * (1 - level) / SAMPLES);
            System.out.printf(
                    Locale.ROOT,
                    "clean data, %d comparisons a prompt: %.4f of %d samples below %.3f; expected %.4f ± %.4f (95 %%)%n",
                    pairsPerPrompt,
                    share,
                    SAMPLES,
                    level,
                    level,
                    1.96 * error);
            assertThat(share).isLessThanOrEqualTo(level + 3 * error);
        }
    }

    @ParameterizedTest
    @CsvSource({"600, 1, 0.1, 0.3", "600, 6, 0.1, 0.3", "2000, 1, 0.1, 0.9", "10000, 1, 0.01, 0.5"})
    void findsNoiseThatIsThere(int prompts, int pairsPerPrompt, double noise, double power) {
        double[] p = IntStream.range(0, 100)
                .mapToDouble(seed -> p(draw(prompts, pairsPerPrompt, noise, seed)))
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%d prompts, %d comparisons each, noise %.2f: %.2f of samples below 0.05, %.2f below 0.001%n",
                prompts,
                pairsPerPrompt,
                noise,
                share(p, 0.05),
                share(p, 0.001));
        assertThat(share(p, 0.001)).isGreaterThanOrEqualTo(power);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void measuresHowMuchPairsOfAPromptGoTogether(int pairsPerPrompt) {
        double mean = IntStream.range(0, 200)
                .mapToDouble(seed -> {
                    List<MarginSample> blocks = draw(PROMPTS, pairsPerPrompt, 0.1, seed);
                    MarginSample all = together(blocks);
                    return NoiseTest.excessVariance(blocks, all, NoisyTemperature.fit(all));
                })
                .average()
                .orElseThrow();
        // Never below 1, so its mean over samples of independent pairs is above it by less than its spread, √(2 / 40).
        assertThat(mean / pairsPerPrompt).isBetween(0.9, 1.25);
    }
}
