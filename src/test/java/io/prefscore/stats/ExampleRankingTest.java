package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleRankingTest {

    @Test
    void ranksTheResponsesOfAnExample() {
        ModelSums sums = ranked(example(3, 1, 2));

        assertThat(sums.of(Sum.BEST_KNOWN)).isEqualTo(1);
        assertThat(sums.of(Sum.BEST)).isEqualTo(1);
    }

    @Test
    void ranksNothingWhereTwoExamplesShareIdAndPrompt() {
        List<Pair> both = new ArrayList<>(example(3, 1, 2));
        both.addAll(example(0, 1, 2));

        assertThat(ranked(both).of(Sum.BEST_KNOWN)).isZero();
    }

    private static ModelSums ranked(List<Pair> pairs) {
        ModelSums sums = new ModelSums();
        ExampleRanking.add(pairs, 0, sums);
        return sums;
    }

    /** The first response is right and the others are wrong. */
    private static List<Pair> example(double right, double... wrong) {
        List<Pair> pairs = new ArrayList<>();
        for (int index = 0; index < wrong.length; index++) {
            pairs.add(new Pair(
                    1,
                    "x1",
                    0,
                    index + 1,
                    1,
                    1,
                    1,
                    new double[0],
                    new double[] {right},
                    new double[] {wrong[index]},
                    new boolean[1]));
        }
        return pairs;
    }
}
