package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.DemoPair;
import io.prefscore.demo.Kind;
import io.prefscore.demo.Mix;
import io.prefscore.demo.ModelFamily;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.Split;
import io.prefscore.scoring.ProgressListener;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The demo with everything real: data, model and Spark. */
@ExtendWith(LocalSpark.class)
class DemoTest {

    /** The fewest that a filter is made of. */
    private static final int PAIRS = 1_000;
    /** Those that the training script scored, the first ones. */
    private static final int SCRIPTS_PAIRS = 200;

    private static final double NOISE = 0.2;
    private static final long TRAINING_SCRIPTS_SEED = 2;
    private static final PreferenceGenerator CLEAN =
            new PreferenceGenerator(TRAINING_SCRIPTS_SEED, Split.HELD_OUT, Mix.USUAL, 0);
    private static final PreferenceGenerator NOISY =
            new PreferenceGenerator(TRAINING_SCRIPTS_SEED, Split.HELD_OUT, Mix.USUAL, NOISE);

    /** A demo that was cut short when its second run began, and then gone on with, all in two runs. */
    @TempDir
    private static Path folder;

    private static final StringWriter OUT = new StringWriter();
    private static final StringWriter ERR = new StringWriter();
    private static FileTime firstRun = FileTime.fromMillis(0);
    private static int code;

    @TempDir
    private Path own;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeADemo(SparkSession spark) throws IOException {
        DemoPlan plan = plan(output(), PAIRS);
        assertThatThrownBy(() -> SparkJobs.within(spark).demo(plan, (number, runs, what) -> {
                    if (number == 2) {
                        throw new IllegalStateException("cut short");
                    }
                }))
                .hasMessage("cut short");
        firstRun = Files.getLastModifiedTime(Path.of(plan.largest().settings().output(), "_RUN.json"));
        code = demo(spark, output(), PAIRS, OUT, ERR);
    }

    private static DemoPlan plan(Path output, int pairs) {
        BuiltInModel model = ModelFamily.largest();
        return new DemoPlan(
                output + "/",
                new DemoData(CLEAN, pairs),
                List.of(scoring(output, model, "data", "scored/" + model.name())),
                Optional.of(new DemoPlan.Mislabelled(
                        new DemoData(NOISY, pairs), scoring(output, model, "data-mislabelled", "scored-mislabelled"))));
    }

    @Test
    void scoresItsOwnDataWithItsOwnModelsAsTheTrainingScriptDid(SparkSession spark) throws IOException {
        assertThat(code).as(ERR.toString()).isZero();

        assertThat(names(output()))
                .containsExactly(
                        "data",
                        "data-groups",
                        "data-mislabelled",
                        "filtered",
                        "models",
                        "report",
                        "scored",
                        "scored-mislabelled",
                        "summary.txt");
        BuiltInModel member = ModelFamily.largest();
        assertThat(names(output().resolve("scored"))).containsExactly(member.name());
        assertThat(names(output().resolve("models"))).containsExactly(ModelFamily.MANIFEST, member.name());
        assertThat(names(output().resolve("models").resolve(member.name())))
                .containsExactly(
                        "chat_template.jinja",
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json",
                        "tokenizer_config.json");
        assertThat(output().resolve("summary.txt")).hasContent(OUT.toString());

        checkData(spark);
        checkMember(spark, member);
        checkLabels(spark);
    }

    private void checkData(SparkSession spark) throws IOException {
        assertThat(names(output().resolve("data"))).containsExactly("_RECIPE.txt", "_SUCCESS", "part-*.parquet");
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
        assertThat(table(spark, "data").collectAsList())
                .extracting(DemoTest::text)
                .containsExactlyElementsOf(
                        CLEAN.pairs(PAIRS).map(DemoTest::text).toList());
        assertThat(table(spark, "data-mislabelled").collectAsList())
                .extracting(DemoTest::text)
                .containsExactlyElementsOf(
                        NOISY.pairs(PAIRS).map(DemoTest::text).toList());
        assertThat(table(spark, "data-groups").collectAsList())
                .extracting(row -> row.getString(0) + row.getList(4) + row.getList(5))
                .containsExactlyElementsOf(LongStream.range(0, PAIRS / 2)
                        .mapToObj(CLEAN::group)
                        .map(group -> group.id() + group.responses() + group.qualities())
                        .toList());
    }

