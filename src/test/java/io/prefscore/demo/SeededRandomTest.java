package io.prefscore.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededRandomTest {

    /** First outputs of S. Vigna's splitmix64.c for the seed 1234567, as Rosetta Code's task "Splitmix64" lists them. */
    @Test
    void givesThePublishedNumbers() {
        SeededRandom random = new SeededRandom(1234567);
        for (String expected : List.of(
                "6457827717110365317",
                "3203168211198807973",
                "9817491932198370423",
                "4593380528125082431",
                "16408922859458223821")) {
            assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void reachesEveryNumberBelowTheBoundEquallyOften(int bound) {
        int draws = 2_000 * bound;
        int[] counts = new int[bound];
        SeededRandom random = new SeededRandom(5);
        for (int i = 0; i < draws; i++) {
            counts[random.below(bound)]++;
        }
        // seven standard deviations of a count with mean 2,000
        for (int count : counts) {
            assertThat(count).isBetween(1_687, 2_313);
        }
    }

    @Test
    void picksSlotsByTheirWidth() {
        double[] cumulative = {0.5, 0.5, 2.0};
        int[] counts = new int[3];
        SeededRandom random = new SeededRandom(5);
        for (int i = 0; i < 40_000; i++) {
            counts[random.pickWeighted(cumulative)]++;
        }
        assertThat(counts[0]).isBetween(9_400, 10_600);
        assertThat(counts[1]).isZero();
    }

    @Test
    void givesOtherNumbersToOtherItemsAndStreams() {
        long first = SeededRandom.of(1, 1, 0).nextLong();
        assertThat(SeededRandom.of(1, 1, 0).nextLong()).isEqualTo(first);
        assertThat(SeededRandom.of(1, 1, 1).nextLong()).isNotEqualTo(first);
        assertThat(SeededRandom.of(1, 2, 0).nextLong()).isNotEqualTo(first);
        assertThat(SeededRandom.of(2, 1, 0).nextLong()).isNotEqualTo(first);
    }
}
