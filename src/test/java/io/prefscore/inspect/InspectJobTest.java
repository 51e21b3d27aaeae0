package io.prefscore.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.preference.Skip;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.ProgressListener.Progress;
import io.prefscore.scoring.StepProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class InspectJobTest {

    private static final StructType PAIR = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType);

    /** Five lines: two share a prompt and an answer, one has two equal answers, two cannot be used. */
    private static final List<String> LINES = List.of(
            "{\"id\": \"a\", \"prompt\": \"Why?\", \"chosen\": \"Because.\", \"rejected\": \"No.\"}",
            "{\"id\": \"b\", \"prompt\": \"Why?\", \"chosen\": \"Because.\", \"rejected\": \"Well\"}",
            "{\"id\": \"c\", \"prompt\": \"How?!\", \"chosen\": \"So\", \"rejected\": \"So\"}",
            "{\"id\": \"d\", \"prompt\": null, \"chosen\": \"Yes\", \"rejected\": \"No\"}",
            "no JSON");

    @TempDir
    private static Path shared;

    private static @Nullable Inspection ofLines;
    private static final List<Progress> HEARD = new ArrayList<>();

    @BeforeAll
    static void inspectTheLines(SparkSession spark) throws IOException {
        String partitions = spark.conf().get("spark.sql.shuffle.partitions");
        ofLines = InspectJob.run(
                spark, settings(Files.write(shared.resolve("data.jsonl"), LINES)), Optional.empty(), HEARD::add);
        assertThat(spark.conf().get("spark.sql.shuffle.partitions"))
                .as("the session is put back as it was")
                .isEqualTo(partitions);
        assertThat(spark.sparkContext().getPersistentRDDs().isEmpty())
                .as("nothing is kept")
                .isTrue();
    }

    private static Inspection ofLines() {
        return Objects.requireNonNull(ofLines);
    }

    @OnEachSpark
    @Test
    void countsWhatCanBeCountedByHand() throws IOException {
        Path file = shared.resolve("data.jsonl");
        Inspection inspection = ofLines();

        assertThat(inspection.recognised().schema()).isEqualTo("pair");
        assertThat(inspection.source()).isEqualTo(new Inspection.Source(file.toString(), 1, Files.size(file), "jsonl"));
        assertThat(inspection.rows()).isEqualTo(5);
        assertThat(inspection.allSetAside()).isEqualTo(2);
        assertThat(inspection.examples().count()).isEqualTo(3);
        assertThat(inspection.examples().comparisons()).isEqualTo(3);
        assertThat(inspection.examples().ties()).isZero();
        assertThat(inspection.examples().responses().bars(16)).containsExactly(new LengthHistogram.Bar(2, 2, 3));
        assertThat(inspection.examples().turns().bars(16)).containsExactly(new LengthHistogram.Bar(1, 1, 3));
        // prompts 4, 4, 5; answers 8, 3, 8, 4, 2, 2
        assertThat(inspection.lengths().promptCharacters().sum()).isEqualTo(13);
        assertThat(inspection.lengths().responseCharacters().sum()).isEqualTo(27);
        assertThat(inspection.lengths().responseCharacters().quantile(0.5)).hasValue(3);
        assertThat(inspection.lengths().responseCharacters().max()).isEqualTo(8);
        assertThat(inspection.lengths().tokens()).isEmpty();
        // distinct: Why?Because. 12, Why?No. 7, Why?Well 8, How?!So 7; "Why?" stands three times and is needed once
        Inspection.Work work = inspection.work();
        assertThat(work.texts()).isEqualTo(6);
        assertThat(work.distinctTexts()).isEqualTo(4);
        assertThat(work.duplicateShare()).isEqualTo(2.0 / 6);
        assertThat(work.prompts()).isEqualTo(2);
        assertThat(work.characters()).isEqualTo(new Inspection.Amount(12 + 7 + 12 + 8 + 7 + 7, 34, 34 - 2 * 4));
        assertThat(work.characters().sharedPromptShare()).isEqualTo(8.0 / 34);
        assertThat(work.characters().savedShare()).isEqualTo((53.0 - 26) / 53);
        assertThat(work.tokens()).isEmpty();
        assertThat(inspection.model()).isEmpty();
    }

    @Test
    void showsRowsThatWereSetAsideAndWritesJsonInAsciiAlone(SparkSession spark, @TempDir Path folder)
            throws IOException {
        String line =
                "{\"id\": \"ä\", \"prompt\": \"你好 \uD83D\uDE00\", \"chosen\": \"\\u001b[2J\", \"rejected\": \"\\\\ \\\"\"}";
        List<String> lines = new ArrayList<>(List.of(line, LINES.get(3)));
        for (int broken = 0; broken < 11; broken++) {
            lines.add("broken " + broken);
        }
        Inspection inspection = inspect(spark, Files.write(folder.resolve("data.jsonl"), lines));

        assertThat(inspection.setAside()).containsOnlyKeys(Skip.Reason.UNREADABLE_RECORD, Skip.Reason.MISSING_FIELD);
        Inspection.SetAside missing = inspection.setAside().get(Skip.Reason.MISSING_FIELD);
        assertThat(missing.rows()).isEqualTo(1);
        assertThat(missing.shown()).hasSize(1);
        assertThat(missing.shown().get(0).row()).isEqualTo("data.jsonl, line 2");
        assertThat(missing.shown().get(0).detail()).isEqualTo("'prompt' is null");
        Inspection.SetAside unreadable = inspection.setAside().get(Skip.Reason.UNREADABLE_RECORD);
        assertThat(unreadable.rows()).isEqualTo(11);
        assertThat(unreadable.shown()).hasSize(3);
        assertThat(unreadable.shown())
                .extracting(SetAsideRow::detail)
                .allMatch(detail -> detail.startsWith("not a JSON object: "));

        String json = InspectionJson.of(inspection);
        assertThat(json.chars()).allMatch(unit -> unit < 0x7F);
        JsonObject example = JsonParser.parseString(json)
                .getAsJsonObject()
                .getAsJsonArray("rendered_examples")
                .get(0)
                .getAsJsonObject();
        assertThat(example.get("id").getAsString()).isEqualTo("ä");
        assertThat(example.get("prompt").getAsString()).isEqualTo("[user]\n你好 \uD83D\uDE00\n\n");
        assertThat(example.getAsJsonArray("responses")
                        .get(0)
                        .getAsJsonObject()
                        .get("text")
                        .getAsString())
                .isEqualTo("[assistant]\n\u001b[2J\n\n");
    }

    @Test
    void rendersExamplesWithTheirRoles() {
        Inspection inspection = ofLines();

        assertThat(inspection.rendered()).extracting(RenderedExample::id).containsExactlyInAnyOrder("a", "b", "c");
        RenderedExample first = inspection.rendered().stream()
                .filter(example -> example.id().equals("a"))
                .findFirst()
                .orElseThrow();
        assertThat(first.prompt()).isEqualTo("[user]\nWhy?\n\n");
        assertThat(first.responses())
                .containsExactly(
                        new RenderedExample.Text("[assistant]\nBecause.\n\n", null, null),
                        new RenderedExample.Text("[assistant]\nNo.\n\n", null, null));
        assertThat(first.comparisons()).containsExactly(new RenderedExample.Judgement(0, 1, null, null));
    }

    @Test
    void saysTheSameHoweverTheRowsAreCut(SparkSession spark) {
        List<Row> rows = new ArrayList<>();
        Random random = new Random(5);
        for (int row = 0; row < 300; row++) {
            // few different texts, so that duplicates and shared prompts abound
            rows.add(RowFactory.create(
                    random.nextInt(20) == 0 ? null : "id" + row,
                    random.nextInt(15) == 0 ? null : "q".repeat(random.nextInt(90)),
                    "a".repeat(random.nextInt(200)),
                    random.nextInt(30) == 0 ? null : "b".repeat(random.nextInt(5))));
        }
        Dataset<Row> table = spark.createDataFrame(rows, PAIR);

        String one = json(spark, table.repartition(1));
        assertThat(json(spark, table.orderBy("rejected").repartition(11))).isEqualTo(one);
        JsonObject parsed = JsonParser.parseString(one).getAsJsonObject();
        assertThat(parsed.get("rows").getAsLong()).isEqualTo(300);
        assertThat(parsed.get("examples").getAsLong() + parsed.get("set_aside").getAsLong())
                .isEqualTo(300);
        assertThat(parsed.getAsJsonArray("rendered_examples")).hasSize(3);
        assertThat(parsed.get("distinct_texts").getAsLong())
                .isEqualTo(rows.stream()
                        .filter(row -> !row.isNullAt(1) && !row.isNullAt(3))
                        .flatMap(row -> List.of(
                                row.getString(1) + "|" + row.getString(2), row.getString(1) + "|" + row.getString(3))
                                .stream())
                        .distinct()
                        .count());
    }

    @Test
    void countsRowsOfOnePromptAsOneExample(SparkSession spark) throws Exception {
        // prompts with 2, 2, 1 and 3 rated answers, two of which are rated alike, and a row without answer
        Path file =
                Path.of(Objects.requireNonNull(InspectJobTest.class.getResource("/preference-data/helpsteer2.jsonl"))
                        .toURI());

        Inspection inspection = inspect(spark, file);

        assertThat(inspection.recognised().schema()).isEqualTo("helpsteer2");
        assertThat(inspection.rows()).isEqualTo(9);
        assertThat(inspection.allSetAside()).isEqualTo(1);
        assertThat(inspection.exceedsErrorBudget()).isTrue();
        assertThat(inspection.examples().count()).isEqualTo(4);
        assertThat(inspection.examples().comparisons()).isEqualTo(1 + 1 + 3);
        assertThat(inspection.examples().ties()).isEqualTo(1);
        assertThat(inspection.examples().responses().bars(16))
                .containsExactly(
                        new LengthHistogram.Bar(1, 1, 1),
                        new LengthHistogram.Bar(2, 2, 2),
                        new LengthHistogram.Bar(3, 3, 1));
        assertThat(inspection.examples().turns().bars(16))
                .containsExactly(
                        new LengthHistogram.Bar(1, 1, 3),
                        new LengthHistogram.Bar(2, 2, 0),
                        new LengthHistogram.Bar(3, 3, 1));
        assertThat(inspection.work().texts()).isEqualTo(8);
        assertThat(inspection.work().prompts()).isEqualTo(4);
        assertThat(inspection.rendered()).hasSize(3);
        assertThat(inspection.rendered())
                .filteredOn(example -> example.prompt().contains("Count to three."))
                .allSatisfy(example -> assertThat(example.responses())
                        .extracting(RenderedExample.Text::text)
                        .containsExactly(
                                "[assistant]\n1, 2, 3.\n\n", "[assistant]\n123\n\n", "[assistant]\nOne and two.\n\n"));
    }

    @Test
    void countsTheValuesOfSlices(SparkSession spark, @TempDir Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String domain : List.of("chat", "code", "chat")) {
            lines.add(
                    "{\"id\": " + lines.size() + ", \"prompt\": \"Q\", \"chosen\": [\"a\", \"b\", \"c\"], \"rejected\":"
                            + " [\"d\", \"e\", \"f\"], \"domain\": \"" + domain + "\"}");
        }
        Inspection inspection = inspect(spark, Files.write(folder.resolve("data.jsonl"), lines));

        assertThat(inspection.recognised().schema()).isEqualTo("rm-bench");
        assertThat(inspection.examples().comparisons()).isEqualTo(3 * 9);
        assertThat(inspection.exceedsErrorBudget()).isFalse();
        assertThat(inspection.slices())
                .contains(new Inspection.Slice(
                        "domain",
                        2,
                        List.of(new Inspection.ValueCount("chat", 2), new Inspection.ValueCount("code", 1))));
    }

    /** Both are asserted where the job is run. */
    @OnEachSpark
    @Test
    void putsTheSessionBackAsItWasAndKeepsNothing() {
        assertThat(HEARD.stream().map(Progress::step).distinct())
                .containsExactly("opens the input", "reads the rows", "counts");
        assertThat(HEARD).extracting(Progress::share).isSorted().last().satisfies(share -> assertThat(share)
                .isGreaterThan(0.75));
    }

    @Test
    void hasFiguresForNoUsableRow(SparkSession spark, @TempDir Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve("data.jsonl"),
                List.of(
                        "{\"prompt\": \"Why?\", \"chosen\": \"Because.\", \"rejected\": null}",
                        "{\"prompt\": \"Why?\", \"chosen\": null, \"rejected\": \"x\"}"));

        Inspection inspection = inspect(spark, file);

        assertThat(inspection.rows()).isEqualTo(2);
        assertThat(inspection.allSetAside()).isEqualTo(2);
        assertThat(inspection.examples().count()).isZero();
        JsonObject json = JsonParser.parseString(InspectionJson.of(inspection)).getAsJsonObject();
        assertThat(json.get("duplicate_share").getAsDouble()).isZero();
        assertThat(json.getAsJsonObject("lengths")
                        .getAsJsonObject("prompt_characters")
                        .get("mean")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void documentsTheKeysOfItsJson() {
        String json = InspectionJson.of(ofLines());

        JsonObject parsed = JsonParser.parseString(json).getAsJsonObject();
        assertThat(parsed.keySet())
                .containsExactly(
                        "source",
                        "files",
                        "bytes",
                        "format",
                        "schema",
                        "schema_reason",
                        "also_fits",
                        "declaration",
                        "not_read",
                        "ignored",
                        "refusal",
                        "rows",
                        "examples",
                        "comparisons",
                        "ties",
                        "set_aside",
                        "set_aside_reasons",
                        "set_aside_examples",
                        "max_set_aside",
                        "exceeds_max_set_aside",
                        "flagged",
                        "exceeds_max_flagged",
                        "slices",
                        "responses_per_prompt",
                        "turns_per_prompt",
                        "lengths",
                        "length_resolution",
                        "texts",
                        "distinct_texts",
                        "duplicate_share",
                        "prompts",
                        "shared_prompt_share",
                        "work",
                        "model",
                        "rendered_examples");
        assertThat(parsed.get("set_aside").getAsLong()).isEqualTo(2);
        assertThat(parsed.getAsJsonObject("set_aside_reasons").toString())
                .isEqualTo("{\"unreadable-record\":1,\"missing-field\":1}");
        assertThat(parsed.getAsJsonObject("responses_per_prompt").toString()).isEqualTo("{\"2\":3}");
        assertThat(parsed.getAsJsonObject("work").toString())
                .isEqualTo("{\"characters\":{\"asked\":53,\"without_duplicates\":34,\"with_shared_prompts\":26,"
                        + "\"shared_prompt_share\":0.23529411764705882,\"saved_share\":0.5094339622641509}}");
        assertThat(parsed.get("model").isJsonNull()).isTrue();
    }

    private static Inspection inspect(SparkSession spark, Path file) {
        return InspectJob.run(spark, settings(file), Optional.empty(), ProgressListener.SILENT);
    }

    private static String json(SparkSession spark, Dataset<Row> table) {
        InputTable input = InputReader.of(table, "rows");
        return InspectionJson.of(job(spark)
                .look(
                        input,
                        PreferenceSchemas.recognise(
                                input, settings(Path.of("unused")).input())));
    }

    private static InspectJob job(SparkSession spark) {
        return new InspectJob(
                spark,
                settings(Path.of("unused")),
                Optional.empty(),
                new StepProgress(spark.sparkContext(), ProgressListener.SILENT, "inspect"));
    }

    private static Settings settings(Path file) {
        return new SettingsReader()
                .flag("--input", "input.paths", List.of(file.toString()))
                .read(SettingsUse.INSPECT);
    }
}
