package io.prefscore.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.UserError;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pairs and single responses made of several responses to a prompt, some of which stand in rows of their own. */
@ExtendWith(LocalSpark.class)
final class UnitsTest {

    private static final int PROMPTS = 120;

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("responses", DataTypes.createArrayType(DataTypes.StringType))
            .add("topic", DataTypes.StringType)
            .add("prefscore", ScoredPairs.SCORES);

    private final SparkSession spark;

    @TempDir
    private Path folder;

    /** By prompt, the responses with their rewards. */
    private final Map<String, Map<String, Float>> rewards = new HashMap<>();

    private final Map<String, List<String>> rowsOfPrompt = new HashMap<>();

    UnitsTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeEach
    void writeARun() {
        SplittableRandom random = new SplittableRandom(3);
        List<Row> rows = new ArrayList<>();
        for (int prompt = 0; prompt < PROMPTS; prompt++) {
            for (int part = random.nextInt(1, 3); part > 0; part--) {
                rows.add(row("what is " + prompt, random.nextInt(1, 6), rows.size(), random));
            }
        }
        ScoredPairs.write(spark, folder.resolve("run"), rows, SCHEMA, "prompt-responses", 3, 0);
    }

    private Row row(String prompt, int responses, int number, SplittableRandom random) {
        Map<String, Float> known = rewards.computeIfAbsent(prompt, key -> new HashMap<>());
        List<String> texts = new ArrayList<>();
        List<Float> scored = new ArrayList<>();
        for (int index = 0; index < responses; index++) {
            String text = "answer " + number + "." + index;
            float reward = random.nextInt(-30, 30) / 10f;
            texts.add(text);
            scored.add(reward);
            known.put(text, reward);
        }
        rowsOfPrompt.computeIfAbsent(prompt, key -> new ArrayList<>()).add("row-" + number);
        Row scores = RowFactory.create(
                "row-" + number,
                scored.toArray(),
                IntStream.range(0, responses).boxed().toArray(),
                null,
                null,
                new Object[0],
                0,
                new SplittableRandom(prompt.hashCode()).nextLong(),
                texts.stream().map(String::length).toArray(),
                new Object[0]);
        return RowFactory.create("row-" + number, prompt, texts.toArray(), "topic " + prompt.length(), scores);
    }

    private FilterReceipt filter(String output, String policies, String... more) {
        SettingsReader reader = new SettingsReader()
                .flag("--scores", "filter.scores", List.of(folder.resolve("run").toString()))
                .flag("--output", "output.path", folder.resolve(output).toString())
                .set("filter.policies=" + policies);
        for (String setting : more) {
            reader.set(setting);
        }
        return FilterJob.run(spark, reader.read(SettingsUse.FILTER), receipt -> "page", ProgressListener.SILENT);
    }

    private List<Row> data(String output) {
        return spark.read()
                .parquet(folder.resolve(output).resolve("data").toString())
                .collectAsList();
    }

    private static float margin(Map<String, Float> known, Row pair) {
        return known.get(pair.<String>getAs("chosen")) - known.get(pair.<String>getAs("rejected"));
    }

