package io.prefscore.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LengthHistogramTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithTheSortedValues(long seed) {
        Random random = new Random(seed);
        long[] values = new long[1 + random.nextInt(500)];
        Arrays.setAll(values, index -> (long) Math.exp(random.nextDouble() * Math.log(4e9)) - 1);
        LengthHistogram whole = new LengthHistogram();
        LengthHistogram merged = new LengthHistogram();
        LengthHistogram other = new LengthHistogram();
        for (long value : values) {
            whole.add(value);
            (random.nextBoolean() ? merged : other).add(value);
        }
        merged.merge(other);

        Arrays.sort(values);
        for (LengthHistogram histogram : new LengthHistogram[] {whole, merged}) {
            assertThat(histogram.count()).isEqualTo(values.length);
            assertThat(histogram.sum()).isEqualTo(Arrays.stream(values).sum());
            assertThat(histogram.max()).isEqualTo(values[values.length - 1]);
            assertThat(histogram.mean().orElseThrow())
                    .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-3));
            for (double share : new double[] {0.001, 0.25, 0.5, 0.95, 0.99, 1}) {
                long exact = values[(int) Math.ceil(share * values.length) - 1];
                long found = histogram.quantile(share).orElseThrow();
                assertThat(found)
                        .as("share %s of %d", share, values.length)
                        .isBetween(exact, exact < LengthHistogram.EXACT ? exact : exact + exact / 32);
            }
            for (int single : new int[] {1, 16, 64}) {
                for (LengthHistogram.Bar bar : histogram.bars(single)) {
                    long within = Arrays.stream(values)
                            .filter(value -> value >= bar.from() && value <= bar.to())
                            .count();
                    assertThat(bar.count()).as(bar.toString()).isEqualTo(within);
                }
                assertThat(histogram.bars(single).stream()
                                .mapToLong(LengthHistogram.Bar::count)
                                .sum())
                        .isEqualTo(values.length);
            }
        }
        assertThat(merged.bars(1)).isEqualTo(whole.bars(1));
    }

    @Test
    void showsPowersOfTwoWithoutGaps() {
        LengthHistogram histogram = new LengthHistogram();
        for (long value : new long[] {1, 3, 3, 9, 15}) {
            histogram.add(value);
        }

        assertThat(histogram.bars(1))
                .containsExactly(
                        new LengthHistogram.Bar(1, 1, 1),
                        new LengthHistogram.Bar(2, 3, 2),
                        new LengthHistogram.Bar(4, 7, 0),
                        new LengthHistogram.Bar(8, 15, 2));
        assertThat(histogram.bars(4))
                .containsExactly(
                        new LengthHistogram.Bar(1, 1, 1),
                        new LengthHistogram.Bar(2, 2, 0),
                        new LengthHistogram.Bar(3, 3, 2),
                        new LengthHistogram.Bar(4, 7, 0),
                        new LengthHistogram.Bar(8, 15, 2));
    }

    @Test
    void holdsNothingAtFirst() {
        LengthHistogram empty = new LengthHistogram();

        assertThat(empty.mean()).isEmpty();
        assertThat(empty.quantile(0.5)).isEmpty();
        assertThat(empty.bars(1)).isEmpty();
        assertThat(empty.max()).isZero();
    }

    @Test
    void refusesWhatIsNoLengthOrShare() {
        LengthHistogram histogram = new LengthHistogram();

        assertThatThrownBy(() -> histogram.add(-1)).hasMessageContaining("found -1");
        assertThatThrownBy(() -> histogram.quantile(0)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> histogram.quantile(Double.NaN)).hasMessageContaining("found NaN");
        assertThatThrownBy(() -> histogram.bars(3)).hasMessageContaining("found 3");
    }
}
