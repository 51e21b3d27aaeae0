package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.filter.ScoredPairs.Pair;
import io.prefscore.scoring.ProgressListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies against plain loops, and receipts that add up. */
@ExtendWith(LocalSpark.class)
final class FilterJobTest {

    private final SparkSession spark;

    @TempDir
    private Path folder;

    FilterJobTest(SparkSession spark) {
        this.spark = spark;
    }

    private Path write(String name, List<Pair> pairs, int files, long seed) {
        Path run = folder.resolve(name);
        ScoredPairs.write(spark, run, pairs, files, 3, seed);
        return run;
    }

    private FilterReceipt filter(Path run, String output, String... settings) {
        SettingsReader reader = new SettingsReader()
                .flag("--scores", "filter.scores", List.of(run.toString()))
                .flag("--output", "output.path", folder.resolve(output).toString());
        for (String setting : settings) {
            reader.set(setting);
        }
        Settings read = reader.read(SettingsUse.FILTER);
        return FilterJob.run(spark, read, receipt -> "page", ProgressListener.SILENT);
    }

    private Dataset<Row> read(String output, String table) {
        return spark.read().parquet(folder.resolve(output).resolve(table).toString());
    }

    private Set<String> keptIds(String output) {
        List<Row> rows = read(output, "data").select("id").collectAsList();
        Set<String> ids = rows.stream().map(row -> row.getString(0)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(ids).as("no row is written twice").hasSize(rows.size());
        return ids;
    }

    private static Set<String> ids(List<Pair> pairs) {
        return pairs.stream().map(Pair::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** One policy after the other, each against a loop over what the one before it left, and so by what each row fell to. */
    @OnEachSpark
    @Test
    void keepsWhatAPlainLoopKeeps() {
        List<Pair> pairs = ScoredPairs.random(2_000, 1, 0.1);
        Path run = write("run", pairs, 3, 1);

        FilterReceipt receipt = filter(
                run,
                "loops",
                "filter.policies=[{ reward { of = worst, at-least = -0.25 } },"
                        + " { margin { at-least = -1, at-most = 3 } },"
                        + " { margin { at-least = \"25 %\", per = kind } },"
                        + " { where { sql = \"prefscore.margin > 1 and length(chosen) < 50\" } }]");

        List<Pair> above = pairs.stream()
                .filter(pair -> Math.min(pair.chosenReward(), pair.rejectedReward()) >= -0.25)
                .toList();
        List<Pair> inBand = above.stream()
                .filter(pair -> pair.tie() || (pair.margin() >= -1f && pair.margin() <= 3f))
                .toList();
        Map<String, Float> quartiles = new HashMap<>();
        for (String kind : List.of("code", "math", "chat")) {
            List<Float> sorted = inBand.stream()
                    .filter(pair -> !pair.tie() && pair.kind().equals(kind))
                    .map(Pair::margin)
                    .sorted()
                    .toList();
            quartiles.put(kind, sorted.get((int) Math.ceil(0.25 * sorted.size()) - 1));
        }
        List<Pair> upper = inBand.stream()
                .filter(pair -> pair.tie() || pair.margin() >= quartiles.get(pair.kind()))
                .toList();
        List<Pair> there = upper.stream()
                .filter(pair -> pair.margin() > 1 && pair.chosen().length() < 50)
                .toList();
        List<List<Pair>> left = List.of(pairs, above, inBand, upper, there);
        Map<String, Set<String>> fallen = new HashMap<>();
        for (Row row : read("loops", "decisions")
                .where("outcome = 'dropped'")
                .select("reason", "example_id")
                .collectAsList()) {
            fallen.computeIfAbsent(row.getString(0), reason -> new TreeSet<>()).add(row.getString(1));
        }
        for (int step = 0; step < 4; step++) {
            Set<String> dropped = new TreeSet<>(ids(left.get(step)));
            dropped.removeAll(ids(left.get(step + 1)));
            assertThat(dropped).as("step %d", step).hasSizeGreaterThan(20);
            assertThat(fallen.get(receipt.steps().get(step).label()))
                    .as("step %d", step)
                    .isEqualTo(dropped);
        }
        assertThat(there).hasSizeGreaterThan(20);
        assertThat(keptIds("loops")).isEqualTo(ids(there));
    }

    @Test
    void ranksWithinStrataAndBreaksTiesTheSameWayEveryTime() {
        List<Pair> pairs = ScoredPairs.random(1_500, 2, 0.1);
        Path run = write("run", pairs, 4, 2);

        filter(run, "top", "filter.policies=[{ top-share { rows = 100, per = kind } }]");
        Set<String> kept = keptIds("top");
        for (String kind : List.of("code", "math", "chat")) {
            List<Pair> ofKind = pairs.stream()
                    .filter(pair -> pair.kind().equals(kind) && !pair.tie())
                    .sorted(Comparator.comparing(Pair::margin).reversed())
                    .toList();
            float last = ofKind.get(99).margin();
            List<Pair> there =
                    ofKind.stream().filter(pair -> kept.contains(pair.id())).toList();
            assertThat(there).hasSize(100);
            assertThat(there).allMatch(pair -> pair.margin() >= last);
            assertThat(ofKind.stream().filter(pair -> pair.margin() > last)).allMatch(pair -> kept.contains(pair.id()));
        }

        filter(run, "exact", "filter.policies=[{ exact-duplicates {} }]");
        Set<String> unique = keptIds("exact");
        Map<String, Float> largest = new TreeMap<>();
        pairs.forEach(
                pair -> largest.merge(pair.prompt(), pair.tie() ? Float.NEGATIVE_INFINITY : pair.margin(), Math::max));
        List<Pair> stay =
                pairs.stream().filter(pair -> unique.contains(pair.id())).toList();
        assertThat(stay).hasSize(largest.size());
        assertThat(stay).allMatch(pair -> largest.get(pair.prompt())
                .equals(pair.tie() ? Float.NEGATIVE_INFINITY : pair.margin()));
    }

    /** Copies have ids of their own, and every second one says the opposite. */
    @Test
    void keepsOneOfEqualPairsWhateverTheirIdsAndLabels() {
        List<Pair> pairs = new ArrayList<>(ScoredPairs.random(300, 9, 0));
        long different = pairs.stream().map(FilterJobTest::content).distinct().count();
        for (int copy = 0; copy < 50; copy++) {
            Pair of = pairs.get(copy);
            boolean opposite = copy % 2 == 0;
            pairs.add(new Pair(
                    "copy-" + copy,
                    of.prompt(),
                    opposite ? of.rejected() : of.chosen(),
                    opposite ? of.chosen() : of.rejected(),
                    false,
                    of.kind(),
                    opposite ? of.rejectedReward() : of.chosenReward(),
                    opposite ? of.chosenReward() : of.rejectedReward(),
                    opposite));
        }

        FilterReceipt receipt = filter(
                write("run", pairs, 2, 3),
                "same",
                "filter.policies=[{ exact-duplicates { same = prompt-and-responses } }]");

        assertThat(receipt.rows().kept()).isEqualTo(different);
        Set<String> kept = keptIds("same");
        assertThat(pairs.stream().filter(pair -> kept.contains(pair.id())).map(FilterJobTest::content))
                .doesNotHaveDuplicates();
        // where labels contradict each other, the one stays that the model confirms
        for (int copy = 0; copy < 50; copy += 2) {
            Pair of = pairs.get(copy);
            if (!of.tie() && of.margin() != 0 && kept.contains("copy-" + copy)) {
                assertThat(of.margin()).isNegative();
            }
        }
    }

    /** Among a billion prompts two have one 64-bit key with probability 0.03: here two have, and are no copies. */
    @Test
    void keepsDifferentPromptsOfOneKey() {
        List<Pair> pairs = List.of(
                new Pair("a", "first", "good", "bad", false, "code", 1, 0, false),
                new Pair("b", "second", "good", "bad", false, "code", 1, 0, false),
                new Pair("c", "second", "better", "worse", false, "code", 1, 0, false));
        Path run = write("collision", pairs, 1, 1);
        Path scores = run.resolve("scores");
        List<Row> rows = spark.read()
                .parquet(scores.toString())
                .withColumn("prefscore", col("prefscore").withField("prompt_key", lit(7L)))
                .collectAsList();
        spark.createDataFrame(rows, spark.read().parquet(scores.toString()).schema())
                .write()
                .mode("overwrite")
                .parquet(scores.toString());

        FilterReceipt receipt = filter(run, "prompts", "filter.policies=[{ exact-duplicates { same = prompt } }]");

        assertThat(receipt.rows().kept()).isEqualTo(2);
        assertThat(keptIds("prompts")).contains("a");
    }

    private static List<String> content(Pair pair) {
        return List.of(
                pair.prompt(),
                Stream.of(pair.chosen(), pair.rejected()).sorted().toList().toString());
    }

    @Test
    void samplesInProportion() {
        List<Pair> pairs = ScoredPairs.random(1_000, 3, 0);
        Path run = write("run", pairs, 2, 3);
        FilterReceipt receipt = filter(run, "sample", "filter.policies=[{ sample { rows = 300, per = kind } }]");
        assertThat(receipt.rows().kept()).isEqualTo(300);
        Set<String> kept = keptIds("sample");
        for (String kind : List.of("code", "math", "chat")) {
            double size =
                    pairs.stream().filter(pair -> pair.kind().equals(kind)).count();
            double there = pairs.stream()
                    .filter(pair -> pair.kind().equals(kind) && kept.contains(pair.id()))
                    .count();
            assertThat(there).isCloseTo(0.3 * size, within(1.0));
        }
        // that the same seed draws the same sample is asserted of all policies below
        filter(run, "other", "filter.policies=[{ sample { rows = 300, per = kind } }]", "filter.seed=5");
        assertThat(keptIds("other")).isNotEqualTo(kept);
    }

    @Test
    void leavesNoLengthGap() {
        List<Pair> pairs = ScoredPairs.random(6_000, 4, 0.1);
        Path run = write("run", pairs, 2, 4);
        FilterReceipt receipt = filter(run, "balanced", "filter.policies=[{ length-balance { bands = 3 } }]");
        FilterReceipt.Summary before = receipt.before().get(0);
        FilterReceipt.Summary after = receipt.after().get(0);
        assertThat(before.meanLengthGap()).isGreaterThan(2);
        assertThat(after.meanLengthGap()).isCloseTo(0, within(0.3));
        assertThat(after.preferredLonger().value()).isCloseTo(0.5, within(1e-9));
        assertThat(after.pairs()).isGreaterThan(before.pairs() / 2);
    }

    @Test
    void turnsSuspectedLabelsRound() {
        List<Pair> pairs = ScoredPairs.random(8_000, 5, 0.15);
        Path run = write("run", pairs, 2, 5);
        FilterReceipt receipt =
                filter(run, "flipped", "filter.policies=[{ agreement { above = 0.8, action = flip } }]");
        assertThat(receipt.rows().flipped()).isGreaterThan(100);
        assertThat(receipt.rows().kept()).isEqualTo(pairs.size());
        Map<String, Pair> byId = pairs.stream().collect(Collectors.toMap(Pair::id, pair -> pair));
        long turned = 0;
        long wrong = 0;
        for (Row row : read("flipped", "data").collectAsList()) {
            Pair pair = byId.get(row.<String>getAs("id"));
            boolean flipped = row.<String>getAs("chosen").equals(pair.rejected())
                    && !pair.chosen().equals(pair.rejected());
            if (flipped) {
                assertThat(row.<String>getAs("rejected")).isEqualTo(pair.chosen());
                assertThat(row.<Double>getAs("score_rejected")).isEqualTo(pair.tie() ? 1.0 : 2.0);
                turned++;
                wrong += pair.mislabelled() ? 1 : 0;
            } else {
                assertThat(row.<String>getAs("chosen")).isEqualTo(pair.chosen());
            }
        }
        assertThat(turned).isLessThanOrEqualTo(receipt.rows().flipped());
        assertThat((double) wrong / turned).isGreaterThan(0.8);
        assertThat(receipt.after().get(0).accuracy().value())
                .isGreaterThan(receipt.before().get(0).accuracy().value());
        // of comparisons across rows there are none
        ScoredPairs.writeComparisons(spark, run, List.of());
        FilterReceipt paired = filter(
                run,
                "paired",
                "filter.policies=[{ agreement { above = 0.8, action = flip } }, { pairs { from = comparisons } }]",
                "filter.write=receipt-alone");
        assertThat(paired.rows().flipped()).isEqualTo(receipt.rows().flipped());
        assertThat(read("paired", "decisions").where("flipped").count())
                .isEqualTo(receipt.rows().flipped());
        FilterReceipt weighted =
                filter(run, "weighted", "filter.policies=[{ agreement { above = 0.8, action = reweight } }]");
        assertThat(weighted.rows().reweighted()).isEqualTo(receipt.rows().flipped());
        List<Row> weights = read("weighted", "data").where("weight < 1").collectAsList();
        assertThat(weights).hasSize((int) weighted.rows().reweighted());
        assertThat(weights).allMatch(row -> row.<Double>getAs("weight") < 0.2);
    }

    @Test
    void letsModelsVoteOnRowsThatShareAnId() {
        List<Pair> pairs = ScoredPairs.random(300, 9, 0.3).stream()
                .map(pair -> judged(pair, pair.chosenReward()))
                .toList();
        List<Pair> others = pairs.stream()
                .map(pair -> judged(pair, pair.gap() % 2 == 0 ? pair.chosenReward() : -20))
                .toList();
        Path first = folder.resolve("first");
        ScoredPairs.write(spark, first, pairs, 2, 0, 1);
        ScoredPairs.write(spark, folder.resolve("second"), others, 3, 0, 2);

        filter(
                first,
                "voted",
                "filter.policies=[{ ensemble {} }]",
                "filter.scores=[\"" + first + "\", \"" + folder.resolve("second") + "\"]");

        assertThat(read("voted", "data").collectAsList())
                .extracting(row -> row.<String>getAs("prompt") + row.getAs("chosen") + row.getAs("rejected"))
                .containsExactlyInAnyOrderElementsOf(pairs.stream()
                        .filter(pair -> pair.tie() || (pair.margin() > 0 && pair.gap() % 2 == 0))
                        .map(pair -> pair.prompt() + pair.chosen() + pair.rejected())
                        .toList());
    }

    private static Pair judged(Pair pair, float chosenReward) {
        return new Pair(
                "x1",
                pair.prompt(),
                pair.chosen(),
                pair.rejected(),
                pair.tie(),
                pair.kind(),
                chosenReward,
                pair.rejectedReward(),
                pair.mislabelled());
    }

    /** A sample and any other policies, in any order, on any data: what goes in comes out or is accounted for, and nothing depends on files. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void accountsForEveryRow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Pair> pairs = ScoredPairs.random(random.nextInt(1_500, 3_000), seed, 0.1);
        Path first = write("first", pairs, 3, seed);
        Path second = write("second", pairs, 5, seed + 1);
        String policies = policies(random);
        FilterReceipt receipt = filter(first, "one", policies);
        FilterReceipt again = filter(second, "two", policies);

        FilterReceipt.Rows rows = receipt.rows();
        assertThat(rows.read()).isEqualTo(pairs.size() + 3L);
        assertThat(rows.setAside() + rows.dropped() + rows.kept()).isEqualTo(rows.read());
        Set<String> kept = keptIds("one");
        assertThat(kept).hasSize((int) rows.kept()).isSubsetOf(ids(pairs));
        assertThat(keptIds("two")).as(policies).isEqualTo(kept);
        assertThat(again.rows()).isEqualTo(rows);
        assertThat(again.steps()).isEqualTo(receipt.steps());
        assertThat(again.before()).isEqualTo(receipt.before());

        List<Row> decisions = read("one", "decisions").collectAsList();
        assertThat(decisions).hasSize((int) rows.read());
        Set<String> decided = new HashSet<>();
        for (Row row : decisions) {
            String outcome = row.getAs("outcome");
            if (!outcome.equals("set-aside")) {
                assertThat(decided.add(row.getAs("example_id"))).isTrue();
                assertThat(outcome.equals("kept")).isEqualTo(kept.contains(row.<String>getAs("example_id")));
                assertThat(row.<String>getAs("reason") == null).isEqualTo(outcome.equals("kept"));
                List<String> reasons = row.getList(row.fieldIndex("reasons"));
                assertThat(reasons.isEmpty() ? null : reasons.get(0)).isEqualTo(row.getAs("reason"));
            }
        }
        long left = pairs.size();
        for (FilterReceipt.Step step : receipt.steps()) {
            assertThat(step.entered()).isEqualTo(left);
            assertThat(step.left()).isEqualTo(step.entered() - step.dropped());
            long dropped = decisions.stream()
                    .filter(row -> step.label().equals(row.getAs("reason")))
                    .count();
            assertThat(dropped).isEqualTo(step.dropped());
            left = step.left();
        }
        assertThat(left).isEqualTo(rows.kept());
        for (FilterReceipt.SliceFunnel slice : receipt.slices()) {
            for (int step = 0; step < slice.left().size(); step++) {
                int number = step;
                long overKinds = receipt.slices().stream()
                        .filter(other -> other.name().equals("kind"))
                        .mapToLong(other -> other.left().get(number))
                        .sum();
                assertThat(overKinds).isEqualTo(receipt.steps().get(step).left());
            }
        }
    }

    private static String policies(SplittableRandom random) {
        List<String> all = new ArrayList<>(List.of(
                "margin { at-least = \"" + random.nextInt(40) + " %\" }",
                "margin { of = size, at-most = 4 }",
                "agreement { above = 0.7, action = drop, per = kind }",
                "agreement { above = 0.6, action = flip }",
                "agreement { above = 0.5, action = reweight, method = isotonic }",
                "label-confidence { at-least = 0.4 }",
                "reward { of = preferred, at-least = -1 }",
                "top-share { share = 0.8, per = kind }",
                "length-balance { bands = 2, per = kind }",
                "exact-duplicates { keep = any }",
                "exact-duplicates { same = prompt-and-responses }",
                "near-duplicates { similarity = 0.95 }",
                "ensemble {}",
                "where { sql = \"kind <> 'chat' or prefscore.margin > 0\" }",
                "sample { share = 0.9, per = kind }"));
        List<String> chosen = new ArrayList<>(List.of("{ sample { rows = 700 } }"));
        for (int left = random.nextInt(4, 8); left > 0; left--) {
            chosen.add(random.nextInt(chosen.size() + 1), "{ " + all.remove(random.nextInt(all.size())) + " }");
        }
        return "filter.policies=[" + String.join(", ", chosen) + "]";
    }
}
