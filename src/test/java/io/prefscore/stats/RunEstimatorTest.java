package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.stats.RunEstimator.Mean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunEstimatorTest {

    private static final int MODELS = 3;
    private static final int REPLICATES = 120;
    private static final long SEED = 20_261_124;

    /** A comparison, its unit and what a plain loop makes of it. */
    private record Placed(int unit, Pair pair) {

        boolean isUsed() {
            return !pair.isLabelTie() && pair.isFinite(0) && pair.isFinite(1) && pair.isFinite(2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void saysWhatAPlainLoopOverTheCommonComparisonsSays(long seed) {
        double[][] temperatures = temperatures();
        List<Placed> all = placed(seed);
        List<Placed> used = all.stream().filter(Placed::isUsed).toList();

        RunEstimator estimator = estimator(all, temperatures);

        assertThat(estimator.comparisons()).isEqualTo(all.size());
        assertThat(estimator.ties())
                .isEqualTo(all.stream()
                        .filter(placed -> placed.pair().isLabelTie())
                        .count());
        assertThat(estimator.used()).isEqualTo(used.size()).isLessThan(all.size());
        for (int model = 0; model < MODELS; model++) {
            int of = model;
            expect(estimator, Mean.LOSS, of, used, placed -> loss(placed.pair().margin(of)));
            expect(
                    estimator,
                    Mean.CALIBRATED_LOSS,
                    of,
                    used,
                    placed -> loss(placed.pair().margin(of) / temperatures[of][placed.unit() % Calibration.FOLDS]));
            expect(estimator, Mean.ACCURACY, of, used, placed -> placed.pair().margin(of) > 0 ? 1 : 0);
            expect(estimator, Mean.MARGIN, of, used, placed -> placed.pair().margin(of));
        }
    }

    /** Value, cluster-robust standard error and replicates, from one value a comparison. */
    private static void expect(
            RunEstimator estimator, Mean mean, int model, List<Placed> used, ToDoubleFunction<Placed> value) {
        double expected = used.stream().mapToDouble(value).average().orElseThrow();
        Map<Integer, Double> residuals = new TreeMap<>();
        used.forEach(placed -> residuals.merge(placed.unit(), value.applyAsDouble(placed) - expected, Double::sum));
        double clusters = residuals.size();
        double squares = residuals.values().stream()
                .mapToDouble(residual -> residual * residual)
                .sum();
        double error = Math.sqrt(clusters / (clusters - 1) * squares) / used.size();

        RunEstimator.Measured measured = estimator.measured(mean, model);
        assertThat(measured.value()).as(mean.toString()).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
        assertThat(measured.standardError()).as(mean.toString()).isCloseTo(error, within(1e-9 * error));
        double[][] resampled = estimator.resampled(mean);
        assertThat(resampled).hasDimensions(REPLICATES, MODELS);
        for (int replicate = 0; replicate < REPLICATES; replicate += 40) {
            assertThat(resampled[replicate][model])
                    .isCloseTo(replicate(used, value, replicate), within(1e-12 * Math.abs(expected) + 1e-12));
        }
        double spread = Math.sqrt(Arrays.stream(resampled)
                .mapToDouble(means -> Math.pow(means[model] - expected, 2))
                .average()
                .orElseThrow());
        assertThat(spread / error)
                .as("%s: bootstrap beside cluster-robust", mean)
                .isBetween(0.75, 1.3);
    }

    private static double replicate(List<Placed> used, ToDoubleFunction<Placed> value, int replicate) {
        PoissonWeights weights = new PoissonWeights(SEED, REPLICATES);
        double sum = 0;
        double count = 0;
        for (Placed placed : used) {
            double weight = weights.of(placed.unit(), 1)[replicate];
            sum += weight * value.applyAsDouble(placed);
            count += weight;
        }
        return sum / count;
    }

    @Test
    void leavesOutReplicatesThatDrewNothing() throws IOException {
        Pair pair = new Pair(
                1, "only", 0, 1, Double.NaN, 1, 1, new double[0], new double[] {2}, new double[] {1}, new boolean[1]);
        RunSums sums = new RunSums(1);
        sums.add(pair, 0, new double[][] {{1, 1, 1, 1, 1}});
        RunEstimator estimator = new RunEstimator(1, 1000, SEED);
        estimator.add(7, sums);

        assertThat(estimator.measured(Mean.ACCURACY, 0)).isEqualTo(new RunEstimator.Measured(1, Double.NaN));
        // a unit is left out of a replicate with probability 1/e
        List<double[]> resampled = Arrays.asList(estimator.resampled(Mean.ACCURACY));
        assertThat(resampled).hasSizeBetween(560, 700).allSatisfy(means -> assertThat(means)
                .containsExactly(1));
        assertThatThrownBy(() -> estimator.add(7, sums)).hasMessageContaining("units must come in ascending order");
    }

    private static double[][] temperatures() {
        double[][] temperatures = new double[MODELS][Calibration.FOLDS];
        for (int model = 0; model < MODELS; model++) {
            for (int fold = 0; fold < Calibration.FOLDS; fold++) {
                temperatures[model][fold] = 0.5 + model + 0.1 * fold;
            }
        }
        return temperatures;
    }

    private static List<Placed> placed(long seed) {
        List<Placed> placed = new ArrayList<>();
        SimulatedPairs.anything(400, MODELS, seed)
                .forEach((unit, examples) ->
                        examples.forEach(example -> example.forEach(pair -> placed.add(new Placed(unit, pair)))));
        return placed;
    }

    /** Sums as they are after their way through bytes. */
    private static RunEstimator estimator(List<Placed> all, double[][] temperatures) {
        Map<Integer, RunSums> units = new TreeMap<>();
        all.forEach(placed -> units.computeIfAbsent(placed.unit(), unit -> new RunSums(MODELS))
                .add(placed.pair(), Calibration.fold(placed.unit()), temperatures));
        RunEstimator estimator = new RunEstimator(MODELS, REPLICATES, SEED);
        units.forEach((unit, sums) -> estimator.add(unit, copied(sums)));
        return estimator;
    }

    private static RunSums copied(RunSums sums) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            sums.write(new DataOutputStream(bytes));
            return RunSums.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), MODELS);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static double loss(double margin) {
        return margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin));
    }
}
