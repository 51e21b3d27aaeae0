package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.model.FolderSource;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.ScoreJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else has scored is what we would have scored: the same values, the same decisions, row by row. */
@OnOneSpark("given rewards go where a model's go")
@ExtendWith(LocalSpark.class)
class GivenRewardsTest {

    private static final String POLICIES =
            "[{ exact-duplicates { same = prompt-and-responses } }, { margin { at-least = -4 } },"
                    + " { top-share { rows = 60, per = topic, by = best-reward } }, { sample { share = \"70 %\", per = topic } }]";

    @TempDir
    private static Path folder;

    /** A run by the length of answers, and its data with these lengths beside them. */
    @BeforeAll
    static void scoreOurselves(SparkSession spark) throws IOException {
        Random random = new Random(5);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < 300; row++) {
            lines.add(
                    line(row, "q" + random.nextInt(60), random.nextInt(20), random.nextInt(14), "abc".charAt(row % 3)));
        }
        Files.write(folder.resolve("plain.jsonl"), lines);
        score(spark, "plain.jsonl", "own", "model.kind=length");
        spark.read()
                .parquet(folder + "/own/scores")
                .select(
                        col("id"),
                        col("prompt"),
                        col("chosen"),
                        col("rejected"),
                        col("topic"),
                        col("prefscore.rewards").as("both"),
                        col("prefscore.rewards").getItem(0).cast("double").as("first"),
                        col("prefscore.rewards").getItem(1).cast("int").as("second"))
                .repartition(3)
                .write()
                .json(folder + "/given");
    }

    private static String line(int row, String prompt, int chosen, int rejected, char topic) {
        return "{\"id\": \"r%d\", \"prompt\": \"%s\", \"chosen\": \"%s\", \"rejected\": \"%s\", \"topic\": \"%s\"}"
                .formatted(row, prompt, "c".repeat(chosen), "r".repeat(rejected), topic);
    }

    private static RunSummary score(SparkSession spark, String input, String output, String... assignments) {
        SettingsReader reader = new SettingsReader()
                .flag("--input", "input.paths", List.of(folder.resolve(input).toString()))
                .flag("--output", "output.path", folder.resolve(output).toString())
                .set("model.device=cpu");
        for (String assignment : assignments) {
            reader.set(assignment);
        }
        Settings settings = reader.read(SettingsUse.SCORE);
        FolderSource source = FolderSource.read(settings.model(), settings.encode());
        return ScoreJob.run(spark, settings, source, ProgressListener.SILENT);
    }

    private static FilterReceipt filter(SparkSession spark, String output, SettingsReader reader) {
        Settings settings = reader.flag(
                        "--output", "output.path", folder.resolve(output).toString())
                .set("filter.policies=" + POLICIES)
                .read(SettingsUse.FILTER);
        return FilterJob.run(spark, settings, receipt -> "page", ProgressListener.SILENT);
    }

    private static List<Row> decisions(SparkSession spark, String output) {
        Dataset<Row> table = spark.read().parquet(folder + "/" + output + "/decisions");
        return table.orderBy("example_id", "first_response").collectAsList();
    }

    private static SettingsReader given(String column) {
        return new SettingsReader()
                .flag("--input", "input.paths", List.of(folder + "/given"))
                .flag("--rewards-column", "report.rewards-columns", List.of(column));
    }

    @Test
    void decidesAsOnOurOwnScoresOfTheSameValues(SparkSession spark) {
        FilterReceipt own = filter(
                spark, "of-own", new SettingsReader().flag("--scores", "filter.scores", List.of(folder + "/own")));

        FilterReceipt list = filter(spark, "of-list", given("both"));
        FilterReceipt columns = filter(spark, "of-columns", given("first, second"));

        assertThat(own.rows().kept()).isBetween(50L, 250L);
        assertThat(decisions(spark, "of-list")).isEqualTo(decisions(spark, "of-own"));
        assertThat(decisions(spark, "of-columns")).isEqualTo(decisions(spark, "of-own"));
        assertThat(list.rows()).isEqualTo(own.rows());
        assertThat(columns.provenance().runs()).containsExactly(folder + "/given, column first, second");
        assertThat(folder.resolve("of-list/_work")).doesNotExist();
    }

    @Test
    void makesTheRunThatAModelWouldHaveMade(SparkSession spark) {
        RunSummary run = score(spark, "given", "run", "model.kind=column", "model.path=both");

        String[] same = {"rewards", "margin", "agrees", "flags", "prompt_key", "characters", "comparisons"};
        List<Row> expected = scores(spark, "own", same);
        assertThat(scores(spark, "run", same)).isEqualTo(expected);
        assertThat(run.rows().scored()).isEqualTo(300);
        assertThat(run.work().textsComputed()).isZero();
    }

    private static List<Row> scores(SparkSession spark, String run, String... names) {
        return spark.read()
                .parquet(folder + "/" + run + "/scores")
                .select("id", "prefscore.*")
                .select("id", names)
                .orderBy("id")
                .collectAsList();
    }

    /** Too few, none, no number, and two that 32 bits cannot tell apart; each costs its row. */
    @Test
    void setsAsideWhatIsNoReward(SparkSession spark) throws IOException {
        List<String> rewards = List.of("[1.5, 2]", "[1.5]", "[1.5, null]", "null", "[1e39, 0]", "[1000.000001, 1000]");
        List<String> lines = new ArrayList<>();
        for (String given : rewards) {
            String line = line(lines.size(), "p", 3, 4, 'a');
            lines.add(line.substring(0, line.length() - 1) + ", \"r\": " + given + "}");
        }
        Files.write(folder.resolve("bad.jsonl"), lines);

        RunSummary run =
                score(spark, "bad.jsonl", "of-bad", "model.kind=column", "model.path=r", "input.max-set-aside=100 %");

        assertThat(run.rows().scored()).isEqualTo(1);
        assertThat(run.rows().setAside())
                .isEqualTo(Map.of(Skip.Reason.MISSING_FIELD, 2L, Skip.Reason.MALFORMED_FIELD, 3L));
        List<String> details =
                spark
                        .read()
                        .parquet(folder + "/of-bad/set-aside")
                        .orderBy("id")
                        .select("detail")
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .toList();
        assertThat(details.get(0)).isEqualTo("holds 1 rewards for 2 responses");
        assertThat(details.get(1)).isEqualTo("no reward is given for response 2");
        assertThat(details.get(3)).contains("the reward of response 1 is 1.0E39");
        assertThat(details.get(4)).contains("1000.000001 and 1000.0 are the same as 32-bit numbers");
    }

    @Test
    void saysWhichColumnIsNone(SparkSession spark) {
        assertThatThrownBy(() -> filter(spark, "none", given("first, third")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has no column 'third'; found: both, chosen, first");
        assertThatThrownBy(() -> filter(spark, "text", given("topic")))
                .hasMessageContaining("must hold a list of numbers, one a response, or a number")
                .hasMessageContaining("found string");
        assertThatThrownBy(() -> filter(spark, "mixed", given("first,both")))
                .hasMessageContaining("must hold a number, as each of several columns does; found array<");
    }
}
