package io.prefscore.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.Trials;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often "no trend" is given up where there is none, and where there is one. */
class NoTrendTestTest {

    private static final long SEED = 20261124;
    private static final int DATA_SETS = Trials.of(300, 1000);

    /** So many, and a test at 5 % has its level exactly: one more divides by twenty. */
    private static final int REPLICATES = Trials.of(99, 999);

    @ParameterizedTest
    @CsvSource({
        "4, 0.02, 0, 1",
        "8, 0.02, 0, 1",
        "8, 0.02, 0.01, 1",
        "8, 0, 0.01, 1",
        "16, 0.02, 0.02, 1",
        "8, 0.01, 0.02, 20",
        "16, 0.01, 0.02, 20"
    })
    void isGivenUpInOneOfTwentyFlatDataSets(int points, double scatter, double error, double ratio) {
        int rejected = rejected(points, 0, scatter, error, ratio);
        System.out.printf(
                "flat, %d points, scatter %.2f, standard error %.2f, the largest %.0f times the least, seed %d: given up in %.1f %% of %d data sets%n",
                points, scatter, error, ratio, SEED, 100.0 * rejected / DATA_SETS, DATA_SETS);
        BinomialDistribution nominal = new BinomialDistribution(DATA_SETS, 0.05);
        assertThat(rejected)
                .isBetween(nominal.inverseCumulativeProbability(0.005), nominal.inverseCumulativeProbability(0.995));
    }

    @Test
    void isGivenUpTheOftenerTheLessNoiseThereIs() {
        double[] noises = {0.02, 0.05, 0.1, 0.2, 0.4};
        int[] rejected = Arrays.stream(noises)
                .mapToInt(noise -> rejected(8, 0.05, noise, 0, 1))
                .toArray();
        for (int index = 0; index < noises.length; index++) {
            System.out.printf(
                    "falling as N^-0.05 over 8 sizes, four powers of ten: noise of %.0f %%, given up in %.1f %% of %d data sets%n",
                    100 * noises[index], 100.0 * rejected[index] / DATA_SETS, DATA_SETS);
        }
        assertThat(rejected).isSortedAccordingTo((first, second) -> Integer.compare(second, first));
        assertThat(rejected[0]).isGreaterThan(DATA_SETS * 99 / 100);
    }

    /** One of eight runs failed, its loss doubled, at any size. */
    @Test
    void isGivenUpAsOftenWhereOneRunFailed() {
        double[] sizes = IntStream.range(0, 8)
                .mapToDouble(point -> 4 * Math.log(10) * point / 7)
                .toArray();
        long rejected = IntStream.range(0, DATA_SETS)
                .parallel()
                .filter(index -> {
                    SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + index);
                    int failed = random.nextInt(8);
                    double[] values = IntStream.range(0, 8)
                            .mapToDouble(point -> -0.07 * sizes[point]
                                    + 0.02 * random.nextGaussian()
                                    + (point == failed ? Math.log(2) : 0))
                            .toArray();
                    return test(sizes, values, new double[8]).p() <= Verdicts.LEVEL;
                })
                .count();
        System.out.printf(
                "falling as N^-0.07 over 8 sizes, noise of 2 %%, one run of doubled loss: given up in %.1f %% of %d data sets%n",
                100.0 * rejected / DATA_SETS, DATA_SETS);
        assertThat(rejected).isGreaterThan(DATA_SETS * 95L / 100);
    }

    @Test
    void seesWhatFallsOnlyAtTheEnd() {
        double[] sizes = IntStream.range(0, 10)
                .mapToDouble(index -> index * Math.log(10) / 2)
                .toArray();
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = Arrays.stream(sizes)
                .map(size -> -0.1 * Math.max(0, size - sizes[6]) + 0.01 * random.nextGaussian())
                .toArray();
        TrendTest test = test(sizes, values, new double[sizes.length]);
        assertThat(test.p()).isLessThanOrEqualTo(0.01);
        assertThat(test.direction()).isNegative();
    }

    @Test
    void threePointsAreNotTested() {
        TrendTest test = test(new double[] {1, 2, 3}, new double[] {3, 2, 1}, new double[3]);
        assertThat(test.p()).isNaN();
    }

    /** @param ratio of the largest standard error to the least; {@code error} is in the middle */
    private static int rejected(int points, double slope, double scatter, double error, double ratio) {
        double[] sizes = IntStream.range(0, points)
                .mapToDouble(point -> 4 * Math.log(10) * point / (points - 1))
                .toArray();
        double[] errors = IntStream.range(0, points)
                .mapToDouble(point -> error * Math.pow(ratio, (point * 3 % 4) / 3.0 - 0.5))
                .toArray();
        return (int) IntStream.range(0, DATA_SETS)
                .parallel()
                .filter(index -> {
                    SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + index);
                    double[] values = IntStream.range(0, points)
                            .mapToDouble(point -> -slope * sizes[point]
                                    + scatter * random.nextGaussian()
                                    + errors[point] * random.nextGaussian())
                            .toArray();
                    return test(sizes, values, errors).p() <= Verdicts.LEVEL;
                })
                .count();
    }

    private static TrendTest test(double[] sizes, double[] values, double[] errors) {
        Sample sample = new Sample(Axis.PARAMETERS, sizes, new double[sizes.length], values, errors, new double[0][]);
        return NoTrendTest.of(List.of(sample), new SplittableRandom(SEED), REPLICATES);
    }
}