    /** The written rewards against the training script's margins, and the printed table against sums made row by row. */
    private void checkMember(SparkSession spark, BuiltInModel member) {
        double[] expected = margins(member);
        Map<String, List<Double>> losses = new HashMap<>();
        Map<String, List<Double>> scriptsPairs = new HashMap<>();
        Map<String, List<Double>> expectedLosses = new HashMap<>();
        int compared = 0;
        for (Row row : table(spark, "scored/" + member.name() + "/scores")
                .select("id", "kind", "prefscore.rewards")
                .collectAsList()) {
            int number = Integer.parseInt(row.getString(0).replaceAll(".*-", ""));
            List<Float> rewards = row.getList(2);
            double margin = (double) rewards.get(0) - rewards.get(1);
            losses.computeIfAbsent(row.getString(1), kind -> new ArrayList<>()).add(loss(margin));
            if (number < SCRIPTS_PAIRS) {
                compared++;
                assertThat(margin)
                        .as(member.name() + " " + row)
                        .isCloseTo(expected[number], within(1e-4 * Math.max(1, Math.abs(expected[number]))));
                scriptsPairs
                        .computeIfAbsent(row.getString(1), kind -> new ArrayList<>())
                        .add(loss(margin));
                expectedLosses
                        .computeIfAbsent(row.getString(1), kind -> new ArrayList<>())
                        .add(loss(expected[number]));
            }
        }
        assertThat(compared).isEqualTo(SCRIPTS_PAIRS);
        assertThat(losses.values().stream().mapToInt(List::size).sum()).isEqualTo(PAIRS);
        losses.forEach((kind, ours) -> {
            assertThat(mean(scriptsPairs.get(kind))).isCloseTo(mean(expectedLosses.get(kind)), within(1e-3));
            String line = "(?m)^" + Format.count(member.nonEmbeddingParameters()) + " parameters .*"
                    + String.format(Locale.ROOT, "%.3f", mean(ours));
            assertThat(OUT.toString()).containsPattern(line);
        });
    }

