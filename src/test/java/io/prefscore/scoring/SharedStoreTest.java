package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import io.prefscore.demo.ModelFamily;
import io.prefscore.model.CheckpointSource;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What runs that share a store compute, with a built-in model. */
@ExtendWith(LocalSpark.class)
class SharedStoreTest {

    private static final int ROWS = 300;
    private static final StructType PAIRS = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType);

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void unpackAModel() throws IOException {
        model = ModelFamily.members().get(0).unpackTo(folder.resolve("model"));
    }

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private static Row pair(int number) {
        return RowFactory.create("pair-" + number, "prompt " + number / 2, "yes " + number, "no " + number);
    }

    private String pairs(SparkSession spark, String name, IntStream numbers) {
        String path = folder.resolve(name).toString();
        spark.createDataFrame(numbers.mapToObj(SharedStoreTest::pair).toList(), PAIRS)
                .write()
                .parquet(path);
        return path;
    }

    private Settings settings(String input, String output, LocalDate date, StoreSettings store) {
        Settings settings =
                ClusterRun.settings(input, folder.resolve(output).toString(), model.toString(), ScoringSettings.CHOSEN);
        EncodeSettings encode = settings.encode();
        return new Settings(
                settings.input(),
                new EncodeSettings(encode.systemPrompt(), date, encode.maxTokens(), encode.onTooLong()),
                settings.model(),
                store,
                settings.scoring(),
                settings.output());
    }

    private StoreSettings shared() {
        return new StoreSettings(Optional.of(folder.resolve("store").toString()), StoreSettings.Use.ON);
    }

    private static RunSummary score(SparkSession spark, Settings settings) {
        return ScoreJob.run(
                spark, settings, CheckpointSource.read(settings.model(), settings.encode()), ProgressListener.SILENT);
    }

    /** Forward passes as the model's process counts them, not as the run reports them. */
    private long textsComputed(SparkSession spark, String input, String output) throws IOException {
        return textsComputed(spark, settings(input, output, LocalDate.of(2026, 1, 1), shared()));
    }

    private long textsComputed(SparkSession spark, Settings settings) throws IOException {
        Path journals = Files.createTempDirectory(folder, "journals");
        JournaledSource.openGate(journals);
        CheckpointSource source = CheckpointSource.read(settings.model(), settings.encode());
        ModelHolder.closeAll();
        RunSummary run = ScoreJob.run(
                spark, settings, new JournaledSource(source, journals.toString()), ProgressListener.SILENT);
        long computed = JournaledSource.journals(journals).stream()
                .mapToLong(JournaledSource.Journal::texts)
                .sum();
        assertThat(run.work().textsComputed()).isEqualTo(computed);
        return computed;
    }

    @Test
    void computesNothingAgainAndOnlyWhatIsNew(SparkSession spark) throws IOException {
        String input = pairs(spark, "day-1", IntStream.range(0, ROWS));
        assertThat(textsComputed(spark, input, "out-1")).isEqualTo(2 * ROWS);
        assertThat(textsComputed(spark, input, "out-2")).isZero();
        SameTables.as(spark, folder.resolve("out-1"), "id").areIn(spark, folder.resolve("out-2"));

        String more = pairs(spark, "day-2", IntStream.range(0, ROWS + ROWS / 100));
        assertThat(textsComputed(spark, more, "out-3")).isEqualTo(2 * (ROWS / 100));
        assertThat(spark.read()
                        .parquet(folder.resolve("out-3/scores").toString())
                        .count())
                .isEqualTo(ROWS + ROWS / 100);
    }

    @Test
    void computesAllAgainOnceAByteOfTheTemplateOrTheTokenizerChanges(SparkSession spark) throws IOException {
        String input = pairs(spark, "pairs", IntStream.range(0, ROWS));
        assertThat(textsComputed(spark, input, "out")).isEqualTo(2 * ROWS);

        Path template = model.resolve("chat_template.jinja");
        String text = Files.readString(template);
        Files.writeString(template, text + "{# #}");
        assertThat(textsComputed(spark, input, "out-template")).isEqualTo(2 * ROWS);
        Files.writeString(template, text);
        assertThat(textsComputed(spark, input, "out-template-again")).isZero();

        Path tokenizer = model.resolve("tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer) + "\n");
        assertThat(textsComputed(spark, input, "out-tokenizer")).isEqualTo(2 * ROWS);
    }

    /** The date is a setting, so that of the night does not come into it. */
    @Test
    void computesNothingAgainOnAnotherDayThoughTheTemplateWritesTheDate(SparkSession spark) throws IOException {
        Path template = model.resolve("chat_template.jinja");
        Files.writeString(template, "{{ strftime_now('%d %b %Y') }}\n" + Files.readString(template));
        String input = pairs(spark, "pairs", IntStream.range(0, ROWS));
        LocalDate fixed = LocalDate.of(2026, 1, 1);
        assertThat(textsComputed(spark, settings(input, "day-1", fixed, shared())))
                .isEqualTo(2 * ROWS);
        assertThat(textsComputed(spark, settings(input, "day-2", fixed, shared())))
                .isZero();
        assertThat(textsComputed(spark, settings(input, "asked-for", fixed.plusDays(1), shared())))
                .isEqualTo(2 * ROWS);
    }

    @Test
    void scoresEachOfFourResponsesOnceForSixComparisons(SparkSession spark) throws IOException {
        int prompts = 50;
        List<String> lines = new ArrayList<>();
        for (int prompt = 0; prompt < prompts; prompt++) {
            List<String> completions = new ArrayList<>();
            for (int response = 0; response < 4; response++) {
                completions.add("{\"model\": \"m" + response + "\", \"response\": \"answer " + response + " to "
                        + prompt + "\", \"overall_score\": " + (response + 1.5) + ", \"annotations\": {}}");
            }
            lines.add("{\"source\": \"s\", \"instruction\": \"question " + prompt + "\", \"models\": [\"m0\"], "
                    + "\"completions\": [" + String.join(", ", completions) + "]}");
        }
        Path input = Files.write(folder.resolve("ultrafeedback.jsonl"), lines);

        assertThat(textsComputed(spark, input.toString(), "out")).isEqualTo(4L * prompts);
        assertThat(spark.read()
                        .parquet(folder.resolve("out/comparisons").toString())
                        .count())
                .as("two texts each, were they scored pair by pair")
                .isEqualTo(6L * prompts);
    }

    /** A prompt with two thirds of all texts is spread over the waves like any others, and each of its texts scored once. */
    @Test
    void spreadsAPromptWithManyResponses(SparkSession spark) throws IOException {
        List<Row> rows = new ArrayList<>(
                IntStream.range(0, 200).mapToObj(SharedStoreTest::pair).toList());
        for (int number = 0; number < 400; number++) {
            rows.add(RowFactory.create("more-" + number, "the one prompt", "surely " + number, "hardly " + number));
        }
        String input = folder.resolve("skewed").toString();
        spark.createDataFrame(rows, PAIRS).write().parquet(input);
        Settings plain = settings(input, "out", LocalDate.of(2026, 1, 1), StoreSettings.IN_OUTPUT);
        Settings settings = new Settings(
                plain.input(),
                plain.encode(),
                plain.model(),
                plain.store(),
                new ScoringSettings(OptionalLong.of(2_500), OptionalInt.of(1)),
                plain.output());

        assertThat(textsComputed(spark, settings)).isEqualTo(1_200);
        List<Long> waves =
                waveSizes(spark, folder.resolve("out/_store")).sorted().toList();
        assertThat(waves).hasSizeGreaterThan(10);
        assertThat(waves.get(waves.size() - 1)).isLessThanOrEqualTo(3 * waves.get(waves.size() / 2));
    }

    private static Stream<Long> waveSizes(SparkSession spark, Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("wave=")).toList().stream()
                    .map(wave -> spark.read().parquet(wave.toString()).count());
        }
    }

    @Test
    void leavesNoStoreWhereNoneIsWanted(SparkSession spark) throws IOException {
        String input = pairs(spark, "pairs", IntStream.range(0, 10));
        StoreSettings none = new StoreSettings(shared().path(), StoreSettings.Use.OFF);
        score(spark, settings(input, "out", LocalDate.of(2026, 1, 1), none));
        assertThat(folder.resolve("store")).doesNotExist();
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .filteredOn(name -> !name.startsWith("."))
                    .containsExactlyInAnyOrder("scores", "comparisons", "set-aside", "_RUN.json");
        }
    }

    @Test
    void compactsWhileItsWavesStayForThoseThatReadThem(SparkSession spark) throws IOException {
        String store = folder.resolve("store").toString();
        for (int day = 0; day < 3; day++) {
            String input = pairs(spark, "day-" + day, IntStream.range(10 * day, 10 * day + 20));
            score(spark, settings(input, "out-" + day, LocalDate.of(2026, 1, 1), shared()));
        }
        StoreKeeper keeper = new StoreKeeper(spark, store);
        StoreKeeper.Shelf before = keeper.shelves().get(0);
        assertThat(before.entries()).isEqualTo(80);
        assertThat(before.waves()).isGreaterThanOrEqualTo(3);
        assertThat(before.lastUsed()).isPresent();

        assertThat(keeper.compact(Duration.ofDays(1))).isEqualTo(before.waves());
        StoreKeeper.Shelf after = keeper.shelves().get(0);
        assertThat(after.waves()).isEqualTo(1);
        assertThat(after.entries()).isEqualTo(80);
        assertThat(after.tokensComputed()).isEqualTo(before.tokensComputed());
        assertThat(waves(store)).as("replaced ones are still there").isEqualTo(before.waves() + 1);

        assertThat(keeper.compact(Duration.ZERO)).isZero();
        assertThat(waves(store)).isEqualTo(1);
        String again = folder.resolve("day-1").toString();
        assertThat(textsComputed(spark, again, "again")).isZero();
    }

    private static long waves(String store) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(store))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("wave="))
                    .count();
        }
    }

    @OnEachSpark
    @Test
    void expiresModelsThatNoRunAsksFor(SparkSession spark) {
        String input = pairs(spark, "pairs", IntStream.range(0, 10));
        score(spark, settings(input, "out", LocalDate.of(2026, 1, 1), shared()));
        StoreKeeper keeper = new StoreKeeper(spark, folder.resolve("store").toString());
        assertThat(keeper.expire(Duration.ofDays(1))).isEmpty();
        assertThat(keeper.shelves()).hasSize(1);
        assertThat(keeper.expire(Duration.ofDays(-1))).hasSize(1);
        assertThat(keeper.shelves()).isEmpty();
    }

    @Test
    void stopsARunThatWasStartedAgainElsewhere() throws IOException {
        org.apache.hadoop.conf.Configuration hadoop = new org.apache.hadoop.conf.Configuration();
        String output = folder.resolve("out").toString();
        OutputFolder earlier = new OutputFolder(output, "run", hadoop);
        earlier.check();
        earlier.claim();
        earlier.requireOwn();

        OutputFolder later = new OutputFolder(output, "run", hadoop);
        later.check();
        later.claim();
        later.requireOwn();
        assertThatThrownBy(earlier::requireOwn)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("started again elsewhere");
        assertThatThrownBy(() -> earlier.publish(OutputFolder.Table.SCORES)).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> earlier.finish("{}", false)).isInstanceOf(UserError.class);
        later.finish("{}", false);
        assertThat(Files.readString(folder.resolve("out/_RUN.json"))).isEqualTo("{}");
    }

    @Test
    void startsAgainWhereAKillLeftAFileHalfWritten() throws IOException {
        org.apache.hadoop.conf.Configuration hadoop = new org.apache.hadoop.conf.Configuration();
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("_STARTED.json.0f8fad5b"), "{\"model");
        OutputFolder again = new OutputFolder(out.toString(), "run", hadoop);
        again.check();
        again.claim();
        assertThat(out.resolve("_STARTED.json.0f8fad5b")).doesNotExist();
    }
}
