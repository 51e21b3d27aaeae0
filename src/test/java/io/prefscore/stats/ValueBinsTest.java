package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from bins beside what sorting all values gives. */
final class ValueBinsTest {

    private static final int PAIRS = 30_000;
    private static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95};
    private static final List<Statistic> MARGINS = List.of(
            Statistic.MARGIN_P05,
            Statistic.MARGIN_P25,
            Statistic.MARGIN_MEDIAN,
            Statistic.MARGIN_P75,
            Statistic.MARGIN_P95);
    private static final List<Statistic> REWARDS = List.of(
            Statistic.REWARD_P05,
            Statistic.REWARD_P25,
            Statistic.REWARD_MEDIAN,
            Statistic.REWARD_P75,
            Statistic.REWARD_P95);

    /** A reward that is about as much greater as it is preferred. */
    private enum Distribution {
        NORMAL(random -> random.nextGaussian()),
        /** Student's t with two degrees of freedom: no variance. */
        HEAVY_TAILED(random -> random.nextGaussian() / Math.sqrt(random.nextExponential())),
        /** As wide as one another, and a thousand widths apart. */
        TWO_FAR_CLUSTERS(random -> 1_000 * random.nextInt(2) + random.nextGaussian()),
        FAR_FROM_ZERO(random -> 1e6 + random.nextGaussian()),
        BF16_LATTICE(random -> bf16(4 * random.nextGaussian())),
        CONSTANT(random -> 2);

        @SuppressWarnings("ImmutableEnumChecker") // a function of its argument alone
        private final ToDoubleFunction<SplittableRandom> draw;

        Distribution(ToDoubleFunction<SplittableRandom> draw) {
            this.draw = draw;
        }

        Map<Integer, List<List<Pair>>> pairs(int count) {
            SplittableRandom random = new SplittableRandom(name().hashCode());
            Map<Integer, List<List<Pair>>> units = new TreeMap<>();
            for (int pair = 0; pair < count; pair++) {
                double shift = this == CONSTANT ? 0 : this == BF16_LATTICE ? 1 : random.nextDouble();
                double other = draw.applyAsDouble(random);
                units.computeIfAbsent(pair % Units.COUNT, unit -> new ArrayList<>())
                        .add(List.of(SimulatedPairs.pair(pair, draw.applyAsDouble(random) + shift, other)));
            }
            return units;
        }

        private static double bf16(double value) {
            return Float.intBitsToFloat(Float.floatToRawIntBits((float) value) & 0xffff0000);
        }
    }

    private static SliceStatistics statistics(Map<Integer, List<List<Pair>>> units, TallyPlan plan, int replicates) {
        return SimulatedPairs.estimate(units, plan, new EstimatorSettings(0.95, replicates, 1))
                .models()
                .get(0);
    }

    private static Stream<Pair> all(Map<Integer, List<List<Pair>>> units) {
        return units.values().stream().flatMap(List::stream).flatMap(List::stream);
    }

    private static double[] margins(Map<Integer, List<List<Pair>>> units) {
        return all(units).mapToDouble(pair -> pair.margin(0)).sorted().toArray();
    }

    private static double[] preferred(Map<Integer, List<List<Pair>>> units) {
        return all(units)
                .mapToDouble(pair -> pair.preferredRewards()[0])
                .sorted()
                .toArray();
    }

    private static double[] others(Map<Integer, List<List<Pair>>> units) {
        return all(units).mapToDouble(pair -> pair.otherRewards()[0]).sorted().toArray();
    }

    private static double[] rewards(Map<Integer, List<List<Pair>>> units) {
        return Stream.of(preferred(units), others(units))
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
    }

    /** By the ranks of one sample among the other, both sorted. */
    private static double auc(double[] preferred, double[] others) {
        double won = 0;
        int below = 0;
        int notAbove = 0;
        for (double reward : preferred) {
            while (below < others.length && others[below] < reward) {
                below++;
            }
            while (notAbove < others.length && others[notAbove] <= reward) {
                notAbove++;
            }
            won += (below + notAbove) / 2.0;
        }
        return won / preferred.length / others.length;
    }

    @ParameterizedTest
    @EnumSource(Distribution.class)
    void tellsQuantilesWithinHalfAPerCentWhateverTheScale(Distribution distribution) {
        Map<Integer, List<List<Pair>>> units = distribution.pairs(PAIRS);
        SliceStatistics binned = statistics(units, SimulatedPairs.binned(1, units), 0);
        double worst = 0;
        for (int level = 0; level < LEVELS.length; level++) {
            worst = Math.max(worst, error(binned, MARGINS.get(level), margins(units), LEVELS[level]));
            worst = Math.max(worst, error(binned, REWARDS.get(level), rewards(units), LEVELS[level]));
        }
        double auc = auc(preferred(units), others(units));
        double found = binned.estimate(Statistic.AUC).value();
        System.out.printf(
                Locale.ROOT,
                "%s, %d pairs in bins: quantiles at most %.4f %% off, AUC %.6f, exactly %.6f%n",
                distribution,
                PAIRS,
                100 * worst,
                found,
                auc);
        assertThat(worst).isLessThanOrEqualTo(0.005);
        assertThat(found).isCloseTo(auc, within(2e-4));
    }

    private static double error(SliceStatistics statistics, Statistic statistic, double[] sorted, double level) {
        double exact = Intervals.percentile(sorted, level);
        double difference = Math.abs(statistics.estimate(statistic).value() - exact);
        return difference == 0 ? 0 : difference / Math.abs(exact);
    }

    @ParameterizedTest
    @EnumSource(Distribution.class)
    void isExactWhereEachValueHasABinOfItsOwn(Distribution distribution) {
        Map<Integer, List<List<Pair>>> units = distribution.pairs(2_000);
        SliceStatistics exact = statistics(units, SimulatedPairs.plan(1), 0);
        for (int level = 0; level < LEVELS.length; level++) {
            assertThat(exact.estimate(MARGINS.get(level)).value())
                    .isEqualTo(Intervals.percentile(margins(units), LEVELS[level]));
            assertThat(exact.estimate(REWARDS.get(level)).value())
                    .isEqualTo(Intervals.percentile(rewards(units), LEVELS[level]));
        }
        assertThat(exact.estimate(Statistic.AUC).value())
                .isCloseTo(auc(preferred(units), others(units)), within(1e-12));
    }

    /** The temperature comes from bins of margins, and with it the calibration error. */
    @ParameterizedTest
    @EnumSource(
            value = Distribution.class,
            names = {"NORMAL", "HEAVY_TAILED", "BF16_LATTICE"})
    void tellsTheCalibrationErrorAsExactMarginsDo(Distribution distribution) {
        Map<Integer, List<List<Pair>>> units = distribution.pairs(PAIRS);
        double[] margins = margins(units);
        double[] once = new double[margins.length];
        Arrays.fill(once, 1);
        SparseHistogram histogram = new SparseHistogram();
        Arrays.stream(margins).forEach(margin -> histogram.add(LogBins.bin(margin)));
        MarginSample sample = new MarginSample(margins, once);
        double exact = calibrationError(units, Temperature.fit(sample));
        double binned = calibrationError(units, Temperature.fit(MarginSample.of(histogram)));
        System.out.printf(
                Locale.ROOT, "%s: calibration error %.6f, with exact margins %.6f%n", distribution, binned, exact);
        assertThat(binned).isCloseTo(exact, within(5e-4));
    }

    private static double calibrationError(Map<Integer, List<List<Pair>>> units, double temperature) {
        ModelSums sums = new ModelSums();
        all(units).forEach(pair -> {
            double margin = pair.margin(0);
            sums.add(Sum.CALIBRATED, 1);
            sums.addReliability(Logistic.sigmoid(Math.abs(margin) / temperature), ModelTally.right(margin));
        });
        return SumStatistics.calibrationError(sums);
    }

    /** One of 200 comparisons has a reward of −10⁹. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsNoSingleRewardBlurTheOthers(boolean exact) {
        Map<Integer, List<List<Pair>>> units = Distribution.NORMAL.pairs(200);
        units.get(0).set(0, List.of(SimulatedPairs.pair(0, -1e9, 0.5)));
        TallyPlan plan = exact ? SimulatedPairs.plan(1) : SimulatedPairs.binned(1, units);
        SliceStatistics statistics = statistics(units, plan, 200);
        double median = Intervals.percentile(margins(units), 0.5);
        Estimate margin = statistics.estimate(Statistic.MARGIN_MEDIAN);
        assertThat(margin.value()).isCloseTo(median, within(0.005 * median));
        assertThat(margin.low()).isBetween(median - 1, margin.value());
        assertThat(margin.high()).isBetween(margin.value(), median + 1);
        assertThat(statistics.estimate(Statistic.AUC).value())
                .isCloseTo(auc(preferred(units), others(units)), within(1e-3));
        assertThat(statistics.outliers()).isEqualTo(new Outliers(1, -1e9, -1e9));
        assertThat(statistics.margins()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(
            value = Distribution.class,
            names = {"NORMAL", "TWO_FAR_CLUSTERS", "BF16_LATTICE", "CONSTANT"})
    void namesNoOutlierWhereThereIsNone(Distribution distribution) {
        assertThat(statistics(distribution.pairs(2_000), SimulatedPairs.plan(1), 0)
                        .outliers())
                .isEqualTo(Outliers.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, -2, 1e-300, 3e300})
    void valuesThatAreAllEqualAreTheirQuantilesAndTheseHaveNoWidth(double value) {
        Map<Integer, List<List<Pair>>> units = new TreeMap<>();
        for (int pair = 0; pair < 50; pair++) {
            double[] preferred = {value};
            Pair drawn = SimulatedPairs.pair(pair, 0, 0);
            units.put(pair, List.of(List.of(withRewards(drawn, preferred, new double[] {0}))));
        }
        for (TallyPlan plan : List.of(SimulatedPairs.plan(1), SimulatedPairs.binned(1, units))) {
            SliceStatistics statistics = statistics(units, plan, 100);
            for (Statistic statistic : MARGINS) {
                assertThat(statistics.estimate(statistic))
                        .isEqualTo(new Estimate(value, value, value, Interval.BOOTSTRAP));
            }
            assertThat(statistics.margins().stream().mapToLong(Bin::count).sum())
                    .isEqualTo(50);
        }
    }

    private static Pair withRewards(Pair pair, double[] preferred, double[] other) {
        return new Pair(pair.promptKey(), "", 0, 1, Double.NaN, 1, 1, pair.style(), preferred, other, new boolean[1]);
    }

    @Test
    void tellsDoublesApartThatAreOneFloat() {
        Pair pair = withRewards(SimulatedPairs.pair(1, 0, 0), new double[] {1000.000001}, new double[] {1000});
        ModelTally tally = new ModelTally();
        tally.add(pair, 0, 0, SimulatedPairs.plan(1));
        assertThat(tally.sums().of(Sum.AGREEING)).isEqualTo(1);
        assertThat(tally.sums().of(Sum.MARGIN)).isEqualTo(1000.000001 - 1000);
    }

    @Test
    void refusesRewardsWhoseDifferenceIsNoNumber() {
        Pair pair = withRewards(SimulatedPairs.pair(1, 0, 0), new double[] {1e308}, new double[] {-1e308});
        ModelTally tally = new ModelTally();
        tally.add(pair, 0, 0, SimulatedPairs.plan(1));
        assertThat(tally.sums().of(Sum.INFINITE)).isEqualTo(1);
        assertThat(tally.sums().of(Sum.USED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void binsAndFiguresAreTheSameForAnyPartitions(int partitions) throws IOException {
        Map<Integer, List<List<Pair>>> units = Distribution.HEAVY_TAILED.pairs(12_000);
        TallyPlan whole = SimulatedPairs.binned(1, units);
        RewardSketches merged = new RewardSketches(1);
        for (int partition = partitions - 1; partition >= 0; partition--) {
            RewardSketches part = new RewardSketches(1);
            int chosen = partition;
            units.forEach((unit, examples) -> examples.forEach(example -> {
                if (unit % partitions == chosen) {
                    example.forEach(part::add);
                }
            }));
            merged.merge(part);
        }
        TallyPlan plan = TallyPlan.binned(SimulatedPairs.calibration(1), merged);
        SliceEstimator estimator = new SliceEstimator(plan, new EstimatorSettings(0.95, 50, 1));
        for (Map.Entry<Integer, List<List<Pair>>> unit : units.entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            SimulatedPairs.tally(unit.getKey(), unit.getValue(), plan).write(new DataOutputStream(bytes));
            estimator.add(
                    unit.getKey(),
                    SliceTally.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), plan));
        }
        assertThat(estimator.models().get(0)).isEqualTo(statistics(units, whole, 50));
    }

    @Test
    void plannedBinsKeepTheOrderOfValuesAndHoldThem() {
        SplittableRandom random = new SplittableRandom(5);
        ValueSketch sketch = new ValueSketch();
        double[] values = random.doubles(3_000, -1, 1)
                .map(value -> Math.pow(value, 9))
                .sorted()
                .toArray();
        Arrays.stream(values).forEach(sketch::add);
        ValueBins bins = sketch.bins();
        long last = Long.MIN_VALUE;
        for (double value : values) {
            long bin = bins.bin(value);
            assertThat(bin).isGreaterThanOrEqualTo(last);
            double error = Math.abs(value) * bins.relativeError();
            assertThat(value).isBetween(bins.low(bin) - error, bins.high(bin) + error);
            assertThat(bins.low(bins.bin(-value))).isEqualTo(-bins.high(bin));
            last = bin;
        }
        assertThatThrownBy(() -> bins.bin(17))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bins are for the values that they were planned from; found one of magnitude 17.0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-310, 1e-30, 0.3, 1, 1.999, 2, 5, 1e12, 1e300})
    void logarithmicBinsAreWithinAFiveHundredthOfWhatIsInThem(double value) {
        assertThat(LogBins.centre(LogBins.bin(value))).isCloseTo(value, within(0.002 * value + 1e-306));
        assertThat(LogBins.centre(LogBins.bin(-value))).isCloseTo(-value, within(0.002 * value + 1e-306));
    }
}