    private static float spread(Map<String, Float> known) {
        return known.values().stream().max(Comparator.naturalOrder()).orElseThrow()
                - known.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    @OnEachSpark
    @Test
    void pairsTheBestWithTheWorstOfAllRowsOfAPrompt() {
        FilterReceipt receipt = filter("max-min", "[{ pairs { from = max-min } }]", "filter.shape=preference");
        List<Row> pairs = data("max-min");
        assertThat(pairs).hasSize((int) receipt.rows().units());
        assertThat(pairs).hasSize((int)
                rewards.values().stream().filter(known -> spread(known) > 0).count());
        assertThat(pairs.stream().map(pair -> pair.<String>getAs("prompt")).distinct())
                .hasSize(pairs.size());
        for (Row pair : pairs) {
            Map<String, Float> known = rewards.get(pair.<String>getAs("prompt"));
            assertThat(margin(known, pair)).isEqualTo(spread(known));
        }
        assertAddsUp("max-min", receipt);
    }

    @Test
    void pairsTheBestWithAnyOther() {
        FilterReceipt receipt = filter(
                "random",
                "[{ pairs { from = max-random, min-margin = 0.5 } }, { margin { at-least = 1 } }]",
                "filter.shape=preference");
        for (Row pair : data("random")) {
            Map<String, Float> known = rewards.get(pair.<String>getAs("prompt"));
            assertThat(known.get(pair.<String>getAs("chosen")))
                    .isEqualTo(known.values().stream()
                            .max(Comparator.naturalOrder())
                            .orElseThrow());
            assertThat(margin(known, pair)).isGreaterThanOrEqualTo(1);
        }
        assertThat(receipt.steps().get(1).dropped()).isPositive();
        assertThat(receipt.rows().units())
                .isEqualTo(receipt.steps().get(1).left())
                .isPositive();
        assertAddsUp("random", receipt);
    }

    @Test
    void pairsWhatIsFarthestApart() {
        filter("top", "[{ pairs { from = top-margins, top = 3 } }]", "filter.shape=preference");
        Map<String, List<Row>> byPrompt =
                data("top").stream().collect(Collectors.groupingBy(pair -> pair.<String>getAs("prompt")));
        rewards.forEach((prompt, known) -> {
            List<Float> sorted = new ArrayList<>(known.values());
            List<Float> margins = new ArrayList<>();
            for (int left = 0; left < sorted.size(); left++) {
                for (int right = left + 1; right < sorted.size(); right++) {
                    margins.add(Math.abs(sorted.get(left) - sorted.get(right)));
                }
            }
            List<Float> expected = margins.stream()
                    .filter(margin -> margin > 0)
                    .sorted(Comparator.reverseOrder())
                    .limit(3)
                    .toList();
            List<Float> found = byPrompt.getOrDefault(prompt, List.of()).stream()
                    .map(pair -> margin(known, pair))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            assertThat(found).as(prompt).isEqualTo(expected);
        });
    }

    @Test
    void picksTheBestResponses() {
        FilterReceipt receipt = filter("best", "[{ best { top = 2 } }, { reward { of = best, at-least = 0 } }]");
        Map<String, Long> counts = new HashMap<>();
        for (Row row : data("best")) {
            List<Row> messages = row.getList(row.fieldIndex("messages"));
            assertThat(messages).hasSize(2);
            String prompt = messages.get(0).getString(1);
            float reward = rewards.get(prompt).get(messages.get(1).getString(1));
            assertThat(reward).isGreaterThanOrEqualTo(0);
            long better = rewards.get(prompt).values().stream()
                    .filter(other -> other > reward)
                    .count();
            assertThat(better).isLessThan(2);
            counts.merge(prompt, 1L, Long::sum);
        }
        rewards.forEach((prompt, known) -> assertThat(counts.getOrDefault(prompt, 0L))
                .isEqualTo(Math.min(
                        2, known.values().stream().filter(reward -> reward >= 0).count())));
        assertAddsUp("best", receipt);
    }

    @Test
    void pairsWhatLabelsCompareWithinARowAndAcrossRows() {
        List<Row> rows = new ArrayList<>();
        List<Row> compared = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            rows.add(labelled(
                    "several-" + number,
                    0,
                    List.of("a" + number, "b" + number, "c" + number),
                    comparison(0, 1, 2.0),
                    comparison(2, 1, 0.0),
                    comparison(2, 0, null)));
            compared.add(RowFactory.create("several-" + number, RowFactory.create(0), RowFactory.create(1), 2.0, null));
            rows.add(labelled("shared-" + number, 0, List.of("d" + number)));
            rows.add(labelled("shared-" + number, 1, List.of("e" + number)));
            compared.add(RowFactory.create("shared-" + number, RowFactory.create(1), RowFactory.create(0), 1.0, null));
        }
        Path run = folder.resolve("labelled");
        ScoredPairs.write(spark, run, rows, SCHEMA, "prompt-responses", 2, 0);
        ScoredPairs.writeComparisons(spark, run, compared);

        FilterReceipt receipt = filtered(run, "by-labels", "[{ pairs { from = comparisons } }]");
        assertThat(receipt.rows().flipped()).isZero();
        List<String> pairs = data("by-labels").stream()
                .map(pair -> pair.<String>getAs("chosen") + ">" + pair.<String>getAs("rejected"))
                .sorted()
                .toList();
        List<String> expected = IntStream.range(0, 10)
                .boxed()
                .flatMap(
                        number -> List.of(
                                "a" + number + ">b" + number,
                                "c" + number + ">a" + number,
                                "e" + number + ">d" + number)
                                .stream())
                .sorted()
                .toList();
        assertThat(pairs).isEqualTo(expected);
    }

    @Test
    void turnsLabelsRoundOnlyWhereToldToAndCountsThem() {
        Map<String, Integer> places = new HashMap<>();
        List<Row> rows = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            List<String> texts = List.of("a" + number, "b" + number, "c" + number);
            texts.forEach(text -> places.put(text, places.size()));
            // a is better than b, and b better than c
            rows.add(labelled("row-" + number, 0, texts, comparison(0, 1, 2.0), comparison(1, 2, null)));
        }
        Path run = folder.resolve("labelled");
        ScoredPairs.write(spark, run, rows, SCHEMA, "prompt-responses", 2, 0);

