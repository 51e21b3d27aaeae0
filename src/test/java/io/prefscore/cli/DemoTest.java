package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.LocalSpark;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.demo.DemoPair;
import io.prefscore.demo.Mix;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.Split;
import io.prefscore.scoring.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The demo with everything real: data, model and Spark. */
@ExtendWith(LocalSpark.class)
class DemoTest {

    private static final int PAIRS = 400;
    private static final double NOISE = 0.2;
    private static final PreferenceGenerator GENERATOR = new PreferenceGenerator(3, Split.HELD_OUT, Mix.USUAL, NOISE);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void scoresItsOwnDataWithItsOwnModel(SparkSession spark) throws IOException {
        assertThat(demo(spark, PAIRS)).as(err.toString()).isZero();

        assertThat(names(output())).containsExactly("data", "model", "scored");
        assertThat(names(output().resolve("data"))).containsExactly("_RECIPE.txt", "_SUCCESS", "part-*.parquet");
        assertThat(names(output().resolve("model")))
                .containsExactly(
                        "chat_template.jinja",
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "training.json");
        assertThat(names(output().resolve("scored")))
                .containsExactly("_RUN.json", "_store", "comparisons", "scores", "set-aside");
        for (String table : List.of("comparisons", "scores", "set-aside")) {
            assertThat(names(output().resolve("scored").resolve(table)))
                    .startsWith("_SUCCESS")
                    .hasSizeGreaterThanOrEqualTo(2);
        }

        assertThat(table(spark, "data").columns())
                .containsExactly(
                        "id",
                        "kind",
                        "task",
                        "difficulty",
                        "prompt",
                        "chosen",
                        "rejected",
                        "chosen_probability",
                        "mislabelled");
        List<String> expected = GENERATOR.pairs(PAIRS).map(DemoTest::text).toList();
        assertThat(table(spark, "data").collectAsList())
                .extracting(DemoTest::text)
                .containsExactlyElementsOf(expected);
        assertThat(table(spark, "scored/scores").drop("prefscore").collectAsList())
                .extracting(DemoTest::text)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(table(spark, "scored/comparisons").count()).isEqualTo(PAIRS);
        assertThat(table(spark, "scored/set-aside").count()).isZero();

        checkFigures(spark);
    }

    /** The printed table against sums made row by row, and the model against what it must be able to do. */
    private void checkFigures(SparkSession spark) {
        long rightLabels = 0;
        long agreeing = 0;
        long allAgreeing = 0;
        long taste = 0;
        double loss = 0;
        for (Row row : table(spark, "scored/scores")
                .select("kind", "mislabelled", "prefscore.rewards")
                .collectAsList()) {
            List<Float> rewards = row.getList(2);
            boolean agrees = rewards.get(0) > rewards.get(1);
            boolean checkable = !row.getString(0).equals("subjective");
            allAgreeing += agrees ? 1 : 0;
            taste += checkable ? 0 : 1;
            rightLabels += checkable && !row.getBoolean(1) ? 1 : 0;
            agreeing += checkable && !row.getBoolean(1) && agrees ? 1 : 0;
            loss += Math.log(1 + Math.exp((double) rewards.get(1) - rewards.get(0)));
        }
        assertThat((double) agreeing / rightLabels).isGreaterThan(0.8);

        Matcher all = Pattern.compile("(?m)^all +400 +(\\S+) % +(\\S+) +\\S+ % +\\S+ %$")
                .matcher(out.toString());
        assertThat(all.find()).as(out.toString()).isTrue();
        assertThat(all.group(1))
                .isEqualTo(Format.percent((double) allAgreeing / PAIRS).replace(" %", ""));
        assertThat(Double.parseDouble(all.group(2))).isCloseTo(loss / PAIRS, within(1e-4));
        assertThat(out.toString())
                .containsPattern("(?m)^subjective +" + taste + " ")
                .contains(GENERATOR.pairs(PAIRS).filter(DemoPair::mislabelled).count() + " of 400 labels are wrong");
    }

    @Test
    void refusesAFinishedDemoAndOneOfOtherPairs(SparkSession spark) {
        assertThat(demo(spark, 20)).isZero();

        assertThat(demo(spark, 20)).isEqualTo(5);
        assertThat(err.toString()).contains("scored: holds a finished run");
        assertThat(demo(spark, 21)).isEqualTo(5);
        assertThat(err.toString()).contains("data: holds other pairs, made with pairs = 20, seed = 3");
    }

    @Test
    void goesOnWhereItWasCutShort(SparkSession spark) {
        Settings settings = new SettingsReader()
                .flag("demo", "input.paths", List.of(output() + "/data"))
                .flag("demo", "input.format", "parquet")
                .flag("demo", "model.path", output() + "/model")
                .flag("demo", "output.path", output() + "/scored")
                .read(SettingsUse.SCORE);
        assertThatThrownBy(() -> SparkJobs.within(spark).demo(new DemoData(GENERATOR, 20), settings, progress -> {
                    if (progress.stage() == Stage.WRITE) {
                        throw new CancellationException("cut short");
                    }
                }))
                .hasMessageContaining("cut short");

        assertThat(demo(spark, 20)).as(err.toString()).isZero();
        assertThat(out.toString()).containsPattern("(?m)^texts computed +0 +[1-9][0-9]* were in the store$");
    }

    @Test
    void leavesOtherPeoplesFilesAlone(SparkSession spark) throws IOException {
        Path theirs = Files.createDirectories(output().resolve("data")).resolve("mine.parquet");
        Files.writeString(theirs, "mine");

        assertThat(demo(spark, 20)).isEqualTo(5);

        assertThat(err.toString()).contains("data: holds no data of a demo");
        assertThat(theirs).hasContent("mine");
        assertThat(names(output())).containsExactly("data");
    }

    private Path output() {
        return folder.resolve("demo");
    }

    private int demo(SparkSession spark, int pairs) {
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Terminal.Kind.PLAIN, 80);
        return Prefscore.execute(
                SparkJobs.within(spark),
                terminal,
                "demo",
                "--output",
                output().toString(),
                "--pairs",
                Integer.toString(pairs),
                "--seed",
                "3",
                "--label-noise",
                Double.toString(NOISE));
    }

    private Dataset<Row> table(SparkSession spark, String name) {
        return spark.read().parquet(output().resolve(name).toString());
    }

    private static String text(Row row) {
        return row.mkString("|");
    }

    private static String text(DemoPair pair) {
        return String.join(
                "|",
                pair.id(),
                pair.kind().label(),
                pair.task(),
                pair.difficulty().label(),
                pair.prompt(),
                pair.chosen(),
                pair.rejected(),
                Double.toString(pair.chosenProbability()),
                Boolean.toString(pair.mislabelled()));
    }

    /** What lies in a folder, sorted; checksums left out, Spark's part files by their kind, as often as they occur. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .map(name -> name.replaceAll("^part-.*\\.parquet$", "part-*.parquet"))
                    .sorted()
                    .toList();
        }
    }
}
