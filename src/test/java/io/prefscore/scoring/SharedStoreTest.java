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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What runs that share a store compute, with a built-in model. */
@ExtendWith(LocalSpark.class)
class SharedStoreTest {

    private static final int ROWS = 60;
    private static final int NEW_ROWS = 3;
    private static final LocalDate DATE = LocalDate.of(2026, 1, 1);
    private static final StructType PAIRS = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType);

    @TempDir
    private static Path folder;

    private static Path model = Path.of("");

    /** Texts computed by each of the runs that share a store, which are the outputs' names. */
    private static final Map<String, Long> COMPUTED = new HashMap<>();

    /** One run on some rows, one on these and a few more, one with another template, and again the first. */
    @BeforeAll
    static void scoreInASharedStore(SparkSession spark) throws IOException {
        model = ModelFamily.members().get(0).unpackTo(folder.resolve("model"));
        Path template = model.resolve("chat_template.jinja");
        String text = "{{ strftime_now('%d %b %Y') }}\n" + Files.readString(template);
        Files.writeString(template, text);
        String dayOne = pairs(spark, "day-1", IntStream.range(0, ROWS));
        String dayTwo = pairs(spark, "day-2", IntStream.range(0, ROWS + NEW_ROWS));

        COMPUTED.put("first", textsComputed(spark, settings(dayOne, "first", DATE, shared())));
        COMPUTED.put("more", textsComputed(spark, settings(dayTwo, "more", DATE, shared())));
        copy(folder.resolve("store"), folder.resolve("store-of-two-runs"));
        Files.writeString(template, text + "{# #}");
        COMPUTED.put("template", textsComputed(spark, settings(dayOne, "template", DATE, shared())));
        Files.writeString(template, text);
        COMPUTED.put("again", textsComputed(spark, settings(dayOne, "again", DATE, shared())));
    }

    @AfterAll
    static void closeModels() {
        ModelHolder.closeAll();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static Row pair(int number) {
        return RowFactory.create("pair-" + number, "prompt " + number / 2, "yes " + number, "no " + number);
    }

    private static String pairs(SparkSession spark, String name, IntStream numbers) {
        String path = folder.resolve(name).toString();
        spark.createDataFrame(numbers.mapToObj(SharedStoreTest::pair).toList(), PAIRS)
                .write()
                .parquet(path);
        return path;
    }

    private static Settings settings(String input, String output, LocalDate date, StoreSettings store) {
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

    private static StoreSettings shared() {
        return shared("store");
    }

    private static StoreSettings shared(String store) {
        return new StoreSettings(Optional.of(folder.resolve(store).toString()), StoreSettings.Use.ON);
    }

    /** Forward passes as the model's process counts them, not as the run reports them. */
    private static long textsComputed(SparkSession spark, Settings settings) throws IOException {
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
    void computesNothingAgainAndOnlyWhatIsNew(SparkSession spark) {
        assertThat(COMPUTED)
                .containsEntry("first", 2L * ROWS)
                .containsEntry("more", 2L * NEW_ROWS)
                .containsEntry("again", 0L);
        SameTables.as(spark, folder.resolve("first"), "id").areIn(spark, folder.resolve("again"));
        assertThat(spark.read()
                        .parquet(folder.resolve("more/scores").toString())
                        .count())
                .isEqualTo(ROWS + NEW_ROWS);
    }

    /** The fingerprint is what a store knows a model by: the template's change, which is scored, stands for all of them. */
    @Test
    void computesAllAgainOnceAByteOfTheTemplateOrTheTokenizerChanges() throws IOException {
        assertThat(COMPUTED).containsEntry("template", 2L * ROWS).containsEntry("again", 0L);

        Path other = folder.resolve("other-tokenizer");
        copy(model, other);
        assertThat(fingerprint(other, DATE)).isEqualTo(fingerprint(model, DATE));
        Path tokenizer = other.resolve("tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer) + "\n");
        assertThat(fingerprint(other, DATE)).isNotEqualTo(fingerprint(model, DATE));
    }

    /** The date is a setting, so that of the night does not come into it: the template of all these runs writes it. */
    @Test
    void computesNothingAgainOnAnotherDayThoughTheTemplateWritesTheDate() {
        assertThat(COMPUTED).containsEntry("again", 0L);
        assertThat(fingerprint(model, DATE.plusDays(1))).isNotEqualTo(fingerprint(model, DATE));
    }

    private static String fingerprint(Path checkpoint, LocalDate date) {
        Settings there = ClusterRun.settings("unread", "unwritten", checkpoint.toString(), ScoringSettings.CHOSEN);
        EncodeSettings encode = settings("unread", "unwritten", date, shared()).encode();
        return CheckpointSource.read(there.model(), encode).fingerprint();
    }

    @Test
    void scoresEachOfFourResponsesOnceForSixComparisonsAndLeavesNoStoreWhereNoneIsWanted(SparkSession spark)
            throws IOException {
        int prompts = 10;
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
        StoreSettings none =
                new StoreSettings(Optional.of(folder.resolve("unwanted").toString()), StoreSettings.Use.OFF);

        assertThat(textsComputed(spark, settings(input.toString(), "out-four", DATE, none)))
                .isEqualTo(4L * prompts);
        assertThat(spark.read()
                        .parquet(folder.resolve("out-four/comparisons").toString())
                        .count())
                .as("two texts each, were they scored pair by pair")
                .isEqualTo(6L * prompts);
        assertThat(folder.resolve("unwanted")).doesNotExist();
        try (Stream<Path> files = Files.list(folder.resolve("out-four"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .filteredOn(name -> !name.startsWith("."))
                    .containsExactlyInAnyOrder("scores", "comparisons", "set-aside", "_RUN.json");
        }
    }

    /** A prompt with two thirds of all texts is spread over the waves like any others, and each of its texts scored once. */
    @Test
    void spreadsAPromptWithManyResponses(SparkSession spark) throws IOException {
        List<Row> rows = new ArrayList<>(
                IntStream.range(0, 100).mapToObj(SharedStoreTest::pair).toList());
        for (int number = 0; number < 200; number++) {
            rows.add(RowFactory.create("more-" + number, "the one prompt", "surely " + number, "hardly " + number));
        }
        String input = folder.resolve("skewed").toString();
        spark.createDataFrame(rows, PAIRS).write().parquet(input);
        Settings plain = settings(input, "skewed-out", DATE, StoreSettings.IN_OUTPUT);
        Settings settings = new Settings(
                plain.input(),
                plain.encode(),
                plain.model(),
                plain.store(),
                new ScoringSettings(OptionalLong.of(2_500), OptionalInt.of(1)),
                plain.output());

        assertThat(textsComputed(spark, settings)).isEqualTo(600);
        List<Long> waves =
                waveSizes(spark, folder.resolve("skewed-out/_store")).sorted().toList();
        assertThat(waves).hasSizeGreaterThan(4);
        assertThat(waves.get(waves.size() - 1)).isLessThanOrEqualTo(3 * waves.get(waves.size() / 2));
    }

    private static Stream<Long> waveSizes(SparkSession spark, Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("wave=")).toList().stream()
                    .map(wave -> spark.read().parquet(wave.toString()).count());
        }
    }

    @Test
    void compactsWhileItsWavesStayForThoseThatReadThemAndExpiresModelsThatNoRunAsksFor(SparkSession spark)
            throws IOException {
        String store = folder.resolve("store-of-two-runs").toString();
        StoreKeeper keeper = new StoreKeeper(spark, store, ProgressListener.SILENT);
        assertThat(keeper.shelves()).hasSize(1);
        StoreKeeper.Shelf before = keeper.shelves().get(0);
        assertThat(before.entries()).isEqualTo(2 * (ROWS + NEW_ROWS));
        assertThat(before.waves()).isGreaterThanOrEqualTo(2);
        assertThat(before.lastUsed()).isPresent();

        StoreKeeper astray = new StoreKeeper(spark, folder.toString(), ProgressListener.SILENT);
        assertThatThrownBy(() -> astray.expire(Duration.ofDays(90)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds no store of rewards (there is no folder fingerprint=… in it)");
        assertThatThrownBy(() -> astray.compact(Duration.ofDays(1))).hasMessageContaining("holds no store of rewards");

        assertThat(keeper.compact(Duration.ofDays(1))).isEqualTo(before.waves());
        StoreKeeper.Shelf after = keeper.shelves().get(0);
        assertThat(after.waves()).isEqualTo(1);
        assertThat(after.entries()).isEqualTo(2 * (ROWS + NEW_ROWS));
        assertThat(after.tokensComputed()).isEqualTo(before.tokensComputed());
        assertThat(waves(store)).as("replaced ones are still there").isEqualTo(before.waves() + 1);

        assertThat(keeper.compact(Duration.ZERO)).isZero();
        assertThat(waves(store)).isEqualTo(1);
        String input = folder.resolve("day-2").toString();
        assertThat(textsComputed(spark, settings(input, "compacted", DATE, shared("store-of-two-runs"))))
                .isZero();

        assertThat(keeper.expire(Duration.ofDays(1))).isEmpty();
        assertThat(keeper.shelves()).hasSize(1);
        assertThat(keeper.expire(Duration.ofDays(-1))).hasSize(1);
        assertThat(keeper.shelves()).isEmpty();
    }

    private static long waves(String store) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(store))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("wave="))
                    .count();
        }
    }

    @OnEachSpark
    @Test
    void stopsARunThatWasStartedAgainElsewhere(@TempDir Path own) throws IOException {
        org.apache.hadoop.conf.Configuration hadoop = new org.apache.hadoop.conf.Configuration();
        String output = own.resolve("out").toString();
        OutputFolder earlier = new OutputFolder(output, "run", Settings.Overwrite.OFF, hadoop);
        earlier.check();
        earlier.claim();
        earlier.requireOwn();

        OutputFolder later = new OutputFolder(output, "run", Settings.Overwrite.OFF, hadoop);
        later.check();
        later.claim();
        later.requireOwn();
        assertThatThrownBy(earlier::requireOwn)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("started again elsewhere");
        assertThatThrownBy(() -> earlier.publish(OutputFolder.Table.SCORES)).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> earlier.finish("{}", false)).isInstanceOf(UserError.class);
        later.finish("{}", false);
        assertThat(Files.readString(own.resolve("out/_RUN.json"))).isEqualTo("{}");
    }

    @Test
    void startsAgainWhereAKillLeftAFileHalfWritten(@TempDir Path own) throws IOException {
        org.apache.hadoop.conf.Configuration hadoop = new org.apache.hadoop.conf.Configuration();
        Path out = Files.createDirectory(own.resolve("out"));
        Files.writeString(out.resolve("_STARTED.json.0f8fad5b"), "{\"model");
        OutputFolder again = new OutputFolder(out.toString(), "run", Settings.Overwrite.OFF, hadoop);
        again.check();
        again.claim();
        assertThat(out.resolve("_STARTED.json.0f8fad5b")).doesNotExist();
    }
}
