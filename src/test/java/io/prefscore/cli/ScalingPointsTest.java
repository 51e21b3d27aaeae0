package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code scaling --points} as the process would run it. */
@ExtendWith(LocalSpark.class)
class ScalingPointsTest {

    @TempDir
    private Path folder;

    @OnEachSpark
    @Test
    void readsTheSamePointsFromEveryFormat(SparkSession spark) throws IOException {
        CommandRuns runs = new CommandRuns(spark, folder);
        Path csv = runs.lines("points.csv", twoSlices());
        spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(csv.toString())
                .repartition(5)
                .write()
                .parquet(folder.resolve("points.parquet").toString());
        spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(csv.toString())
                .write()
                .json(folder.resolve("points.json").toString());
        List<JsonArray> found = new ArrayList<>();
        for (String name : List.of("points.csv", "points.parquet", "points.json")) {
            Path output = folder.resolve("of-" + name);
            CommandRuns.Outcome outcome = points(runs, folder.resolve(name), output, "--n", "size", "--slice", "topic");
            assertThat(outcome.code()).as(outcome.message()).isZero();
            found.add(slices(output));
        }

        assertThat(found.get(1)).hasToString(found.get(0).toString());
        assertThat(found.get(2)).hasToString(found.get(0).toString());
        JsonObject first = found.get(0).get(0).getAsJsonObject();
        assertThat(first.get("slice").getAsString()).isEqualTo("topic");
        assertThat(first.get("value").getAsString()).isEqualTo("a");
        assertThat(first.get("measure").getAsString()).isEqualTo("loss");
        assertThat(first.getAsJsonArray("points")).hasSize(6);
        assertThat(first.getAsJsonArray("points")
                        .get(0)
                        .getAsJsonObject()
                        .get("parameters")
                        .getAsDouble())
                .isEqualTo(1e6);
        assertThat(values(found.get(0), "value")).containsExactly("a", "a", "b", "b");
        assertThat(values(found.get(0), "measure")).containsExactly("loss", "accuracy", "loss", "accuracy");
    }

    /** Losses fall as a power law, in one slice faster than in the other; columns go by names of ours, but for the sizes. */
    private static List<String> twoSlices() {
        List<String> lines = new ArrayList<>(List.of("topic,size,loss,loss_se,accuracy,accuracy-se"));
        for (String topic : List.of("b", "a")) {
            for (int power = 0; power < 6; power++) {
                double size = 1e6 * Math.pow(4, power);
                double loss = 3 * Math.pow(size, topic.equals("a") ? -0.12 : -0.13) * (1 + 0.01 * Math.sin(7 * power));
                lines.add(String.format(
                        Locale.ROOT,
                        "%s,%s,%.6f,0.005,%.4f,0.01",
                        topic,
                        power == 0 ? "1e6" : Double.toString(size),
                        loss,
                        1 - loss / 2));
            }
        }
        return lines;
    }

    @Test
    void leavesOddPointsToTheVerdicts(SparkSession spark) throws IOException {
        CommandRuns runs = new CommandRuns(spark, folder);
        List<String> lines = new ArrayList<>(List.of("name,n,c,loss"));
        for (int power = 0; power < 6; power++) {
            double size = 1e6 * Math.pow(4, power);
            lines.add("model " + power + "," + size + "," + 6 * size * 1e9 + "," + 3 * Math.pow(size, -0.1));
        }
        lines.addAll(List.of("zero,0,1e15,0.5", "negative,1e9,1e18,-1", "unknown,1e9,1e18,", "odd,NaN,,0.5"));
        Path output = folder.resolve("output");

        CommandRuns.Outcome outcome =
                points(runs, runs.lines("points.csv", lines), output, "--d-from-compute", "--predict", "n=1e10,d=1e9");

        assertThat(outcome.code()).as(outcome.message()).isZero();
        JsonObject only = slices(output).get(0).getAsJsonObject();
        assertThat(only.getAsJsonObject("left-out").keySet()).contains("zero", "negative", "unknown");
        for (JsonElement point : only.getAsJsonArray("points")) {
            assertThat(point.getAsJsonObject().get("data").getAsDouble()).isCloseTo(1e9, within(1.0));
        }
    }

