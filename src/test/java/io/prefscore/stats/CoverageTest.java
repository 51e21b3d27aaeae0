package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.Trials;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often intervals hold the truth, over data sets drawn from a population whose truth is known and whose comparisons come in
 * prompts of their own.
 */
final class CoverageTest {

    private static final long SEED = 20_261_123;
    private static final int PROMPTS = 300;
    private static final double MEAN = 0.7;
    private static final double BETWEEN = 0.8;
    private static final double WITHIN = 1;
    private static final double SPREAD = Math.hypot(BETWEEN, WITHIN);
    private static final NormalDistribution NORMAL = new NormalDistribution();

    /** Quantiles of the normal distribution at 97.5 % and 99.5 %. */
    private static final double Z95 = 1.959963984540054;

    private static final double Z99 = 2.5758293035489004;

    private static final class Hits {
        private int ours;
        private int naive;
        private double width;
    }

    @Test
    void analyticIntervalsHoldTheTruthAsOftenAsTheySay() {
        int samples = Trials.of(500, 2000);
        Map<Statistic, Double> truth = new EnumMap<>(Map.of(
                Statistic.ACCURACY, NORMAL.cumulativeProbability(MEAN / SPREAD),
                Statistic.LOSS, expectation(Logistic::loss),
                Statistic.MEAN_MARGIN, MEAN));
        Map<Statistic, Hits> hits = simulate(samples, 0, truth);
        double allowed = Z99 * Math.sqrt(0.95 * 0.05 / samples);
        hits.forEach((statistic, counted) -> {
            assertThat((double) counted.ours / samples).as(statistic.label()).isBetween(0.95 - allowed, 0.95 + allowed);
            assertThat((double) counted.naive / samples).as(statistic.label()).isLessThan(0.93);
        });
    }

    @Test
    void bootstrapIntervalsHoldTheTruthAboutAsOften() {
        int samples = Trials.of(200, 500);
        int replicates = Trials.of(200, 400);
        Map<Statistic, Double> truth = new EnumMap<>(Map.of(
                Statistic.AUC,
                NORMAL.cumulativeProbability(MEAN / Math.sqrt(2 * (1 + SPREAD * SPREAD / 4))),
                Statistic.MARGIN_MEDIAN,
                MEAN,
                Statistic.MARGIN_P05,
                MEAN + SPREAD * NORMAL.inverseCumulativeProbability(0.05)));
        Map<Statistic, Hits> hits = simulate(samples, replicates, truth);
        BinomialDistribution nominal = new BinomialDistribution(samples, 0.95);
        hits.forEach((statistic, counted) -> assertThat(counted.ours)
                .as(statistic.label())
                .isBetween(nominal.inverseCumulativeProbability(0.005), nominal.inverseCumulativeProbability(0.995)));
    }

    private static Map<Statistic, Hits> simulate(int samples, int replicates, Map<Statistic, Double> truth) {
        SplittableRandom random = new SplittableRandom(SEED);
        TallyPlan plan = SimulatedPairs.plan(1);
        Map<Statistic, Hits> hits = new EnumMap<>(Statistic.class);
        for (int sample = 0; sample < samples; sample++) {
            Map<Integer, List<List<Pair>>> units =
                    SimulatedPairs.clustered(PROMPTS, MEAN, BETWEEN, WITHIN, random.split());
            EstimatorSettings settings = new EstimatorSettings(0.95, replicates, sample);
            SliceStatistics statistics =
                    SimulatedPairs.estimate(units, plan, settings).models().get(0);
            truth.forEach((statistic, value) -> count(
                    hits.computeIfAbsent(statistic, fresh -> new Hits()),
                    statistics.estimate(statistic),
                    naive(statistic, units),
                    value));
        }
        hits.forEach((statistic, counted) -> print(statistic, counted, samples, truth.get(statistic)));
        return hits;
    }

