package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small files in the shapes that people have say the same in every format. The Parquet files were written by pyarrow and by
 * DuckDB, from the lines of JSON that the others are compared with.
 */
@ExtendWith(LocalSpark.class)
class DoorFormatsTest {

    private static final Path RESOURCES = Path.of("src/test/resources");

    /** Cells of several types in one column stand only in JSON. */
    private static final String MIXED = "m24_mapped_mixed_cells";

    /** Its context may go, so that something is read. */
    private static final Map<String, String> FURTHER_SETTINGS =
            Map.of("m09_context_prompt_pair", "input.ignore=[\"context\"]");

    private static final Map<String, Reading> LINES = new TreeMap<>();

    @TempDir
    private Path folder;

    /** What a row says, apart from its name; or why it says nothing. */
    private record Said(
            List<Message> prompt,
            List<Response> responses,
            List<Comparison> comparisons,
            Map<String, String> slices,
            String skip) {

        static Said of(Parsed parsed) {
            if (parsed instanceof Parsed.Unusable unusable) {
                return new Said(
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        unusable.skip().reason() + ": " + unusable.skip().detail());
            }
            Example example = ((Parsed.Usable) parsed).example();
            return new Said(example.prompt(), example.responses(), example.comparisons(), example.slices(), "");
        }
    }

    /** A file's schema, and what its rows say. */
    private record Reading(String schema, boolean groupsByPrompt, List<Said> rows) {}

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("door"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jsonl"))
                    .map(name -> name.replace(".jsonl", ""))
                    .filter(name -> !name.equals(MIXED))
                    .sorted()
                    .toList();
        }
    }

    private static Path lines(String name) {
        return RESOURCES.resolve("door/" + name + ".jsonl");
    }

    private static Reading lines(SparkSession spark, String name) {
        return LINES.computeIfAbsent(name, unread -> read(spark, name, lines(name)));
    }

    private static Reading read(SparkSession spark, String name, Path file) {
        SettingsReader reader = new SettingsReader().set("input.paths=[\"" + file + "\"]");
        if (FURTHER_SETTINGS.containsKey(name)) {
            reader.set(FURTHER_SETTINGS.get(name));
        }
        InputSettings settings = reader.read(SettingsUse.TRANSFORM).input();
        InputTable table = new InputReader(spark, settings).open();
        List<String> columns = List.of(table.columns().fieldNames());
        List<Row> collected = table.someRows(columns, 10);
        PreferenceSchemas.Peek peek = (names, count) -> with(names, columns, collected);
        Recognition recognition = PreferenceSchemas.recognise(table.columns(), settings, peek);
        RowParser parser = recognition.parser();
        List<Said> rows = with(parser.columns(), columns, collected).stream()
                .map(row -> Said.of(parser.parse("", row)))
                .toList();
        assertThat(rows).as(name).hasSizeGreaterThanOrEqualTo(3);
        return new Reading(recognition.schema().name(), parser.groupsByPrompt(), rows);
    }

    /** Rows with some of the columns: the files are read once, which is what takes the time. */
    private static List<Row> with(List<String> names, List<String> columns, List<Row> rows) {
        return rows.stream()
                .map(row -> RowFactory.create(names.stream()
                        .map(name -> row.get(columns.indexOf(name)))
                        .toArray()))
                .toList();
    }

    @OnEachSpark
    @ParameterizedTest
    @ValueSource(strings = {"pyarrow", "duckdb"})
    void readsParquetOfOtherWritersAsTheLinesOfJson(String writer, SparkSession spark) throws IOException {
        List<String> names = names();
        assertThat(names).hasSize(20);
        for (String name : names) {
            Path parquet = RESOURCES.resolve("door-parquet/" + writer + "/" + name + ".parquet");

            assertThat(read(spark, name, parquet)).as(name).isEqualTo(lines(spark, name));
        }
    }

    @Test
    void readsTablesOfCellsAsTheLinesOfJson(SparkSession spark) throws IOException {
        for (String name : names()) {
            Path csv = folder.resolve(name + ".csv");
            Files.writeString(csv, cells(Files.readString(lines(name))));

            assertThat(read(spark, name, csv)).as(name).isEqualTo(lines(spark, name));
        }
    }

    /** As pandas writes a table: {@code True} and {@code False}, and lists and structs as JSON. */
    private static String cells(String lines) {
        List<JsonObject> rows = lines.lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        StringBuilder csv = new StringBuilder(String.join(",", rows.get(0).keySet())).append('\n');
        for (JsonObject row : rows) {
            csv.append(row.entrySet().stream()
                            .map(cell -> "\"" + text(cell.getValue()).replace("\"", "\"\"") + "\"")
                            .collect(Collectors.joining(",")))
                    .append('\n');
        }
        return csv.toString();
    }

    private static String text(JsonElement value) {
        if (!value.isJsonPrimitive()) {
            return value.toString();
        }
        boolean truth = value.getAsJsonPrimitive().isBoolean();
        return truth ? (value.getAsBoolean() ? "True" : "False") : value.getAsString();
    }

    /** Packings are unpacked before anything looks at a shape, so that a few of these are enough. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "m07_kto_messages_label",
                "m12_chatml_prompt",
                "m18_prompt_is_history_tuple",
                "r09_oasst_tree",
                "r36_prompt_responses_scores"
            })
    void readsPackedLinesOfJsonAsTheyAre(String name, SparkSession spark) throws IOException {
        Path packed = folder.resolve(name + ".jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(Files.readAllBytes(lines(name)));
        }

        assertThat(read(spark, name, packed)).isEqualTo(lines(spark, name));
    }
}
