package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that share a prompt and are one example, as HelpSteer2's are; and data that a run gives up on. */
@ExtendWith(LocalSpark.class)
class SharedPromptsTest {

    private static final StructType RATED = new StructType()
            .add("number", DataTypes.LongType)
            .add("prompt", DataTypes.StringType)
            .add("response", DataTypes.StringType)
            .add("helpfulness", DataTypes.IntegerType)
            .add("correctness", DataTypes.IntegerType)
            .add("coherence", DataTypes.IntegerType)
            .add("complexity", DataTypes.IntegerType)
            .add("verbosity", DataTypes.IntegerType)
            .add("domain", DataTypes.StringType);

    @TempDir
    private Path folder;

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private LengthModel model() {
        return new LengthModel("length", folder.resolve("journal").toString());
    }

    /** One to five answers a prompt in random order; one answer in eight is null, one in eight unrated. */
    private static List<Row> randomRatings(long seed, int count) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (long number = 0; number < count; number++) {
            String answer = random.nextInt(8) == 0 ? null : "a".repeat(1 + random.nextInt(40)) + number;
            Integer rating = random.nextInt(8) == 0 ? null : random.nextInt(3);
            String prompt = "prompt " + random.nextInt(count / 3);
            rows.add(RowFactory.create(number, prompt, answer, rating, 1, 1, 1, 1, "d" + prompt.length() % 2));
        }
        return rows;
    }

    /** What two loops over the rows say: one text a comparison, without regard to its order. */
    private static Set<String> expected(List<Row> rows) {
        TreeSet<String> comparisons = new TreeSet<>();
        for (Row first : rows) {
            for (Row second : rows) {
                boolean comparable = first.getLong(0) < second.getLong(0)
                        && first.getString(1).equals(second.getString(1))
                        && !first.isNullAt(2)
                        && !second.isNullAt(2)
                        && !first.isNullAt(3)
                        && !second.isNullAt(3);
                if (comparable) {
                    boolean firstBetter = first.getInt(3) >= second.getInt(3);
                    comparisons.add(named(
                            (firstBetter ? first : second).getString(2),
                            (firstBetter ? second : first).getString(2),
                            Math.abs(first.getInt(3) - second.getInt(3))));
                }
            }
        }
        return comparisons;
    }

    private static String named(String preferred, String other, double strength) {
        return strength == 0
                ? String.join(" = ", new TreeSet<>(List.of(preferred, other)))
                : preferred + " > " + other + " by " + strength;
    }

    @ParameterizedTest
    @CsvSource({"1, parquet, 1", "2, parquet, 7", "3, json, 3"})
    void comparesTheAnswersToAPromptWhereverTheyStand(long seed, String format, int partitions, SparkSession spark) {
        List<Row> rows = randomRatings(seed, 200);
        String input = folder.resolve("rated." + format).toString();
        spark.createDataFrame(rows, RATED)
                .repartition(partitions)
                .write()
                .format(format)
                .save(input);
        Path output = folder.resolve("out");

        RunSummary summary = ScoreJob.run(
                spark,
                Runs.settings(Runs.input(input), output, OptionalInt.of(partitions)),
                model(),
                ProgressListener.SILENT);

        assertThat(summary.schema()).isEqualTo("helpsteer2");
        Dataset<Row> scores = spark.read().parquet(output.resolve("scores").toString());
        Map<String, String> answers = new HashMap<>();
        Map<String, Float> rewards = new HashMap<>();
        for (Row row : scores.selectExpr(
                        "prefscore.example_id", "prefscore.first_response", "response", "prefscore.rewards[0]")
                .collectAsList()) {
            String place = row.getString(0) + "#" + row.getInt(1);
            assertThat(answers.put(place, row.getString(2)))
                    .as("places are their rows' alone")
                    .isNull();
            rewards.put(place, row.getFloat(3));
        }
        TreeSet<String> compared = new TreeSet<>();
        Dataset<Row> comparisons =
                spark.read().parquet(output.resolve("comparisons").toString());
        for (Row row : comparisons.collectAsList()) {
            String preferred =
                    row.getAs("example_id") + "#" + row.<Row>getAs("preferred").getInt(0);
            String other =
                    row.getAs("example_id") + "#" + row.<Row>getAs("other").getInt(0);
            compared.add(named(answers.get(preferred), answers.get(other), row.<Double>getAs("strength")));
            assertThat(row.<Float>getAs("margin")).isEqualTo(rewards.get(preferred) - rewards.get(other));
            assertThat(row.<Row>getAs("preferred").<Integer>getAs("characters"))
                    .isEqualTo(answers.get(preferred).length());
        }
        assertThat(compared).isEqualTo(expected(rows));
        assertThat(comparisons.count()).isEqualTo(compared.size());
        assertThat(summary.judged().labelTies())
                .isEqualTo(
                        compared.stream().filter(text -> text.contains(" = ")).count())
                .isPositive();
        assertThat(comparisons.select("prompt_key").distinct().count())
                .isEqualTo(comparisons.select("example_id").distinct().count());
        assertThat(comparisons.selectExpr("slices['domain']").distinct().count())
                .isEqualTo(2);
    }

    @OnEachSpark
    @Test
    void readsMappedColumns(SparkSession spark) {
        String input = folder.resolve("own.parquet").toString();
        spark.sql("""
                select * from values ('q1', 'x', 'yy', 'b', 2.0, 'news'), ('q2', 'x', 'yyy', 'same', 0.5, 'chat')
                as (question, answer_a, answer_b, better, how_much, topic)""").write().parquet(input);
        InputSettings mapped = new SettingsReader()
                .flag("--input", "input.paths", List.of(input))
                .set("input.columns.prompt=question")
                .set("input.columns.responses=[\"answer_a\", \"answer_b\"]")
                .set("input.columns.label=better")
                .set("input.columns.label-values=[\"a\", \"b\"]")
                .set("input.columns.tie-values=[\"same\"]")
                .set("input.columns.strength=how_much")
                .set("input.columns.slices=[\"topic\"]")
                .read(SettingsUse.TRANSFORM)
                .input();
        Path output = folder.resolve("out");

        RunSummary summary = ScoreJob.run(spark, Runs.settings(mapped, output), model(), ProgressListener.SILENT);

        assertThat(summary.schema()).isEqualTo("mapped");
        assertThat(spark.read()
                        .parquet(output.resolve("comparisons").toString())
                        .selectExpr("slices['topic']", "preferred.index", "strength", "margin", "agrees")
                        .orderBy("strength")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create("chat", 0, 0.0, -2f, null), RowFactory.create("news", 1, 2.0, 1f, true));
    }

    @Test
    void stopsBeforeTheModelWorksWhereTooManyRowsCannotBeUsed(SparkSession spark) throws IOException {
        String input = folder.resolve("dirty.parquet").toString();
        spark.range(200)
                .selectExpr(
                        "concat('p', id) as prompt",
                        "case when id % 50 < 2 then null else 'good' end as chosen",
                        "if(id = 7, 'TOOLONG', 'bad') as rejected")
                .coalesce(1)
                .write()
                .parquet(input);
        InputSettings strict = withBudget(Runs.input(input), 0.01);
        Path output = folder.resolve("out");
        LengthModel model = model();

        assertThatThrownBy(() -> ScoreJob.run(spark, Runs.settings(strict, output), model, ProgressListener.SILENT))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT))
                .hasMessageContaining(
                        "8 of 200 rows (4.0 %) cannot be used, more than input.max-set-aside allows (1 %)")
                .hasMessageContaining("missing-field: 8")
                .hasMessageContaining(".parquet#0: 'chosen' is null");
        assertThat(model.computed()).isEmpty();

        // the same output goes on once more is allowed; a row that is too long never counts
        RunSummary summary =
                ScoreJob.run(spark, Runs.settings(withBudget(strict, 0.04), output), model, ProgressListener.SILENT);
        assertThat(summary.rows().allSetAside()).isEqualTo(9);
    }

    @Test
    void saysThatTheFoldersMayBeDifferentDataSets(SparkSession spark) throws IOException {
        Path data = folder.resolve("repository");
        Files.createDirectories(data.resolve("preference"));
        Files.writeString(data.resolve("pairs.jsonl"), "{\"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\"}\n");
        Files.writeString(data.resolve("preference/other.jsonl"), "{\"question\": \"q\", \"answer\": \"a\"}\n");

        assertThatThrownBy(() -> ScoreJob.run(
                        spark,
                        Runs.settings(withBudget(Runs.input(data.toString()), 0.01), folder.resolve("out")),
                        model(),
                        ProgressListener.SILENT))
                .hasMessageContaining("the files stand in 2 folders; if these are different data sets, name one: ")
                .hasMessageContaining("repository/preference");
    }

    private static InputSettings withBudget(InputSettings input, double share) {
        return new InputSettings(
                input.paths(),
                input.table(),
                input.format(),
                input.schema(),
                input.limit(),
                input.sample(),
                input.sampleSeed(),
                input.columns(),
                input.ignore(),
                input.ratingWeights(),
                share,
                input.maxFlagged());
    }
}
