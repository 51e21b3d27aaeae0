package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.stats.LabelConfidenceReference.Case;
import io.prefscore.stats.LabelConfidenceReference.Shares;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IsotonicTest {

    static List<Case> cases() {
        return LabelConfidenceReference.load().cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void poolsAsScikitLearnDoes(Case expected) {
        Shares shares = expected.isotonic();
        assertThat(values(Isotonic.of(shares.agreeing(), shares.trials()), shares.trials().length))
                .containsExactly(shares.shares(), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTheGreatestOfTheLeastMeans(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] trials =
                random.ints(1 + random.nextInt(30), 1, 9).asDoubleStream().toArray();
        double[] successes = new double[trials.length];
        for (int index = 0; index < trials.length; index++) {
            successes[index] = random.nextInt((int) trials[index] + 1);
        }
        Isotonic isotonic = Isotonic.of(successes, trials);
        assertThat(values(isotonic, trials.length)).containsExactly(slowly(successes, trials), within(1e-12));
        assertThat(isotonic.shares()).isSorted().doesNotHaveDuplicates();
        assertThat(IntStream.range(0, isotonic.counts().length)
                        .mapToDouble(pool -> isotonic.counts()[pool])
                        .sum())
                .isEqualTo(Arrays.stream(trials).sum());
    }

    private static double[] values(Isotonic isotonic, int size) {
        double[] values = new double[size];
        int pool = -1;
        for (int index = 0; index < size; index++) {
            pool += pool + 1 < isotonic.firsts().length && isotonic.firsts()[pool + 1] == index ? 1 : 0;
            values[index] = isotonic.shares()[pool];
        }
        return values;
    }

    /** At i the greatest over a ≤ i of the least over b ≥ i of the means from a to b. */
    private static double[] slowly(double[] successes, double[] trials) {
        return IntStream.range(0, trials.length)
                .mapToDouble(index -> IntStream.rangeClosed(0, index)
                        .mapToDouble(from -> IntStream.range(index, trials.length)
                                .mapToDouble(to -> sum(successes, from, to) / sum(trials, from, to))
                                .min()
                                .orElseThrow())
                        .max()
                        .orElseThrow())
                .toArray();
    }

    private static double sum(double[] values, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToDouble(index -> values[index])
                .sum();
    }
}