    private static void count(Hits hits, Estimate ours, double naiveError, double truth) {
        hits.ours += ours.low() <= truth && truth <= ours.high() ? 1 : 0;
        hits.naive += Math.abs(ours.value() - truth) <= Z95 * naiveError ? 1 : 0;
        hits.width += ours.high() - ours.low();
    }

    private static void print(Statistic statistic, Hits hits, int samples, double truth) {
        double share = (double) hits.ours / samples;
        double error = Z99 * Math.sqrt(share * (1 - share) / samples);
        System.out.printf(
                Locale.ROOT,
                "%-28s truth %.4f: %d samples of %d prompts, seed %d: covered %.2f %% (99 %%: %.2f to %.2f),"
                        + " mean width %.4f; naive %s%n",
                statistic.label(),
                truth,
                samples,
                PROMPTS,
                SEED,
                100 * share,
                100 * (share - error),
                100 * (share + error),
                hits.width / samples,
                hits.naive == 0 ? "none" : String.format(Locale.ROOT, "%.2f %%", 100.0 * hits.naive / samples));
    }

    /** Standard error as if comparisons were independent, for means; 0 for all else. */
    private static double naive(Statistic statistic, Map<Integer, List<List<Pair>>> units) {
        return switch (statistic) {
            case ACCURACY -> naive(units, margin -> margin > 0 ? 1 : 0);
            case LOSS -> naive(units, Logistic::loss);
            case MEAN_MARGIN -> naive(units, margin -> margin);
            default -> 0;
        };
    }

    private static double naive(Map<Integer, List<List<Pair>>> units, ToDoubleFunction<Double> function) {
        Moments moments = Moments.NONE;
        for (List<List<Pair>> examples : units.values()) {
            for (List<Pair> example : examples) {
                moments = moments.plus(function.applyAsDouble(example.get(0).margin(0)));
            }
        }
        return moments.standardDeviation() / Math.sqrt((double) moments.count());
    }

    private static double density(double margin) {
        return NORMAL.density((margin - MEAN) / SPREAD) / SPREAD;
    }

    /** Of a function of the margin, by the trapezoidal rule, which is exact to rounding for what dies off so fast. */
    private static double expectation(ToDoubleFunction<Double> function) {
        double step = SPREAD / 100;
        double sum = 0;
        for (double margin = MEAN - 10 * SPREAD; margin < MEAN + 10 * SPREAD; margin += step) {
            sum += function.applyAsDouble(margin) * density(margin) * step;
        }
        return sum;
    }

    /**
     * Labels drawn as often as the confidence says, alone and three of a prompt that fall alike: the mean error of such data is
     * what each set says of a calibrated model.
     */
    @ParameterizedTest
    @CsvSource({"300, 1", "2000, 1", "300, 3"})
    void calibrationErrorsOfCalibratedModelsAreThoseByChance(int prompts, int pairsPerPrompt) {
        int samples = Trials.of(200, 2000);
        double errors = 0;
        double byChance = 0;
        for (int sample = 0; sample < samples; sample++) {
            SplittableRandom random = new SplittableRandom(SEED + sample);
            List<ModelSums> units = new ArrayList<>();
            ModelSums total = new ModelSums();
            for (int prompt = 0; prompt < prompts; prompt++) {
                double confidence = Logistic.sigmoid(Math.abs(2 * random.nextGaussian()));
                double agreement = random.nextDouble() < confidence ? 1 : 0;
                ModelSums unit = new ModelSums();
                for (int pair = 0; pair < pairsPerPrompt; pair++) {
                    unit.add(Sum.CALIBRATED, 1);
                    unit.addReliability(confidence, agreement);
                }
                units.add(unit);
                total.add(unit);
            }
            errors += SumStatistics.calibrationError(total) / samples;
            byChance += SumStatistics.calibrationErrorByChance(units, total) / samples;
        }
        System.out.printf(
                Locale.ROOT,
                "%d prompts, %d pairs each, calibrated: calibration error %.4f, said to be by chance %.4f%n",
                prompts,
                pairsPerPrompt,
                errors,
                byChance);
        assertThat(byChance / errors).isBetween(0.94, 1.08);
    }
}
