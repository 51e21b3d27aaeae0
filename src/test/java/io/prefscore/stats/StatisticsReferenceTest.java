package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every statistic beside what others' implementations make of the same comparisons; {@code make_statistics_reference.py} wrote
 * their values and says which.
 */
final class StatisticsReferenceTest {

    private static final int STYLE_AT = 7;
    private static final int REWARDS_AT = 12;
    private static final int MISSING_AT = 16;
    private static final int SINGLE_AT = 18;

    /** Single-comparison slice members beside pairs, by position. */
    private record Row(int prompt, Pair pair, boolean single) {}

    private static JsonObject reference;
    private static List<Row> rows;
    private static TallyPlan plan;
    private static Map<String, Double> ours;

    @BeforeAll
    static void computeOurs() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(StatisticsReferenceTest.class.getResourceAsStream("reference.json"))) {
            reference = JsonParser.parseReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
        rows = new ArrayList<>();
        for (JsonElement row : reference.getAsJsonArray("pairs")) {
            rows.add(row(row.getAsJsonArray()));
        }
        JsonObject numbers = reference.getAsJsonObject("plan");
        double[][][] style = stream(numbers.getAsJsonArray("style"))
                .map(StatisticsReferenceTest::matrix)
                .toArray(double[][][]::new);
        plan = TallyPlan.exact(new Calibration(matrix(numbers.get("temperatures")), style));
        ours = ours();
    }

    private static Row row(JsonArray row) {
        return new Row(
                row.get(0).getAsInt(),
                new Pair(
                        row.get(0).getAsLong(),
                        row.get(1).getAsString(),
                        row.get(2).getAsInt(),
                        row.get(3).getAsInt(),
                        row.get(4).getAsDouble(),
                        row.get(5).getAsInt(),
                        row.get(6).getAsInt(),
                        IntStream.range(STYLE_AT, REWARDS_AT)
                                .mapToDouble(at -> row.get(at).getAsDouble())
                                .toArray(),
                        new double[] {reward(row, 0), reward(row, 2)},
                        new double[] {reward(row, 1), reward(row, 3)},
                        new boolean[] {
                            row.get(MISSING_AT).getAsInt() == 1,
                            row.get(MISSING_AT + 1).getAsInt() == 1
                        }),
                row.get(SINGLE_AT).getAsInt() == 1);
    }

    private static float reward(JsonArray row, int index) {
        String text = row.get(REWARDS_AT + index).getAsString();
        return switch (text) {
            case "nan" -> Float.NaN;
            case "inf" -> Float.POSITIVE_INFINITY;
            case "-inf" -> Float.NEGATIVE_INFINITY;
            default -> Float.parseFloat(text);
        };
    }

    private static Stream<JsonElement> stream(JsonArray array) {
        return array.asList().stream();
    }

    private static double[] doubles(JsonElement array) {
        return stream(array.getAsJsonArray())
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    private static double[][] matrix(JsonElement array) {
        return stream(array.getAsJsonArray())
                .map(StatisticsReferenceTest::doubles)
                .toArray(double[][]::new);
    }

    /** Each prompt is a unit of its own here, as it is a cluster there. */
    private static SliceEstimator estimate(List<Row> chosen, Membership membership) {
        SliceEstimator estimator = new SliceEstimator(plan, EstimatorSettings.DEFAULTS);
        Map<Integer, Map<String, List<Pair>>> units = new LinkedHashMap<>();
        for (Row row : chosen) {
            units.computeIfAbsent(row.prompt(), fresh -> new LinkedHashMap<>())
                    .computeIfAbsent(row.pair().example(), fresh -> new ArrayList<>())
                    .add(row.pair());
        }
        units.forEach((unit, examples) -> {
            SliceTally tally = new SliceTally(plan, membership);
            examples.values().forEach(example -> tally.example(unit, example));
            estimator.add(unit, tally);
        });
        return estimator;
    }

    private static Map<String, Double> ours() {
        Map<String, Double> values = new LinkedHashMap<>();
        SliceEstimator all = estimate(rows, Membership.WHOLE_EXAMPLES);
        List<SliceStatistics> singles = estimate(
                        rows.stream().filter(Row::single).toList(), Membership.SINGLE_COMPARISONS)
                .models();
        for (int model = 0; model < plan.models(); model++) {
            putModel(values, model + ".", all.models().get(model), all.permutation(model));
            put(values, "singles." + model + ".accuracy", singles.get(model).estimate(Statistic.ACCURACY));
            assertThat(singles.get(model).estimate(Statistic.ACCURACY).interval())
                    .isEqualTo(Interval.WILSON);
        }
        putPaired(values, all.againstFirst().get(0));
        RewardMoments moments = new RewardMoments(plan.models());
        MarginFolds folds = new MarginFolds(plan.models());
        rows.forEach(row -> moments.add(row.pair()));
        rows.forEach(row -> folds.add(row.prompt(), row.pair()));
        double[][] temperatures = folds.temperatures();
        for (int model = 0; model < plan.models(); model++) {
            values.put(model + ".moments.margin.mean", moments.margins(model).mean());
            values.put(model + ".moments.margin.sd", moments.margins(model).standardDeviation());
            for (int fold = 0; fold < Calibration.FOLDS; fold++) {
                values.put(model + ".temperature." + fold, temperatures[model][fold]);
            }
        }
        return values;
    }

    private static void putModel(
            Map<String, Double> values, String key, SliceStatistics statistics, PermutationNull permutation) {
        PairCounts counts = statistics.counts();
        values.put(key + "counts.comparisons", (double) counts.comparisons());
        values.put(key + "counts.prompts", (double) counts.prompts());
        values.put(key + "counts.missing", (double) counts.missing());
        values.put(key + "counts.not-a-number", (double) counts.notANumber());
        values.put(key + "counts.infinite", (double) counts.infinite());
        values.put(key + "counts.label-ties", (double) counts.labelTies());
        values.put(key + "counts.agreeing", (double) counts.agreeing());
        values.put(key + "counts.disagreeing", (double) counts.disagreeing());
        values.put(key + "counts.reward-ties", (double) counts.rewardTies());
        for (Statistic statistic : Statistic.values()) {
            put(values, key + statistic.key(), statistics.estimate(statistic));
        }
        values.put(key + "null.p", permutation.p());
        values.put(key + "null.low", permutation.low());
        values.put(key + "null.high", permutation.high());
    }

    private static void putPaired(Map<String, Double> values, PairedStatistics paired) {
        values.put("paired.comparisons", (double) paired.comparisons());
        values.put("paired.prompts", (double) paired.prompts());
        put(values, "paired.accuracy", paired.accuracy());
        put(values, "paired.loss", paired.loss());
        values.put("paired.p", paired.p());
        values.put("paired.only-first", (double) paired.onlyFirst());
        values.put("paired.only-second", (double) paired.onlySecond());
        values.put("paired.mcnemar", paired.mcNemarP());
        values.put("paired.detectable", paired.detectable());
    }

    private static void put(Map<String, Double> values, String key, Estimate estimate) {
        values.put(key, estimate.value());
        values.put(key + ".low", estimate.low());
        values.put(key + ".high", estimate.high());
    }

    @Test
    void agreesWithOthersImplementations() {
        System.out.println("compared with " + reference.get("versions"));
        System.out.printf(
                Locale.ROOT, "%-38s %20s %20s %9s %9s  %s%n", "statistic", "ours", "theirs", "differ", "allowed", "by");
        List<JsonObject> beyond = new ArrayList<>();
        for (JsonElement element : reference.getAsJsonArray("expected")) {
            JsonObject expected = element.getAsJsonObject();
            String name = expected.get("name").getAsString();
            double value = Objects.requireNonNull(ours.get(name), name);
            double theirs = expected.get("value").getAsDouble();
            double tolerance = expected.get("tolerance").getAsDouble();
            System.out.printf(
                    Locale.ROOT,
                    "%-38s %20.15g %20.15g %9.1e %9.1e  %s%n",
                    name,
                    value,
                    theirs,
                    value - theirs,
                    tolerance,
                    expected.get("by").getAsString());
            if (!(Math.abs(value - theirs) <= tolerance)) {
                beyond.add(expected);
            }
        }
        assertThat(beyond).isEmpty();
    }

    @Test
    void leavesNoStatisticUncompared() {
        List<String> names = stream(reference.getAsJsonArray("expected"))
                .map(expected -> expected.getAsJsonObject().get("name").getAsString())
                .toList();
        for (Statistic statistic : Statistic.values()) {
            assertThat(names).contains("0." + statistic.key(), "1." + statistic.key());
        }
    }

    @Test
    void adjustsForManyTestsAsStatsmodelsDoes() {
        JsonObject tests = reference.getAsJsonObject("tests");
        double[] adjusted = MultipleTests.benjaminiHochberg(doubles(tests.get("p")));
        double[] expected = doubles(tests.get("adjusted"));
        assertThat(adjusted).hasSize(expected.length);
        for (int test = 0; test < expected.length; test++) {
            assertThat(adjusted[test]).isCloseTo(expected[test], within(1e-12));
        }
    }
}
