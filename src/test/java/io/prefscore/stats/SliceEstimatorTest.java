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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SliceEstimatorTest {

    private static final TallyPlan PLAN = SimulatedPairs.plan(2);
    private static final EstimatorSettings SETTINGS = new EstimatorSettings(0.95, 200, 7);

    private record Conclusion(
            List<SliceStatistics> models, List<PairedStatistics> againstFirst, PermutationNull permutation) {

        static Conclusion of(SliceEstimator estimator) {
            return new Conclusion(estimator.models(), estimator.againstFirst(), estimator.permutation(1));
        }
    }

    private static byte[] bytes(SliceTally tally) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tally.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static SliceTally read(byte[] bytes) throws IOException {
        return SliceTally.read(new DataInputStream(new ByteArrayInputStream(bytes)), PLAN);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 2", "200, 3"})
    void concludesTheSameToTheLastBitForAnyPartitions(int partitions, long seed) throws IOException {
        Map<Integer, List<List<Pair>>> units = SimulatedPairs.anything(500, 2, seed);
        Conclusion direct = Conclusion.of(SimulatedPairs.estimate(units, PLAN, SETTINGS));

        List<Integer> shuffled = new ArrayList<>(units.keySet());
        Collections.shuffle(shuffled, new Random(seed));
        Map<Integer, byte[]> written = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            for (int at = partition; at < shuffled.size(); at += partitions) {
                int unit = shuffled.get(at);
                written.put(unit, bytes(SimulatedPairs.tally(unit, units.get(unit), PLAN)));
            }
        }
        SliceEstimator gathered = new SliceEstimator(PLAN, SETTINGS);
        for (Map.Entry<Integer, byte[]> tally : written.entrySet()) {
            gathered.add(tally.getKey(), read(tally.getValue()));
        }
        assertThat(Conclusion.of(gathered)).isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "7, 5", "200, 6"})
    void foldsAreTheSameForAnyPartitions(int partitions, long seed) {
        Map<Integer, List<List<Pair>>> units = SimulatedPairs.anything(500, 2, seed);
        MarginFolds allFolds = new MarginFolds(2);
        units.forEach(
                (unit, examples) -> examples.forEach(example -> example.forEach(pair -> allFolds.add(unit, pair))));
        MarginFolds folds = new MarginFolds(2);
        for (int partition = partitions - 1; partition >= 0; partition--) {
            MarginFolds partFolds = new MarginFolds(2);
            int chosen = partition;
            units.forEach((unit, examples) -> examples.forEach(example -> example.forEach(pair -> {
                if (unit % partitions == chosen) {
                    partFolds.add(unit, pair);
                }
            })));
            folds.merge(partFolds);
        }
        assertThat(folds.temperatures()).isDeepEqualTo(allFolds.temperatures());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void isReadAsItWasWritten(long seed) throws IOException {
        SimulatedPairs.anything(50, 2, seed).forEach((unit, examples) -> {
            try {
                byte[] written = bytes(SimulatedPairs.tally(unit, examples, PLAN));
                assertThat(bytes(read(written))).isEqualTo(written);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void turnsRoundWithTheLabels(long seed) {
        Map<Integer, List<List<Pair>>> units = SimulatedPairs.anything(400, 2, seed);
        Map<Integer, List<List<Pair>>> turned = new TreeMap<>();
        units.forEach((unit, examples) -> turned.put(
                unit,
                examples.stream()
                        .map(example -> example.stream().map(Pair::exchanged).toList())
                        .toList()));
        SliceStatistics straight =
                SimulatedPairs.estimate(units, PLAN, SETTINGS).models().get(1);
        SliceStatistics round =
                SimulatedPairs.estimate(turned, PLAN, SETTINGS).models().get(1);
        double ties =
                (double) straight.counts().rewardTies() / straight.counts().used();
        assertThat(ties).isPositive();
        assertThat(value(round, Statistic.ACCURACY))
                .isCloseTo(1 - value(straight, Statistic.ACCURACY) - ties, within(1e-12));
        assertOpposite(straight, round, Statistic.MEAN_MARGIN, 0, 1e-12);
        assertOpposite(straight, round, Statistic.MARGIN_MEDIAN, 0, 1e-12);
        assertOpposite(straight, round, Statistic.ACCURACY_TIES_HALF, 1, 1e-12);
        assertOpposite(straight, round, Statistic.AUC, 1, 1e-12);
        assertOpposite(straight, round, Statistic.LONGEST_WINS, 1, 1e-12);
        assertOpposite(straight, round, Statistic.STYLE_CONTROLLED_ACCURACY, 1, 1e-12);
        assertOpposite(straight, round, Statistic.STRENGTH_CORRELATION, 0, 1e-12);
        assertOpposite(straight, round, Statistic.RATING_CORRELATION, 0, 1e-12);
        assertThat(value(round, Statistic.MARGIN_LENGTH_CORRELATION))
                .isCloseTo(value(straight, Statistic.MARGIN_LENGTH_CORRELATION), within(1e-12));
        assertThat(value(round, Statistic.MEAN_REWARD))
                .isCloseTo(value(straight, Statistic.MEAN_REWARD), within(1e-12));
    }

    private static double value(SliceStatistics statistics, Statistic statistic) {
        return statistics.estimate(statistic).value();
    }

    private static void assertOpposite(
            SliceStatistics straight, SliceStatistics round, Statistic statistic, double sum, double tolerance) {
        assertThat(value(straight, statistic) + value(round, statistic))
                .as(statistic.label())
                .isCloseTo(sum, within(tolerance));
    }

    @Test
    void countsEveryComparisonOnceAndAveragesNoneThatIsNotANumber() {
        Map<Integer, List<List<Pair>>> units = SimulatedPairs.anything(20_000, 2, 31);
        List<SliceStatistics> models = SimulatedPairs.estimate(units, PLAN, new EstimatorSettings(0.95, 0, 1))
                .models();
        for (int model = 0; model < 2; model++) {
            PairCounts expected = countOneByOne(units, model);
            assertThat(models.get(model).counts()).isEqualTo(expected);
            assertThat(expected.comparisons()).isGreaterThan(90_000);
            assertThat(expected.missing()).isPositive();
            assertThat(expected.notANumber()).isPositive();
            assertThat(expected.infinite()).isPositive();
            assertThat(expected.missing()
                            + expected.notANumber()
                            + expected.infinite()
                            + expected.labelTies()
                            + expected.used())
                    .isEqualTo(expected.comparisons());
            for (Statistic statistic : Statistic.values()) {
                assertThat(value(models.get(model), statistic))
                        .as(statistic.label())
                        .isFinite();
            }
        }
    }

    private static PairCounts countOneByOne(Map<Integer, List<List<Pair>>> units, int model) {
        long[] counts = new long[8];
        Set<Long> prompts = new HashSet<>();
        for (List<List<Pair>> examples : units.values()) {
            for (List<Pair> example : examples) {
                for (Pair pair : example) {
                    double preferred = pair.preferredRewards()[model];
                    double other = pair.otherRewards()[model];
                    counts[0]++;
                    if (pair.missing()[model]) {
                        counts[1]++;
                    } else if (Double.isNaN(preferred) || Double.isNaN(other)) {
                        counts[2]++;
                    } else if (Double.isInfinite(preferred) || Double.isInfinite(other)) {
                        counts[3]++;
                    } else if (pair.strength() == 0) {
                        counts[4]++;
                    } else {
                        prompts.add(pair.promptKey());
                        counts[preferred > other ? 5 : preferred < other ? 6 : 7]++;
                    }
                }
            }
        }
        return new PairCounts(
                counts[0], prompts.size(), counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7]);
    }

    @Test
    void hasWidthWhenEveryComparisonIsWon() {
        TallyPlan plan = SimulatedPairs.plan(1);
        SliceEstimator estimator = new SliceEstimator(plan, SETTINGS);
        for (int unit = 0; unit < 12; unit++) {
            SliceTally tally = new SliceTally(plan, Membership.WHOLE_EXAMPLES);
            tally.example(unit, List.of(SimulatedPairs.pair(unit, 2, 1)));
            tally.example(unit, List.of(SimulatedPairs.pair(unit, 3, 1)));
            estimator.add(unit, tally);
        }
        Estimate accuracy = estimator.models().get(0).estimate(Statistic.ACCURACY);
        assertThat(accuracy.value()).isEqualTo(1);
        assertThat(accuracy.high()).isEqualTo(1);
        // Wilson's n / (n + t²) for twelve prompts, t at 11 degrees of freedom: 2.20099
        assertThat(accuracy.low()).isCloseTo(12 / (12 + 2.20099 * 2.20099), within(1e-5));
        assertThat(accuracy.interval()).isEqualTo(Interval.CLUSTER_WILSON);
        assertThat(estimator.models().get(0).estimate(Statistic.AUC)).isEqualTo(accuracy);
    }

    /** Nearly all losses are next to 0 and one is great: θ − t √v is below 0. */
    @Test
    void noLossIsSaidToBeBelowZero() {
        TallyPlan plan = SimulatedPairs.plan(1);
        SliceEstimator estimator = new SliceEstimator(plan, SETTINGS);
        for (int unit = 0; unit < 40; unit++) {
            SliceTally tally = new SliceTally(plan, Membership.WHOLE_EXAMPLES);
            tally.example(unit, List.of(SimulatedPairs.pair(unit, unit == 0 ? -40 : 8, 0)));
            estimator.add(unit, tally);
        }
        for (Statistic loss : List.of(Statistic.LOSS, Statistic.CALIBRATED_LOSS, Statistic.BRIER)) {
            Estimate estimate = estimator.models().get(0).estimate(loss);
            assertThat(estimate.low()).as(loss.label()).isZero();
            assertThat(estimate.high()).as(loss.label()).isGreaterThan(estimate.value());
        }
    }

    @Test
    void aModelWithoutATemperatureHasNoStatisticAtOne() {
        double[][] none = new double[2][Calibration.FOLDS];
        Arrays.fill(none[1], Double.NaN);
        Arrays.fill(none[0], 1);
        TallyPlan plan =
                TallyPlan.exact(new Calibration(none, PLAN.calibration().style()));
        SliceEstimator estimator = SimulatedPairs.estimate(SimulatedPairs.anything(300, 2, 44), plan, SETTINGS);
        SliceStatistics statistics = estimator.models().get(1);
        for (Statistic statistic : List.of(
                Statistic.CALIBRATED_LOSS, Statistic.CALIBRATION_ERROR, Statistic.CALIBRATION_ERROR_BY_CHANCE)) {
            assertThat(statistics.estimate(statistic)).isEqualTo(Estimate.UNDEFINED);
            assertThat(estimator.models().get(0).estimate(statistic).isDefined())
                    .isTrue();
        }
        assertThat(statistics.estimate(Statistic.LOSS).isDefined()).isTrue();
        assertThat(statistics.reliability())
                .allSatisfy(bin -> assertThat(bin.comparisons()).isZero());
        assertThat(estimator.againstFirst().get(0).loss()).isEqualTo(Estimate.UNDEFINED);
        assertThat(estimator.againstFirst().get(0).accuracy().isDefined()).isTrue();
    }

    @Test
    void saysNothingOfASliceWithoutComparisons() {
        SliceStatistics nothing = new SliceEstimator(PLAN, SETTINGS).models().get(0);
        for (Statistic statistic : Statistic.values()) {
            assertThat(nothing.estimate(statistic)).as(statistic.label()).isEqualTo(Estimate.UNDEFINED);
        }
        assertThat(nothing.margins()).isEmpty();
        assertThat(nothing.counts().comparisons()).isZero();
        PairedStatistics paired =
                new SliceEstimator(PLAN, SETTINGS).againstFirst().get(0);
        assertThat(paired.accuracy()).isEqualTo(Estimate.UNDEFINED);
        assertThat(paired.p()).isNaN();
        assertThat(paired.mcNemarP()).isEqualTo(1);
    }

    @Test
    void claimsNoIntervalForASingleUnit() {
        SliceEstimator estimator = new SliceEstimator(PLAN, SETTINGS);
        Map<Integer, List<List<Pair>>> units = SimulatedPairs.anything(200, 2, 41);
        SliceTally tally = new SliceTally(PLAN, Membership.WHOLE_EXAMPLES);
        units.values().forEach(examples -> examples.forEach(example -> tally.example(5, example)));
        estimator.add(5, tally);
        for (Statistic statistic : Statistic.values()) {
            Estimate estimate = estimator.models().get(0).estimate(statistic);
            assertThat(estimate.isDefined()).as(statistic.label()).isTrue();
            assertThat(estimate.interval()).as(statistic.label()).isEqualTo(Interval.NONE);
        }
    }

    @Test
    void leavesWholeExamplesAloneWhereASliceHasOnlyPartOfThem() {
        SliceTally tally = new SliceTally(PLAN, Membership.SINGLE_COMPARISONS);
        SimulatedPairs.anything(200, 2, 42)
                .values()
                .forEach(examples -> examples.forEach(example -> tally.example(0, example)));
        SliceEstimator estimator = new SliceEstimator(PLAN, SETTINGS);
        estimator.add(0, tally);
        SliceStatistics statistics = estimator.models().get(0);
        assertThat(statistics.estimate(Statistic.BEST_OF_N)).isEqualTo(Estimate.UNDEFINED);
        assertThat(statistics.estimate(Statistic.RATING_CORRELATION)).isEqualTo(Estimate.UNDEFINED);
        assertThat(statistics.estimate(Statistic.ACCURACY).isDefined()).isTrue();
    }

    @Test
    void takesUnitsInAscendingOrderOnly() {
        SliceEstimator estimator = new SliceEstimator(PLAN, SETTINGS);
        estimator.add(3, new SliceTally(PLAN, Membership.WHOLE_EXAMPLES));
        assertThatThrownBy(() -> estimator.add(3, new SliceTally(PLAN, Membership.WHOLE_EXAMPLES)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("units must come in ascending order, each once; unit 3 came after unit 3");
    }

    @Test
    void showsEveryComparisonInFewBins() {
        SliceStatistics statistics = SimulatedPairs.estimate(SimulatedPairs.anything(2000, 2, 43), PLAN, SETTINGS)
                .models()
                .get(0);
        for (List<Bin> bins : List.of(statistics.margins(), statistics.preferredRewards(), statistics.otherRewards())) {
            assertThat(bins).hasSizeBetween(20, Histograms.SHOWN_BINS);
            assertThat(bins.stream().mapToLong(Bin::count).sum())
                    .isEqualTo(statistics.counts().used());
            for (int bin = 1; bin < bins.size(); bin++) {
                assertThat(bins.get(bin).from()).isEqualTo(bins.get(bin - 1).to());
            }
        }
    }
}
