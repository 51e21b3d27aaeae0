package io.prefscore.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.ModelSize;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.UserError;
import io.prefscore.report.RewardedPairs.RewardedPair;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scoring.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class ScalingJobTest {

    private static final long SEED = 20_261_125;
    private static final int MODELS = 5;

    @TempDir
    private Path folder;

    @Test
    void saysOfRunsWhatAPlainLoopSays(SparkSession spark) throws IOException {
        List<List<RewardedPair>> judged = judged(1_500, 0.02);
        List<Path> runs = runs(spark, judged, 2);

        ScalingDocument document = run(spark, reader("curves", runs), OptionalInt.empty());

        Predicate<Integer> used =
                pair -> judged.stream().allMatch(model -> model.get(pair).isUsed());
        List<Integer> common =
                IntStream.range(0, judged.get(0).size()).boxed().filter(used).toList();
        assertThat(document.title()).isEqualTo("pairs.jsonl");
        assertThat(document.facts().get("comparisons"))
                .startsWith(common.size() + " of 1500 are used, the same for all models; left out: ");
        expect(document, "", "", judged, common);
        for (int topic = 0; topic < 4; topic++) {
            String value = "topic " + topic;
            expect(
                    document,
                    "topic",
                    value,
                    judged,
                    common.stream()
                            .filter(pair -> judged.get(0).get(pair).topic().equals(value))
                            .toList());
        }
        SliceScaling everything = slice(document, "", "", Measure.LOSS);
        assertThat(everything.points())
                .extracting(Point::name)
                .containsExactlyInAnyOrder("model-0", "model-1", "model-2", "model-3", "model-4");
        assertThat(everything.points()).allSatisfy(point -> assertThat(point.parameters())
                .isEqualTo(1e6 * Math.pow(4, Integer.parseInt(point.name().substring(6)))));
        assertThat(document.shown()).anySatisfy(set -> assertThat(set.measure()).isEqualTo(Measure.MEAN_MARGIN));
        assertThat(document.slices().get(0).slice()).isEmpty();
        assertThat(document.slices())
                .allSatisfy(slice -> assertThat(slice.verdict().words()).isNotBlank());
        checkFiles(spark, document);
    }

    /** Loss and accuracy of every model, pair by pair, over those that all models can be held to. */
    private static void expect(
            ScalingDocument document,
            String slice,
            String value,
            List<List<RewardedPair>> judged,
            List<Integer> pairs) {
        for (int model = 0; model < MODELS; model++) {
            List<RewardedPair> ofModel =
                    pairs.stream().map(judged.get(model)::get).toList();
            assertThat(point(slice(document, slice, value, Measure.LOSS), model).value())
                    .isCloseTo(mean(ofModel, pair -> Math.log1p(Math.exp(-pair.margin()))), within(1e-6));
            assertThat(point(slice(document, slice, value, Measure.ACCURACY), model)
                            .value())
                    .isCloseTo(mean(ofModel, pair -> pair.margin() > 0 ? 1 : 0), within(1e-12));
            assertThat(point(slice(document, slice, value, Measure.CALIBRATED_LOSS), model)
                            .standardError())
                    .isBetween(0.001, 0.1);
        }
    }

    private static double mean(List<RewardedPair> pairs, ToDoubleFunction<RewardedPair> value) {
        return pairs.stream().mapToDouble(value).average().orElseThrow();
    }

    private void checkFiles(SparkSession spark, ScalingDocument document) throws IOException {
        Path curves = folder.resolve("curves");
        try (Stream<Path> files = Files.list(curves)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> !name.endsWith(".crc")))
                    .containsExactlyInAnyOrder("scaling.html", "scaling.json", "tables");
        }
        JsonObject json = json("curves");
        assertThat(json.getAsJsonArray("slices")).hasSameSizeAs(document.slices());
        assertThat(json.getAsJsonArray("slices").get(0).getAsJsonObject().getAsJsonArray("forms"))
                .isNotEmpty();
        String tables = curves.resolve("tables").toString();
        assertThat(spark.read().parquet(tables + "/verdicts").count())
                .isEqualTo(document.slices().size());
        assertThat(spark.read()
                        .parquet(tables + "/points")
                        .where("slice = 'overall' and measure = 'mean-margin'")
                        .count())
                .isEqualTo(MODELS);
        for (String table : List.of("fits", "parameters", "curves", "residuals")) {
            assertThat(spark.read().parquet(tables + "/" + table).count())
                    .as(table)
                    .isPositive();
        }
        assertThatThrownBy(() -> run(
                        spark,
                        reader("curves", List.of(folder.resolve("a"), folder.resolve("b"))),
                        OptionalInt.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "holds a finished scaling report; remove it, choose another output folder, or give --overwrite");
    }

    @Test
    void doesNotDependOnPartitions(SparkSession spark) throws IOException {
        List<List<RewardedPair>> judged = judged(600, 0.01);
        List<JsonObject> found = new ArrayList<>();
        for (int partitions : new int[] {1, 50}) {
            List<Path> runs = runs(spark, judged, partitions);
            run(spark, reader("curves-" + partitions, runs), OptionalInt.of(partitions));
            JsonObject json = json("curves-" + partitions);
            json.remove("created");
            json.remove("facts");
            found.add(json);
        }

        assertThat(found.get(1)).hasToString(found.get(0).toString());
    }

    @Test
    void takesSizesFromSettingsWhereAnOlderRecordHasNone(SparkSession spark) {
        List<List<RewardedPair>> judged = judged(200, 0);
        List<Path> runs = new ArrayList<>();
        for (int model = 0; model < MODELS; model++) {
            Path run = folder.resolve("old-" + model);
            JudgedRuns.write(spark, run, null, judged.get(model), 1);
            runs.add(run);
        }

        assertThatThrownBy(() -> run(spark, reader("a", runs), OptionalInt.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("scaling.models must say how large the models are or what they were trained on")
                .hasMessageContaining("[{ run = \"old-0\", parameters = 7e9");
        assertThatThrownBy(() -> run(
                        spark,
                        reader("b", runs).set("scaling.models=[{ run = odd-1, parameters = 1e9 }]"),
                        OptionalInt.empty()))
                .hasMessageContaining("scaling.models: run odd-1 is none of the runs; the nearest is old-1");
        ScalingDocument document = run(
                spark,
                reader("c", runs)
                        .set("scaling.from-compute=on")
                        .set("scaling.data-unit=tokens")
                        .set("scaling.models=[{ run = old-0, parameters = 1e9, compute = 6e15 }, { run = \""
                                + runs.get(1) + "/\", parameters = 2e9, data = 5 }]"),
                OptionalInt.empty());
        SliceScaling everything = slice(document, "", "", Measure.LOSS);
        List<Point> all = new ArrayList<>(everything.points());
        assertThat(everything.leftOut().keySet().size() + all.size()).isEqualTo(MODELS);
        assertThat(document.shown().get(0).points())
                .extracting(Point::parameters, Point::data)
                .startsWith(
                        org.assertj.core.api.Assertions.tuple(1e9, 1e6),
                        org.assertj.core.api.Assertions.tuple(2e9, 5.0));
    }

    @OnEachSpark
    @Test
    void refusesRunsThatHaveNoComparisonInCommon(SparkSession spark) {
        List<RewardedPair> pairs = RewardedPairs.random(40, SEED, 0);
        List<Path> runs = List.of(folder.resolve("one"), folder.resolve("two"));
        JudgedRuns.write(spark, runs.get(0), new ModelSize(1e9, 5, Double.NaN), pairs, 1);
        JudgedRuns.write(
                spark,
                runs.get(1),
                new ModelSize(2e9, 5, Double.NaN),
                pairs.stream()
                        .map(pair -> new RewardedPair(
                                pair.prompt(), pair.chosen(), pair.rejected(), 1, pair.topic(), Double.NaN, 0.0))
                        .toList(),
                1);

        assertThatThrownBy(() -> run(spark, reader("a", runs), OptionalInt.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "pairs.jsonl: of 40 comparisons none is usable: all runs must have finite rewards");
    }

    private List<List<RewardedPair>> judged(int count, double badShare) {
        List<RewardedPair> pairs = RewardedPairs.random(count, SEED, badShare);
        return IntStream.range(0, MODELS)
                .mapToObj(model -> JudgedRuns.judged(pairs, 0.15 + 0.15 * model, SEED + model))
                .toList();
    }

    private List<Path> runs(SparkSession spark, List<List<RewardedPair>> judged, int files) {
        List<Path> runs = new ArrayList<>();
        for (int model = 0; model < judged.size(); model++) {
            Path run = folder.resolve("files-" + files).resolve("model-" + model);
            ModelSize size = new ModelSize(1e6 * Math.pow(4, model), 64_000, Double.NaN);
            JudgedRuns.write(spark, run, size, judged.get(model), files);
            runs.add(run);
        }
        return runs;
    }

    private SettingsReader reader(String output, List<Path> runs) {
        return new SettingsReader()
                .flag(
                        "--runs",
                        "scaling.runs",
                        runs.stream().map(Path::toString).toList())
                .flag("--output", "output.path", folder.resolve(output).toString())
                .set("scaling.replicates=100");
    }

    private static ScalingDocument run(SparkSession spark, SettingsReader reader, OptionalInt partitions) {
        return ScalingJob.run(spark, reader.read(SettingsUse.SCALING), partitions, ProgressListener.SILENT);
    }

    private JsonObject json(String output) throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve(output).resolve("scaling.json")))
                .getAsJsonObject();
    }

    private static SliceScaling slice(ScalingDocument document, String name, String value, Measure measure) {
        return document.slices().stream()
                .filter(slice ->
                        slice.slice().equals(name) && slice.value().equals(value) && slice.measure() == measure)
                .findFirst()
                .orElseThrow();
    }

    private static Point point(SliceScaling slice, int model) {
        return slice.points().stream()
                .filter(point -> point.name().equals("model-" + model))
                .findFirst()
                .orElseThrow();
    }
}
