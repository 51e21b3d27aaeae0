package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.GoldenModels;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.scoring.ModelHolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Inputs and outputs that cannot be used as a whole: each ends the command with its exit code and one clear message. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFilesTest {

    private static final Path MODEL = GoldenModels.folder("worldpm-tiny");
    private static final String GOOD = "{\"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\"}";

    private Path folder;
    private SparkSession spark;
    private CommandRuns runs;
    private int outputs;

    @BeforeAll
    void start(SparkSession session, @TempDir Path scratch) {
        folder = scratch;
        spark = session;
        runs = new CommandRuns(session, scratch);
    }

    @AfterAll
    void end() {
        ModelHolder.closeAll();
        runs.print("input or output");
    }

    private Path newOutput() {
        return folder.resolve("out-" + outputs++);
    }

    /** Holds a run to its exit code and the words of its message, and its output to not looking finished. */
    private void refused(String title, Path input, int code, String... words) {
        refusedWith(title, input, code, words, new String[0]);
    }

    private void refusedWith(String title, Path input, int code, String[] words, String... options) {
        Path output = newOutput();
        List<String> withoutReport = new ArrayList<>(List.of("--no-report"));
        withoutReport.addAll(List.of(options));
        CommandRuns.Outcome outcome = runs.score(MODEL, input, output, withoutReport.toArray(String[]::new));
        assertThat(outcome.message()).as(title).contains(words);
        assertThat(outcome.code()).as(title).isEqualTo(code);
        assertThat(output.resolve("_RUN.json")).doesNotExist();
        assertThat(output.resolve("scores/_SUCCESS")).doesNotExist();
        runs.note(title, outcome.shown());
    }

    private Path jsonl(String name, String... lines) throws IOException {
        return runs.lines(name + ".jsonl", List.of(lines));
    }

    private Path parquet(String name, String query) {
        Path path = folder.resolve(name + ".parquet");
        spark.sql(query).coalesce(1).write().parquet(path.toString());
        return path;
    }

    private static Path partOf(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void columnsThatFitNoSchema() throws IOException {
        refused(
                "missing column",
                jsonl("missing", "{\"prompt\": \"p\", \"chosen\": \"a\", \"extra\": 1}"),
                3,
                "column 'rejected' is missing",
                "found: chosen (string), extra (bigint), prompt (string)");
        refused(
                "misspelt column",
                jsonl("misspelt", "{\"prompt\": \"p\", \"choosen\": \"a\", \"rejected\": \"b\"}"),
                3,
                "column 'chosen' is missing (did you mean 'choosen'?)");
        refused(
                "number in a column of texts",
                jsonl("number", "{\"prompt\": 1, \"chosen\": \"a\", \"rejected\": \"b\"}"),
                3,
                "column 'prompt' must be text or a list of messages {role, content}; found bigint");
        refused(
                "misspelt prompt, without which another schema fits",
                jsonl("promt", "{\"promt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\"}"),
                3,
                "column 'prompt' is missing (did you mean 'promt'?)",
                "set input.schema=implicit-text-pair");
        refused(
                "object in a column of texts",
                jsonl("object", "{\"prompt\": \"p\", \"chosen\": {\"text\": \"a\"}, \"rejected\": \"b\"}"),
                3,
                "column 'chosen' must be text or a list of messages {role, content}; found struct<text:string>");
        refused(
                "column named prefscore",
                jsonl("taken", "{\"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\", \"prefscore\": 1}"),
                3,
                "has a column 'prefscore' already");
        refusedWith(
                "unknown schema named",
                jsonl("good", GOOD),
                2,
                new String[] {"there is no schema 'hh'", "hh-rlhf"},
                "--set",
                "input.schema=hh");
        refused("every line is broken", jsonl("broken", "no JSON", "[1]"), 3, "no line is a JSON object with columns");
    }

    @Test
    void inputsWithoutRows() throws IOException {
        refused("path that does not exist", folder.resolve("nowhere"), 3, "nowhere", "no such file or folder");
        refused("glob that matches nothing", folder.resolve("*.nothing"), 3, "*.nothing", "no such file or folder");
        refused("empty folder", Files.createDirectory(folder.resolve("hollow")), 3, "hollow", "found: nothing");
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("data.arrow"), "prompt,chosen,rejected\n");
        refused("folder of other files", other, 3, "holds no data file", ".parquet, .parq, .jsonl", "data.arrow");
        refused("empty JSONL file", jsonl("empty"), 3, "empty.jsonl", "holds no rows");
        refused("JSONL file of blank lines", jsonl("blank", "", "   "), 3, "blank.jsonl", "holds no rows");
        refused(
                "Parquet table without rows",
                parquet("none", "select 'p' as prompt, 'a' as chosen, 'b' as rejected where false"),
                3,
                "none.parquet",
                "holds no rows");
        Path both = Files.createDirectory(folder.resolve("both"));
        Files.writeString(both.resolve("a.jsonl"), GOOD);
        Files.createFile(both.resolve("b.parquet"));
        refused(
                "Parquet and JSONL side by side",
                both,
                3,
                "several formats: Parquet (b.parquet), JSON (a.jsonl)",
                "input.format");
    }

    @OnEachSpark
    @Test
    void filesThatCannotBeRead() throws IOException {
        Path table = parquet(
                "good", "select 'p' as prompt, uuid() as chosen, repeat(uuid(), 20) as rejected from range(500)");
        byte[] whole = Files.readAllBytes(partOf(table));
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        Files.write(mixed.resolve("part-1.parquet"), whole);
        Files.write(mixed.resolve("part-3.parquet"), whole);

        Files.write(mixed.resolve("part-2.parquet"), Arrays.copyOf(whole, whole.length - 100));
        refused("truncated Parquet file among good ones", mixed, 3, "part-2.parquet", "cannot be read");
        Files.write(mixed.resolve("part-2.parquet"), new byte[0]);
        refused("Parquet file of no bytes among good ones", mixed, 3, "part-2.parquet", "cannot be read");
        Files.writeString(mixed.resolve("part-2.parquet"), "this is a text and no Parquet file at all");
        refused("text named Parquet among good ones", mixed, 3, "part-2.parquet", "cannot be read");
        // what is looked at first is whole
        Files.write(table.resolve("a-first.parquet"), whole);
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 200, whole.length / 2, (byte) 0xEE);
        Files.write(mixed.resolve("part-2.parquet"), damaged);
        refused("Parquet file with damaged pages among good ones", mixed, 3, "part-2.parquet", "cannot be read");

        Path zipped = Files.createDirectory(folder.resolve("zipped"));
        Files.writeString(zipped.resolve("a.jsonl"), GOOD);
        byte[] packed = gzip((GOOD + "\n").repeat(2000));
        Files.write(zipped.resolve("b.jsonl.gz"), Arrays.copyOf(packed, packed.length / 2));
        // Spark 3.5 does not tell which file it was
        String broken = spark.version().startsWith("3.5.") ? "an input file" : "b.jsonl.gz";
        refused("truncated .gz among good files", zipped, 3, broken, "cannot be read");
        Files.writeString(zipped.resolve("b.jsonl.gz"), GOOD);
        refused("text named .gz among good files", zipped, 3, "b.jsonl.gz", "cannot be read");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void bytesThatAreNoText() throws IOException {
        // ED A0 80 is what a lone surrogate becomes where somebody writes it by force
        Path table = parquet(
                "bytes",
                "select 'good' as id, 'p' as prompt, 'a' as chosen, 'b' as rejected union all"
                        + " select 'bad', 'p', cast(unhex('61EDA080') as string), 'b' union all"
                        + " select null, 'p', null, 'b'");
        Path output = newOutput();
        assertThat(runs.score(MODEL, table, output, "--no-report").shown()).isEqualTo("exit 0: ");
        Map<String, String> rows = runs.rows(output);
        assertThat(rows)
                .hasSize(3)
                .containsEntry("good", "scored")
                .containsEntry("bad", "set aside as invalid-unicode: a text holds bytes that are not UTF-8")
                .containsEntry("'chosen' is null", "set aside as missing-field: 'chosen' is null");
        runs.note("lone surrogate as bytes in Parquet", String.valueOf(rows.get("bad")));
        List<Row> kept = runs.table(output, "set-aside")
                .where("id = 'bad'")
                .selectExpr("hex(chosen)")
                .collectAsList();
        assertThat(kept).extracting(row -> row.getString(0)).containsExactly("61EDA080");

        byte[] line = "{\"id\": \"raw\", \"prompt\": \"p?\", \"chosen\": \"a\", \"rejected\": \"b\"}\n"
                .getBytes(StandardCharsets.UTF_8);
        line[new String(line, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;
        Path file = Files.write(folder.resolve("raw.jsonl"), line);
        Files.writeString(file, "{\"id\": \"fine\", " + GOOD.substring(1), StandardOpenOption.APPEND);
        Path second = newOutput();
        assertThat(runs.score(MODEL, file, second, "--no-report").shown()).isEqualTo("exit 0: ");
        assertThat(runs.written(second)).isEqualTo(2);
        String gets =
                "set aside as invalid-unicode: not UTF-8: byte 0xFF at position 27 of the line, which is a character in"
                        + " other encodings, such as Latin-1; save the file as UTF-8";
        assertThat(runs.rows(second)).containsEntry("fine", "scored").containsValue(gets);
        runs.note("byte that is no UTF-8 in JSONL", gets);
    }

    @Test
    void outputsThatAreInUse() throws IOException {
        Path input = jsonl("input", GOOD);
        Path output = newOutput();
        assertThat(runs.score(MODEL, input, output).code()).isZero();
        String record = Files.readString(output.resolve("_RUN.json"));
        outcome("output holds a finished run", input, output, 5, "holds a finished run");
        assertThat(output.resolve("_RUN.json")).hasContent(record);
        // as when it was killed in the midst of its report
        Files.delete(output.resolve("report/metrics.json"));
        outcome("output lacks nothing but its report", input, output, 0, "its report, which was missing, is in out-");

        Path note = Files.writeString(output.resolve("note.txt"), "mine");
        CommandRuns.Outcome kept = runs.score(MODEL, input, output, "--overwrite");
        assertThat(kept.shown()).startsWith("exit 5").contains("note.txt").contains("--overwrite removes nothing");
        assertThat(output.resolve("_RUN.json")).exists();
        Files.delete(note);
        assertThat(runs.score(MODEL, input, output, "--overwrite").code()).isZero();
        assertThat(Files.readString(output.resolve("_RUN.json"))).isNotEqualTo(record);

        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "all my work");
        outcome("output holds somebody's files", input, foreign, 5, "holds files that are no run of ours");
        assertThat(foreign.resolve("thesis.txt")).hasContent("all my work");
        outcome("output is a file", input, foreign.resolve("thesis.txt"), 5, "is a file");
        assertThat(foreign.resolve("thesis.txt")).hasContent("all my work");
        outcome("output is the input's folder", input, folder, 5, "holds files that are no run of ours");
    }

    @Test
    void anUnfinishedOutputIsForTheSameRunOnly() throws IOException {
        Path table = parquet(
                "later", "select 'p' as prompt, uuid() as chosen, repeat(uuid(), 4) as rejected from range(120)");
        Path part = partOf(table);
        byte[] whole = Files.readAllBytes(part);
        // what is looked at first is whole
        Files.write(table.resolve("a-first.parquet"), whole);
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 200, whole.length / 2, (byte) 0xEE);
        Files.write(part, damaged);
        removeChecksums(table);
        Path output = newOutput();
        outcome("input that cannot be read to its end", table, output, 3, "cannot be read");
        assertThat(output.resolve("_STARTED.json")).exists();
        assertThat(output.resolve("_RUN.json")).doesNotExist();

        outcome(
                "output of an unfinished run with other input",
                jsonl("another", GOOD),
                output,
                5,
                "unfinished run with other input");
        Files.write(part, whole);
        assertThat(runs.score(MODEL, table, output, "--no-report").code()).isZero();
        assertThat(runs.written(output)).isEqualTo(240);
        assertThat(output.resolve("_RUN.json")).exists();
        assertThat(output.resolve("_STARTED.json")).doesNotExist();
        runs.note("output of this very run, unfinished, the input mended", "exit 0: resumed, all rows scored");
    }

    /** Hadoop's local file system would notice the damage before the Parquet reader, as no other file system does. */
    private static void removeChecksums(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".crc")).toList()) {
                Files.delete(file);
            }
        }
    }

    private void outcome(String title, Path input, Path output, int code, String... words) {
        CommandRuns.Outcome outcome = runs.score(MODEL, input, output);
        assertThat(outcome.message()).as(title).contains(words);
        assertThat(outcome.code()).as(title).isEqualTo(code);
        runs.note(title, outcome.shown());
    }
}
