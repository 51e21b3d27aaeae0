package io.prefscore.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RewardDistributionTest {

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    /** Against the definition: the largest distance over all values, by counting. */
    @ParameterizedTest
    @MethodSource("seeds")
    void isWithinABinOfTheExactStatistic(long seed) {
        Random random = new Random(seed);
        double[] first = sample(random, 0, 1);
        double[] second = sample(random, random.nextDouble(), 0.5 + random.nextDouble());

        double exact = 0;
        for (double[] values : List.of(first, second)) {
            for (double value : values) {
                exact = Math.max(exact, Math.abs(shareUpTo(first, value) - shareUpTo(second, value)));
            }
        }

        double distance = distribution(first).distance(distribution(second));
        assertThat(distance).isCloseTo(exact, within(0.01 + 2.0 / Math.min(first.length, second.length)));
        assertThat(distribution(second).distance(distribution(first))).isEqualTo(distance);
        assertThat(distribution(first).distance(distribution(first))).isZero();
    }

    @Test
    void isOneBetweenValuesApartAndZeroBetweenEqualOnes() {
        double[] zeros = new double[500];
        double[] ones = new double[300];
        Arrays.fill(ones, 1);

        assertThat(distribution(zeros).distance(distribution(ones))).isEqualTo(1);
        assertThat(distribution(zeros).distance(distribution(new double[7]))).isZero();
    }

    /** In R: sqrt(-log(0.001 / 2) / 2) * sqrt((n + m) / (n * m)), the usual table's 1.95 √((n + m) / nm). */
    @Test
    void knowsHowFarChanceGoes() {
        RewardDistribution thousand = distribution(new double[1000]);
        RewardDistribution quarter = distribution(new double[250]);

        assertThat(thousand.chance(thousand)).isCloseTo(0.0871832, within(1e-6));
        assertThat(thousand.chance(quarter)).isCloseTo(0.1378487, within(1e-6));
    }

    /** Sizes from 200 on, values rounded in every other sample, so that some of them repeat. */
    private static double[] sample(Random random, double shift, double scale) {
        int size = 200 + random.nextInt(800);
        boolean rounded = random.nextBoolean();
        return IntStream.range(0, size)
                .mapToDouble(place -> shift + scale * random.nextGaussian())
                .map(value -> rounded ? Math.rint(2 * value) / 2 : value)
                .toArray();
    }

    private static double shareUpTo(double[] values, double limit) {
        return (double) Arrays.stream(values).filter(value -> value <= limit).count() / values.length;
    }

    private static RewardDistribution distribution(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        List<Double> quantiles = new ArrayList<>();
        for (int point = 0; point < RewardDistribution.POINTS; point++) {
            quantiles.add(sorted[(int) ((point + 0.5) / RewardDistribution.POINTS * sorted.length)]);
        }
        return new RewardDistribution("all", values.length, quantiles);
    }
}