        assertThatThrownBy(() -> filtered(run, "refused", "[{ pairs { from = top-margins, top = 3 } }]"))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "filter.policies[0].pairs: pairs.parquet is labelled, and pairs by reward prefer")
                .hasMessageContaining("set labels = overrule if that is meant, or from = comparisons");
        FilterReceipt receipt =
                filtered(run, "overruled", "[{ pairs { from = top-margins, top = 3, labels = overrule } }]");

        Set<String> turned = new HashSet<>();
        long pairs = 0;
        for (Row pair : data("overruled")) {
            int chosen = places.get(pair.<String>getAs("chosen"));
            int rejected = places.get(pair.<String>getAs("rejected"));
            if (chosen == rejected + 1) {
                pairs++;
                turned.add(pair.getAs("example_id"));
            }
        }
        assertThat(pairs).isPositive();
        assertThat(receipt.rows().flipped()).isEqualTo(pairs);
        assertThat(receipt.steps().get(0).flipped()).isEqualTo(pairs);
        assertThat(flippedDecisions("overruled")).containsExactlyInAnyOrderElementsOf(turned);
        assertThat(receipt.samples())
                .filteredOn(sample -> sample.outcome().equals("flipped"))
                .extracting(FilterReceipt.Sample::step)
                .containsOnly("pairs")
                .hasSize(Math.min(10, turned.size()));
    }

    @Test
    void countsLabelsTurnedRoundOfAnswersThatStandInRowsOfTheirOwn() {
        StructType columns = new StructType()
                .add("prompt", DataTypes.StringType)
                .add("completion", DataTypes.StringType)
                .add("label", DataTypes.BooleanType)
                .add("prefscore", ScoredPairs.SCORES);
        List<Row> rows = new ArrayList<>();
        List<Row> compared = new ArrayList<>();
        for (int number = 0; number < 9; number++) {
            // the first answer is the good one; every third time the model thinks otherwise
            float good = number % 3 == 0 ? -1 : 1;
            rows.add(answer("what is " + number, "good " + number, 0, good));
            rows.add(answer("what is " + number, "bad " + number, 1, 0));
            compared.add(
                    RowFactory.create("what is " + number, RowFactory.create(0), RowFactory.create(1), null, null));
        }
        Path run = folder.resolve("unpaired");
        ScoredPairs.write(spark, run, rows, columns, "unpaired", 2, 0);
        ScoredPairs.writeComparisons(spark, run, compared);

        assertThatThrownBy(() -> filtered(run, "refused", "[{ pairs {} }]"))
                .hasMessageContaining("pairs.parquet is labelled");
        FilterReceipt receipt = filtered(run, "overruled", "[{ pairs { labels = overrule } }]");

        assertThat(receipt.rows().units()).isEqualTo(9);
        assertThat(receipt.rows().flipped()).isEqualTo(3);
        assertThat(flippedDecisions("overruled"))
                .containsExactlyInAnyOrder(
                        "what is 0", "what is 0", "what is 3", "what is 3", "what is 6", "what is 6");
    }

    private static Row answer(String prompt, String text, int firstResponse, float reward) {
        Row scores = RowFactory.create(
                prompt,
                new Object[] {reward},
                new Object[] {1},
                null,
                null,
                new Object[0],
                firstResponse,
                (long) prompt.hashCode(),
                new Object[] {text.length()},
                new Object[0]);
        return RowFactory.create(prompt, text, firstResponse == 0, scores);
    }

    private FilterReceipt filtered(Path run, String output, String policies) {
        return FilterJob.run(
                spark,
                new SettingsReader()
                        .flag("--scores", "filter.scores", List.of(run.toString()))
                        .flag("--output", "output.path", folder.resolve(output).toString())
                        .set("filter.policies=" + policies)
                        .set("filter.shape=preference")
                        .read(SettingsUse.FILTER),
                receipt -> "page",
                ProgressListener.SILENT);
    }

    private List<String> flippedDecisions(String output) {
        return spark
                .read()
                .parquet(folder.resolve(output).resolve("decisions").toString())
                .where("flipped")
                .collectAsList()
                .stream()
                .map(row -> row.<String>getAs("example_id"))
                .toList();
    }

    private static Row comparison(int preferred, int other, @Nullable Double strength) {
        return RowFactory.create(preferred, other, strength, null);
    }

    private static Row labelled(String example, int firstResponse, List<String> texts, Row... comparisons) {
        Row scores = RowFactory.create(
                example,
                texts.stream().map(text -> (float) text.hashCode() % 7).toArray(),
                texts.stream().map(text -> 1).toArray(),
                null,
                null,
                new Object[0],
                firstResponse,
                (long) example.hashCode(),
                texts.stream().map(String::length).toArray(),
                comparisons);
        return RowFactory.create(example + firstResponse, example, texts.toArray(), "topic", scores);
    }

    /** Rows, not units: a row is kept if something that is kept is made of it. */
    private void assertAddsUp(String output, FilterReceipt receipt) {
        long rows = rowsOfPrompt.values().stream().mapToLong(List::size).sum();
        assertThat(receipt.rows().read()).isEqualTo(rows);
        assertThat(receipt.rows().setAside()
                        + receipt.rows().dropped()
                        + receipt.rows().kept())
                .isEqualTo(rows);
        List<Row> decisions = spark.read()
                .parquet(folder.resolve(output).resolve("decisions").toString())
                .collectAsList();
        assertThat(decisions).hasSize((int) rows);
        assertThat(decisions.stream().filter(row -> row.<String>getAs("outcome").equals("kept")))
                .hasSize((int) receipt.rows().kept());
        assertThat(decisions.stream().filter(row -> row.<String>getAs("outcome").equals("dropped")))
                .allMatch(row -> row.getAs("reason") != null
                        && row.getList(row.fieldIndex("reasons")).size() == 1);
    }
}
