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

        CommandRuns.Outcome outcome = points(
                runs,
                runs.lines("points.csv", lines),
                output,
                "--d-unit",
                "tokens",
                "--d-from-compute",
                "--predict",
                "n=1e10,d=1e9");

        assertThat(outcome.code()).as(outcome.message()).isZero();
        JsonObject only = slices(output).get(0).getAsJsonObject();
        assertThat(only.getAsJsonObject("left-out").keySet()).contains("zero", "negative", "unknown");
        for (JsonElement point : only.getAsJsonArray("points")) {
            assertThat(point.getAsJsonObject().get("data").getAsDouble()).isCloseTo(1e9, within(1.0));
        }
    }

    /** Sizes and shares as tables of models have them; two models that measure the same are two points, a row that stands twice is one. */
    @Test
    void readsNumbersAsPeopleWriteThem(SparkSession spark) throws IOException {
        CommandRuns runs = new CommandRuns(spark, folder);
        List<String> lines = List.of(
                "name,n,accuracy,accuracy-se",
                "a,\"1,500,000,000\",67.6,0.9",
                "b,1.5B,67.6,0.9",
                "c,0.6B,61 %,0.9 %",
                "d,70b,79.5,0.8",
                "d,70b,79.5,0.8",
                "e,7 B,72.25,0.8",
                "f,72B,80.5,0.8");
        Path output = folder.resolve("output");

        CommandRuns.Outcome outcome = points(runs, runs.lines("points.csv", lines), output);

        assertThat(outcome.code()).as(outcome.message()).isZero();
        JsonObject only = slices(output).get(0).getAsJsonObject();
        assertThat(only.getAsJsonArray("points").asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .map(point -> String.format(
                                Locale.ROOT,
                                "%s %.3g %.4f %.4f",
                                point.get("name").getAsString(),
                                point.get("parameters").getAsDouble(),
                                point.get("value").getAsDouble(),
                                point.get("standard-error").getAsDouble())))
                .containsExactly(
                        "c 6.00e+08 0.6100 0.0090",
                        "a 1.50e+09 0.6760 0.0090",
                        "b 1.50e+09 0.6760 0.0090",
                        "e 7.00e+09 0.7225 0.0080",
                        "d 7.00e+10 0.7950 0.0080",
                        "f 7.20e+10 0.8050 0.0080");
        assertThat(only.getAsJsonObject("left-out")).hasToString("{\"d\":\"the same point stands twice\"}");
    }

    /** With D in pairs of 2,000 tokens the best D is 2,000 times less than what it is in tokens, and N the same. */
    @Test
    void asksForTheUnitOfDataWhereComputeIsAskedFor(SparkSession spark) throws IOException {
        CommandRuns runs = new CommandRuns(spark, folder);
        JsonObject tokens = best(runs, "tokens", 1);
        JsonObject pairs = best(runs, "pairs", 2_000);

        double size = tokens.getAsJsonObject("N").get("value").getAsDouble();
        double data = tokens.getAsJsonObject("D").get("value").getAsDouble();
        assertThat(6 * size * data).isCloseTo(1e20, within(1e15));
        assertThat(pairs.getAsJsonObject("N").get("value").getAsDouble()).isCloseTo(size, within(size * 1e-4));
        assertThat(pairs.getAsJsonObject("D").get("value").getAsDouble() * 2_000)
                .isCloseTo(data, within(data * 1e-4));
    }

    private JsonObject best(CommandRuns runs, String unit, int tokens) throws IOException {
        List<String> lines = new ArrayList<>(List.of("n,d,loss"));
        for (double size = 1e8; size < 3e10; size *= 5) {
            for (double data = 1e9; data < 3e11; data *= 5) {
                double loss = 1.7 + 400 / Math.pow(size, 0.34) + 400 / Math.pow(data, 0.28);
                lines.add(size + "," + data / tokens + "," + loss * (1 + 1e-4 * Math.sin(lines.size())));
            }
        }
        Path output = folder.resolve("best-" + unit);
        CommandRuns.Outcome outcome = points(
                runs,
                runs.lines(unit + ".csv", lines),
                output,
                "--d-unit",
                unit,
                "--tokens-per-unit",
                Integer.toString(tokens),
                "--budget",
                "1e20");
        assertThat(outcome.code()).as(outcome.message()).isZero();
        assertThat(Files.readString(output.resolve("scaling.html"))).contains("over parameters; D in " + unit);
        JsonObject form = slices(output).get(0).getAsJsonObject().getAsJsonArray("forms").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(one -> one.get("form").getAsString().equals("chinchilla"))
                .findFirst()
                .orElseThrow();
        JsonObject answer = form.getAsJsonArray("answers").get(0).getAsJsonObject();
        assertThat(answer.get("words").getAsString()).containsPattern("D = [0-9,.e]+ \\[.*\\] " + unit);
        return answer.getAsJsonObject("values");
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
        Path text = runs.lines("text.csv", List.of("n,loss", "1e6,0.6", "72Q,0.5"));

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
        refused(runs, text, 3, "n must be a number such as 7.2e10 or 72B; found \"72Q\"");
        refused(
                runs,
                runs.lines("mixed.csv", List.of("n,accuracy", "1e6,0.6", "4e6,67.6")),
                3,
                "mixed.csv: accuracies must all be shares, 0 to 1, or all be per cent, 1 to 100; found 0.6 and 67.6; write"
                        + " them all one way");
        refused(
                runs,
                runs.lines("error.csv", List.of("n,accuracy,accuracy-se", "1e6,0.6,0.9")),
                3,
                "accuracy-se must be a share as the accuracy is, 0.5 at most; found \"0.9\"");
        refused(
                runs,
                runs.lines("unusable.csv", List.of("n,loss", "0,0.6", "-1,0.5")),
                3,
                "unusable.csv: no point is usable in any slice; the first, N = -1.000: N must be positive and finite; found -1.0");
        refused(
                runs,
                sound,
                2,
                "scaling.budgets need to know what D is counted in, for C = 6 N D holds for tokens; give --d-unit tokens",
                "--n",
                "size",
                "--budget",
                "1e21");
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
