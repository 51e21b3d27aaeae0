package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmallStatisticsTest {

    private static final long[] WHOLE = {
        0, -1, 1, 63, 64, -64, -65, 1L << 40, -(1L << 40), Long.MAX_VALUE, Long.MIN_VALUE
    };

    /** All 2^12 ways to swap the labels of twelve units, against ten thousand random ones. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomSwapsAgreeWithAllSwaps(long seed) {
        double[] leads =
                new SplittableRandom(seed).ints(12, -3, 5).asDoubleStream().toArray();
        double observed = Arrays.stream(leads).sum();
        int asFar = 0;
        for (int signs = 0; signs < 1 << leads.length; signs++) {
            double sum = 0;
            for (int unit = 0; unit < leads.length; unit++) {
                sum += (signs >> unit & 1) == 0 ? leads[unit] : -leads[unit];
            }
            asFar += Math.abs(sum) >= Math.abs(observed) ? 1 : 0;
        }
        double exact = (double) asFar / (1 << leads.length);
        PermutationNull random = PermutationNull.of(leads, 100, 0.95, seed);
        double allowed = 4 * Math.sqrt(exact * (1 - exact) / PermutationNull.SWAPS) + 1e-3;
        assertThat(random.p()).isCloseTo(exact, within(allowed));
        assertThat(random.low()).isLessThan(0.5);
        assertThat(random.high()).isGreaterThan(0.5);
    }

    @Test
    void multipleTestsLeaveOutWhatIsUnknown() {
        assertThat(MultipleTests.benjaminiHochberg(new double[] {0.01, Double.NaN, 0.04, 0.03}))
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(0.03, Double.NaN, 0.04, 0.04);
        assertThat(MultipleTests.benjaminiHochberg(new double[0])).isEmpty();
    }

    @Test
    void mcNemarIsTheBinomialTest() {
        assertThat(McNemar.exact(0, 0)).isEqualTo(1);
        assertThat(McNemar.exact(5, 5)).isEqualTo(1);
        assertThat(McNemar.exact(0, 10)).isCloseTo(2 / 1024.0, within(1e-15));
        // (1 + 10 + 45) / 1024, twice
        assertThat(McNemar.exact(8, 2)).isCloseTo(112 / 1024.0, within(1e-15));
    }

    @Test
    void momentsKeepTheirDigitsFarFromZero() {
        Moments first = Moments.NONE.plus(1e9 + 4).plus(1e9 + 7);
        Moments second = Moments.NONE.plus(1e9 + 13).plus(1e9 + 16);
        assertThat(first.plus(second).mean()).isEqualTo(1e9 + 10);
        assertThat(first.plus(second).standardDeviation()).isCloseTo(Math.sqrt(30), within(1e-9));
        assertThat(Moments.NONE.standardDeviation()).isZero();
    }

    @Test
    void differencesThatAgreeToTheLastComparisonAreNoCertainty() {
        TallyPlan plan = SimulatedPairs.plan(2);
        SliceEstimator estimator = new SliceEstimator(plan, new EstimatorSettings(0.95, 0, 1));
        for (int unit = 0; unit < 5; unit++) {
            SliceTally tally = new SliceTally(plan, Membership.WHOLE_EXAMPLES);
            tally.example(
                    unit,
                    List.of(new Pair(
                            unit,
                            "",
                            0,
                            1,
                            1,
                            1,
                            1,
                            new double[StyleFeature.values().length],
                            new double[] {0, 2},
                            new double[] {1, 1},
                            new boolean[2])));
            estimator.add(unit, tally);
        }
        PairedStatistics paired = estimator.againstFirst().get(0);
        assertThat(paired.accuracy().value()).isEqualTo(1);
        assertThat(paired.onlySecond()).isEqualTo(5);
        assertThat(paired.p()).isEqualTo(1 / 16.0);
    }

    @Test
    void numbersAreReadToTheLastBit() throws IOException {
        double[] numbers = {
            0,
            -0.0,
            1,
            126,
            127,
            128,
            0.1,
            -1,
            0x1p53 - 1,
            0x1p53,
            0x1p53 + 2,
            1e300,
            Double.NaN,
            Double.NEGATIVE_INFINITY
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CompactNumbers.writeNumbers(new DataOutputStream(bytes), numbers);
        for (long whole : WHOLE) {
            CompactNumbers.writeWhole(new DataOutputStream(bytes), whole);
        }
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        double[] read = new double[numbers.length];
        CompactNumbers.readNumbers(input, read);
        for (int at = 0; at < numbers.length; at++) {
            assertThat(Double.doubleToRawLongBits(read[at])).isEqualTo(Double.doubleToRawLongBits(numbers[at]));
        }
        for (long whole : WHOLE) {
            assertThat(CompactNumbers.readWhole(input)).isEqualTo(whole);
        }
        assertThat(input.read()).as("end").isEqualTo(-1);
    }

    @Test
    void adjustsAFamilyOfSlicesInItsOrder() {
        List<PairedStatistics> family = Stream.of(0.04, 0.01, 0.03)
                .map(p -> new PairedStatistics(
                        1, 1, Estimate.UNDEFINED, Estimate.UNDEFINED, 0, 0, p, Double.NaN, 1, Double.NaN))
                .toList();
        assertThat(MultipleTests.adjusted(family).stream().map(PairedStatistics::adjustedP))
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-15 ? 0 : 1, Double.class)
                .containsExactly(0.04, 0.03, 0.04);
    }
}