    /** What the training script measured on the same pairs, in their order. */
    private static double[] margins(BuiltInModel member) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(DemoTest.class.getResourceAsStream("/demo/family.json")),
                StandardCharsets.UTF_8)) {
            JsonObject golden = JsonParser.parseReader(reader).getAsJsonObject();
            assertThat(golden.get("pairs").getAsInt()).isEqualTo(SCRIPTS_PAIRS);
            double[] margins = golden.getAsJsonObject("margins").getAsJsonArray(member.name()).asList().stream()
                    .mapToDouble(JsonElement::getAsDouble)
                    .toArray();
            assertThat(margins).hasSize(SCRIPTS_PAIRS);
            return margins;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void checkLabels(SparkSession spark) {
        List<Row> rows = table(spark, "scored-mislabelled/scores")
                .select("kind", "mislabelled", "prefscore.agrees")
                .collectAsList();
        assertThat(rows).hasSize(PAIRS);
        long wrong = rows.stream().filter(row -> row.getBoolean(1)).count();
        long agreeing = rows.stream()
                .filter(row -> row.getBoolean(1) && row.getBoolean(2))
                .count();
        assertThat(wrong)
                .isEqualTo(NOISY.pairs(PAIRS).filter(DemoPair::mislabelled).count());
        assertThat(OUT.toString())
                .contains(wrong + " of " + Format.count(PAIRS) + " labels in data-mislabelled are wrong on purpose; "
                        + ModelFamily.largest().name() + " agrees with " + Format.percent((double) agreeing / wrong));
        List<Row> rightAdversarial = rows.stream()
                .filter(row -> row.getString(0).equals("adversarial") && !row.getBoolean(1))
                .toList();
        assertThat(rightAdversarial.stream().filter(row -> row.getBoolean(2)).count())
                .isGreaterThan(rightAdversarial.size() * 8 / 10);
    }

    /** What the summary says of the filter against the pairs that it left, looked up one by one. */
    @Test
    void findsWrongLabelsAmongEnoughPairs(SparkSession spark) throws IOException {
        Map<String, Boolean> wrong = NOISY.pairs(PAIRS).collect(Collectors.toMap(DemoPair::id, DemoPair::mislabelled));
        List<Row> kept = table(spark, "filtered/data").collectAsList();
        long allWrong = wrong.values().stream().filter(one -> one).count();
        long keptWrong = kept.stream()
                .filter(row -> {
                    assertThat(row.<Boolean>getAs("mislabelled")).isEqualTo(wrong.get(row.<String>getAs("id")));
                    return row.<Boolean>getAs("mislabelled");
                })
                .count();

        assertThat((double) keptWrong / kept.size()).isLessThan(0.8 * allWrong / PAIRS);
        assertThat(OUT.toString())
                .contains(" drops " + (allWrong - keptWrong) + " of the " + allWrong + " wrong ones and "
                        + (PAIRS - kept.size() - allWrong + keptWrong) + " right ones\n")
                .contains("wrong labels before it: " + Format.percent((double) allWrong / PAIRS) + ", after it: "
                        + Format.percent((double) keptWrong / kept.size()) + "\n");
        assertThat(output().resolve("filtered/filter.html")).isNotEmptyFile();
    }

    private static double loss(double margin) {
        return Math.log1p(Math.exp(-margin));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** From fewer pairs nothing is learnt about labels. */
    @Test
    void filtersNothingWherePairsAreTooFew() {
        assertThat(plan(own, PAIRS).filtered()).isPresent();
        assertThat(plan(own, PAIRS - 1).filtered()).isEmpty();
    }

    @Test
    void refusesAFinishedDemoAndOneOfOtherPairs(SparkSession spark) throws IOException {
        assertThat(demo(spark, output(), PAIRS, out, err)).isEqualTo(5);
        assertThat(err.toString()).contains("holds a finished demo");

        Path unfinished = Files.createDirectories(own.resolve("data"));
        Files.copy(output().resolve("data/_RECIPE.txt"), unfinished.resolve("_RECIPE.txt"));
        assertThat(demo(spark, own, 21, out, err)).isEqualTo(5);
        assertThat(err.toString()).contains("data: holds other pairs, made with pairs = " + PAIRS + ", seed = 2");
    }

    /** With the two smallest sizes and amounts, as all sixteen models take minutes here, and without a report. */
    @Test
    void drawsCurvesThroughItsModels(SparkSession spark) throws IOException {
        List<BuiltInModel> models = ModelFamily.grid().stream()
                .filter(model -> model.nonEmbeddingParameters() < 20_000 && model.pairs() <= 16_000)
                .toList();
        DemoPlan plan = new DemoPlan(
                own + "/",
                new DemoData(CLEAN, 60),
                models.stream()
                        .map(model -> scoring(own, model, "data", "scored/" + model.name()))
                        .toList(),
                Optional.empty());
        Jobs jobs = SparkJobs.within(spark);

        DemoReport report = new DemoJob(
                        spark,
                        plan,
                        settings -> jobs.score(settings, ProgressListener.SILENT),
                        settings -> {},
                        scaling -> jobs.scaling(scaling, ProgressListener.SILENT),
                        filter -> jobs.filter(filter, ProgressListener.SILENT),
                        DemoProgress.SILENT)
                .run();
        String summary = DemoSummary.of(plan, report);

        assertThat(models).hasSize(4);
        JsonObject curves = JsonParser.parseString(Files.readString(own.resolve("scaling/scaling.json")))
                .getAsJsonObject();
        assertThat(curves.getAsJsonObject("facts").get("comparisons").getAsString())
                .startsWith("60 of 60 are used");
        List<JsonObject> ofKinds = curves.getAsJsonArray("slices").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(slice -> slice.get("slice").getAsString().equals("kind")
                        && slice.get("measure").getAsString().equals("loss"))
                .filter(slice -> Arrays.stream(Kind.values())
                        .anyMatch(kind -> kind.label().equals(slice.get("value").getAsString())))
                .toList();
        assertThat(ofKinds).hasSize(3).allSatisfy(slice -> {
            checkCurve(spark, slice, models);
            assertThat(summary)
                    .contains(slice.getAsJsonObject("verdict").get("words").getAsString());
        });
        assertThat(summary)
                .contains(
                        "how the loss goes with parameters N and training pairs D\nadversarial  ",
                        "/report/report.html and " + own + "/scaling/scaling.html\n");
    }

    private static DemoPlan.Scoring scoring(Path output, BuiltInModel model, String input, String scored) {
        return new DemoPlan.Scoring(
                model,
                new SettingsReader()
                        .set("report.use=off")
                        .set("scaling.columns.slice=kind")
                        .set("scaling.replicates=100")
                        .set("model.threads=1")
                        .set("model.parameters=" + model.nonEmbeddingParameters())
                        .set("model.training-data=" + model.pairs())
                        .set("model.path=" + output.resolve("models").resolve(model.name()))
                        .set("input.paths=" + output.resolve(input))
                        .set("output.path=" + output.resolve(scored))
                        .read(SettingsUse.SCORE));
    }

    /** Sizes against the family's manifest, losses against a plain loop over the rows that were scored. */
    private void checkCurve(SparkSession spark, JsonObject slice, List<BuiltInModel> models) {
        String kind = slice.get("value").getAsString();
        assertThat(slice.getAsJsonArray("points")).hasSameSizeAs(models);
        for (JsonElement point : slice.getAsJsonArray("points")) {
            JsonObject found = point.getAsJsonObject();
            BuiltInModel member = models.stream()
                    .filter(model -> model.name().equals(found.get("name").getAsString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.get("parameters").getAsDouble()).isEqualTo((double) member.nonEmbeddingParameters());
            assertThat(found.get("data").getAsDouble()).isEqualTo((double) member.pairs());
            List<Double> losses = spark
                    .read()
                    .parquet(own.resolve("scored/" + member.name() + "/scores").toString())
                    .where("kind = '" + kind + "'")
                    .select("prefscore.margin")
                    .collectAsList()
                    .stream()
                    .map(row -> loss(((Number) row.get(0)).doubleValue()))
                    .toList();
            assertThat(found.get("value").getAsDouble())
                    .as(member.name() + " " + kind)
                    .isCloseTo(mean(losses), within(1e-6));
        }
    }

    /** What the demo says is that of all its runs, as the other tests hold: the first was there, the second was made. */
    @Test
    void goesOnWhereItWasCutShort() throws IOException {
        Path scored = output().resolve("scored").resolve(ModelFamily.largest().name());
        assertThat(Files.getLastModifiedTime(scored.resolve("_RUN.json"))).isEqualTo(firstRun);
        assertThat(ERR.toString()).contains("run 2 of 2").doesNotContain("run 1 of 2");
    }

    @OnEachSpark
    @Test
    void leavesOtherPeoplesFilesAlone(SparkSession spark) throws IOException {
        Path theirs = Files.createDirectories(own.resolve("data")).resolve("mine.parquet");
        Files.writeString(theirs, "mine");

        assertThat(demo(spark, own, 20, out, err)).isEqualTo(5);

        assertThat(err.toString()).contains("data: holds no data of a demo");
        assertThat(theirs).hasContent("mine");
        assertThat(names(own)).containsExactly("data");
    }

    private static Path output() {
        return folder.resolve("demo");
    }

    private static int demo(SparkSession spark, Path output, int pairs, StringWriter out, StringWriter err) {
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Terminal.Kind.PLAIN, 80);
        return Prefscore.execute(
                SparkJobs.within(spark),
                terminal,
                "demo",
                "--output",
                output.toString(),
                "--pairs",
                Integer.toString(pairs),
                "--models",
                "largest",
                "--seed",
                Long.toString(TRAINING_SCRIPTS_SEED),
                "--label-noise",
                Double.toString(NOISE));
    }

    private static Dataset<Row> table(SparkSession spark, String name) {
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