    @Test
    void knowsHowFarTheBestOfNIs(SparkSession spark) throws IOException {
        CommandRuns runs = new CommandRuns(spark, folder);
        List<String> lines = new ArrayList<>(List.of("best-of-n,gold"));
        for (int n = 1; n <= 1024; n *= 2) {
            double distance = Math.sqrt(Math.log(n) - (n - 1.0) / n);
            lines.add(n + "," + distance * (1 - 0.3 * distance));
        }
        Path output = folder.resolve("output");

        CommandRuns.Outcome outcome = points(runs, runs.lines("points.csv", lines), output, "--reward", "gold");

        assertThat(outcome.code()).as(outcome.message()).isZero();
        JsonObject only = slices(output).get(0).getAsJsonObject();
        assertThat(only.get("measure").getAsString()).isEqualTo("reward");
        JsonArray used = only.getAsJsonArray("points");
        // KL of the best of 1024 is 5.93245
        assertThat(used.get(used.size() - 1).getAsJsonObject().get("distance").getAsDouble())
                .isCloseTo(Math.sqrt(5.932448), within(1e-6));
    }

    @Test
    void saysWhatIsWrongWithATable(SparkSession spark) throws IOException {
        CommandRuns runs = new CommandRuns(spark, folder);
        Path sound = runs.lines("sound.csv", List.of("size,loss", "1e6,0.6", "4e6,0.5"));
        Path text = runs.lines("text.csv", List.of("n,loss", "1e6,0.6", "72B,0.5"));

        refused(
                runs,
                sound,
                3,
                "--n siz: sound.csv has no such column; the nearest is size; found: size, loss",
                "--n",
                "siz");
        refused(
                runs,
                sound,
                3,
                "sound.csv: no column is known to hold sizes; give one of --n, --d, --c, --kl, --best-of-n");
        refused(
                runs,
                runs.lines("sizes.csv", List.of("n", "1e6")),
                3,
                "sizes.csv: no column is known to hold what was measured; give one of --loss, --accuracy, --reward; found: n");
        refused(
                runs,
                runs.lines("gold.csv", List.of("n,reward", "1e6,1")),
                3,
                "gold.csv: no column is known to hold how far policies are from where they began; give one of --kl");
        refused(runs, text, 3, "n must be a number such as 7.2e10; found \"72B\"");
        refused(runs, runs.path("none.csv"), 3, "none.csv");
        refused(runs, runs.lines("empty.csv", List.of("n,loss")), 3, "empty.csv: holds no points");
        refused(runs, sound, 2, "scaling.targets must give one of", "--n", "size", "--target", "lots");
        refused(runs, sound, 2, "scaling.points must not be set together with scaling.runs", "--runs", "a");
        refused(runs, sound, 2, "model.path must not hold keys", "--set", "model.path=s3a://KEY:SECRET@bucket/m");
        Files.createDirectories(folder.resolve("taken/theirs"));
        CommandRuns.Outcome taken = points(runs, sound, folder.resolve("taken"), "--n", "size");
        assertThat(taken.code()).isEqualTo(5);
        assertThat(taken.message()).contains("taken: holds files that are no scaling report of ours");
    }

    private void refused(CommandRuns runs, Path table, int code, String message, String... options) {
        CommandRuns.Outcome outcome = points(runs, table, folder.resolve("refused"), options);
        assertThat(outcome.code()).as(outcome.message()).isEqualTo(code);
        assertThat(outcome.message()).contains(message);
        assertThat(folder.resolve("refused/scaling.json")).doesNotExist();
    }

    private static CommandRuns.Outcome points(CommandRuns runs, Path table, Path output, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("scaling", "--points", table.toString(), "--output", output.toString(), "--replicates", "100"));
        arguments.addAll(List.of(options));
        return runs.run(arguments.toArray(String[]::new));
    }

    private static JsonArray slices(Path output) throws IOException {
        return JsonParser.parseString(Files.readString(output.resolve("scaling.json")))
                .getAsJsonObject()
                .getAsJsonArray("slices");
    }

    private static List<String> values(JsonArray slices, String key) {
        return slices.asList().stream()
                .map(slice -> slice.getAsJsonObject().get(key).getAsString())
                .toList();
    }
}
