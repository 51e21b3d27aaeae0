package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachSpark
@ExtendWith(LocalSpark.class)
class InputReaderTest {

    @TempDir
    private Path folder;

    private static InputSettings settings(List<String> paths, OptionalLong limit, OptionalDouble sample) {
        return new InputSettings(
                paths,
                Optional.empty(),
                InputSettings.Format.AUTO,
                Optional.empty(),
                limit,
                sample,
                17,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
    }

    private static InputTable open(SparkSession spark, Path... paths) {
        List<String> names = List.of(paths).stream().map(Path::toString).toList();
        return new InputReader(spark, settings(names, OptionalLong.empty(), OptionalDouble.empty())).open();
    }

    private static List<Long> numbers(InputTable table) {
        return table.rows().select("row.n").collectAsList().stream()
                .map(row -> row.getLong(0))
                .sorted()
                .toList();
    }

    private void writeParquet(SparkSession spark, String name, long from, long to, int files) {
        spark.range(from, to, 1, files)
                .toDF("n")
                .write()
                .parquet(folder.resolve(name).toString());
    }

    private Path lines(String name, int from, int to) throws IOException {
        return Files.write(
                folder.resolve(name),
                IntStream.range(from, to).mapToObj("{\"n\": %d}"::formatted).toList());
    }

    /** Wherever in the row the text stands: parsing it costs more than the whole look. */
    @Test
    void looksAtNoRowWithAVeryLongText(SparkSession spark) throws IOException {
        String word = "\"word\"";
        String lengthy = "\"" + "word and ".repeat(200_000) + "\"";
        Path lines = Files.writeString(
                folder.resolve("rows.jsonl"),
                Stream.of(List.of(word, word), List.of(lengthy, word), List.of(word, lengthy), List.of(word, word))
                        .map(row -> "{\"asked\": %s, \"said\": [{\"content\": %s}]}".formatted(row.get(0), row.get(1)))
                        .collect(Collectors.joining("\n")));

        List<Row> seen = open(spark, lines).someRows(List.of("asked", "said"), 10);

        assertThat(seen)
                .extracting(Row::toString)
                .hasSize(2)
                .allMatch(row -> row.length() < 100 && !row.contains("left out"));
        assertThat(open(spark, lines).rows().count()).isEqualTo(4);
    }

    @Test
    void hasNothingToShortenWhereNoTextIsLong(SparkSession spark) throws IOException {
        InputTable table = open(spark, lines("rows.jsonl", 0, 3));

        assertThat(table.settingAside(TooLong.ANY_LONG_TEXT)).isSameAs(table);
    }

    /** Lines are trimmed to tell which are blank; a plan that does so twice copies each of them once more. */
    @Test
    void trimsALineOnce(SparkSession spark) throws IOException {
        Path lines = Files.writeString(folder.resolve("rows.jsonl"), "{\"n\": 1}\n \n\n\t{\"n\": 2} \n");
        InputTable table = open(spark, lines);

        String plan =
                table.rows().select("row.n").queryExecution().optimizedPlan().toString();

        assertThat(plan.split("UDF\\(cast\\(value#\\d+ as binary\\)\\) as string", -1))
                .hasSize(2);
        assertThat(numbers(table)).containsExactly(1L, 2L);
    }

    /** Fewer than a file holds, as many, and more; within a file, at the end of one, and of all. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void limitsToTheFirstRowsWhereverFilesEnd(int files, SparkSession spark) throws IOException {
        int rows = 3;
        for (int file = 0; file < files; file++) {
            int from = file * rows;
            spark.range(from, from + rows, 1, 1).toDF("n").coalesce(1).write().parquet(folder + "/written-" + file);
            try (Stream<Path> parts = Files.list(folder.resolve("written-" + file))) {
                Path part = parts.filter(path -> path.toString().endsWith(".parquet"))
                        .findFirst()
                        .orElseThrow();
                Files.move(
                        part, Files.createDirectories(folder.resolve("parquet")).resolve(file + ".parquet"));
            }
            Files.createDirectories(folder.resolve("jsonl"));
            lines("jsonl/" + file + ".jsonl", from, from + rows);
            Files.writeString(
                    Files.createDirectories(folder.resolve("csv")).resolve(file + ".csv"),
                    IntStream.range(from, from + rows)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining("\n", "n\n", "\n")));
        }
        for (String format : List.of("parquet", "jsonl", "csv")) {
            for (int limit : new int[] {2, 3, files * rows, files * rows + 1}) {
                List<Long> read = numbers(new InputReader(
                                spark,
                                settings(
                                        List.of(folder.resolve(format).toString()),
                                        OptionalLong.of(limit),
                                        OptionalDouble.empty()))
                        .open());
                assertThat(read)
                        .as("%d of %s", limit, format)
                        .isEqualTo(LongStream.range(0, Math.min(limit, files * rows))
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void readsFilesFoldersAndGlobs(SparkSession spark) throws IOException {
        writeParquet(spark, "data", 0, 10, 3);
        Files.writeString(folder.resolve("data/README.md"), "beside the data");
        Path nested = Files.createDirectories(folder.resolve("tree/deep [x]"));
        Files.move(lines("one.jsonl", 0, 2), nested.resolve("one.jsonl"));
        Files.move(lines("two.ndjson", 2, 4), folder.resolve("tree/two.ndjson"));

        assertThat(numbers(open(spark, folder.resolve("data")))).hasSize(10).doesNotHaveDuplicates();
        assertThat(numbers(open(spark, folder.resolve("data/*.parquet")))).hasSize(10);
        assertThat(numbers(open(spark, folder.resolve("tree")))).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void makesColumnsOfFoldersThatNameThem(SparkSession spark) throws IOException {
        Files.createDirectories(folder.resolve("days/day=monday"));
        Files.createDirectories(folder.resolve("days/day=tuesday"));
        Files.move(lines("a.jsonl", 0, 2), folder.resolve("days/day=monday/a.jsonl"));
        Files.move(lines("b.jsonl", 2, 3), folder.resolve("days/day=tuesday/b.jsonl"));

        InputTable table = open(spark, folder.resolve("days"));

        assertThat(table.columns().fieldNames()).containsExactly("n", "day");
        assertThat(table.rows().where("row.day = 'monday'").count()).isEqualTo(2);
    }

    @Test
    void knowsRowsByFileAndIndexWhateverThePartitions(SparkSession spark) {
        writeParquet(spark, "data", 0, 40, 4);
        List<Row> once = open(spark, folder.resolve("data"))
                .rows()
                .select("row.n", InputTable.IDENTITY, InputTable.NAME)
                .orderBy("n")
                .collectAsList();
        List<Row> again = open(spark, folder.resolve("data"))
                .rows()
                .repartition(7)
                .select("row.n", InputTable.IDENTITY, InputTable.NAME)
                .orderBy("n")
                .collectAsList();

        assertThat(again).usingRecursiveFieldByFieldElementComparator().isEqualTo(once);
        assertThat(once.stream().map(row -> row.getString(2))).doesNotHaveDuplicates();
        assertThat(once.get(0).getString(2)).matches("part-.*\\.parquet#0");
    }

    @Test
    void takesTheFirstRowsByFileOrder(SparkSession spark) throws IOException {
        writeParquet(spark, "data", 0, 40, 4);
        lines("a.jsonl", 0, 5);
        lines("b.jsonl", 5, 10);
        String parquet = folder.resolve("data").toString();
        List<String> lines = List.of(folder.resolve("*.jsonl").toString());

        assertThat(numbers(
                        new InputReader(spark, settings(List.of(parquet), OptionalLong.of(13), OptionalDouble.empty()))
                                .open()))
                .isEqualTo(IntStream.range(0, 13).mapToObj(Long::valueOf).toList());
        assertThat(numbers(new InputReader(spark, settings(lines, OptionalLong.of(7), OptionalDouble.empty())).open()))
                .isEqualTo(IntStream.range(0, 7).mapToObj(Long::valueOf).toList());
    }

    @Test
    void drawsTheSameSampleEveryTime(SparkSession spark) {
        writeParquet(spark, "data", 0, 2000, 2);
        InputSettings settings =
                settings(List.of(folder.resolve("data").toString()), OptionalLong.empty(), OptionalDouble.of(0.25));

        List<Long> drawn = numbers(new InputReader(spark, settings).open());

        // Four standard deviations of a binomial with n = 2000, p = 0.25 are 77.
        assertThat(drawn.size()).isBetween(423, 577);
        assertThat(numbers(new InputReader(spark, settings).open())).isEqualTo(drawn);
    }

    @Test
    void namesAFileThatCannotBeRead(SparkSession spark) throws IOException {
        writeParquet(spark, "data", 0, 10, 2);
        Files.writeString(folder.resolve("data/part-broken.parquet"), "this is no Parquet file at all");

        assertThatThrownBy(() -> open(spark, folder.resolve("data")))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT))
                .hasMessageContaining("part-broken.parquet: cannot be read");
    }

    @Test
    void saysWhatIsWrongWithThePaths(SparkSession spark) throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("table.xlsx"), "x");
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        Files.writeString(mixed.resolve("a.jsonl"), "{}");
        Files.writeString(mixed.resolve("a.parquet"), "x");
        Path blank = Files.writeString(folder.resolve("blank.jsonl"), "\n\n");
        Path text = Files.writeString(folder.resolve("text.jsonl"), "no\nJSON\n");

        assertThatThrownBy(() -> open(spark, folder.resolve("nowhere")))
                .hasMessageEndingWith("nowhere: no such file or folder");
        assertThat(Remedies.ofName("argilla/some-pairs"))
                .endsWith("hf download --repo-type dataset argilla/some-pairs --local-dir some-pairs");
        assertThat(Remedies.ofName("hf://datasets/argilla/some-pairs/data"))
                .endsWith("hf download --repo-type dataset argilla/some-pairs --local-dir some-pairs");
        assertThat(Remedies.ofName("https://example.org/a.jsonl")).endsWith("curl -L -O 'https://example.org/a.jsonl'");
        assertThat(Remedies.ofName("/data/a/b")).isEmpty();
        Files.writeString(folder.resolve("semicolons.csv"), "prompt;chosen;rejected\na;b;c\n");
        assertThatThrownBy(() -> open(spark, folder.resolve("semicolons.csv")))
                .hasMessageContaining("its cells are parted by ';' and not by ','; write it again: python -c ");
        Path saved = Files.createDirectory(folder.resolve("saved"));
        Files.writeString(saved.resolve("data-00000-of-00001.arrow"), "x");
        assertThatThrownBy(() -> open(spark, saved)).hasMessageContaining("datasets.load_from_disk('");
        assertThatThrownBy(() -> open(spark, empty)).hasMessageContaining("found: nothing");
        assertThatThrownBy(() -> open(spark, other)).hasMessageContaining("found: table.xlsx; set input.format");
        assertThatThrownBy(() -> open(spark, mixed))
                .hasMessageContaining("holds files of several formats: Parquet (a.parquet), JSON (a.jsonl)");
        assertThatThrownBy(() -> open(spark, blank)).hasMessageContaining("holds no rows");
        assertThatThrownBy(() -> open(spark, text)).hasMessageContaining("no line is a JSON object");
    }

    @Test
    void readsCatalogTables(SparkSession spark) {
        spark.range(5).toDF("n").createOrReplaceTempView("five");
        InputSettings five = new InputSettings(
                List.of(),
                Optional.of("five"),
                InputSettings.Format.AUTO,
                Optional.empty(),
                OptionalLong.of(3),
                OptionalDouble.empty(),
                0,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
        InputSettings none = new InputSettings(
                List.of(),
                Optional.of("nowhere"),
                InputSettings.Format.AUTO,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                0,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());

        List<Long> drawn = numbers(new InputReader(spark, five).open());

        assertThat(drawn).hasSize(3).isEqualTo(numbers(new InputReader(spark, five).open()));
        assertThatThrownBy(() -> new InputReader(spark, none).open())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("there is no table `nowhere`");
    }

    private static Path typed(String name) {
        return Path.of("src/test/resources/parquet-types", name + ".parquet");
    }

    /** As pandas writes {@code datetime64[ns]}. */
    @Test
    void carriesNanosecondsAsWholeNumbers(SparkSession spark) {
        InputTable table = open(spark, typed("nanos"));

        assertThat(table.columns().toDDL()).contains("BIGINT");
        assertThat(table.rows().select("row.*").collectAsList()).hasSize(6);
    }

    @Test
    void readsBytesAsTextWhereASchemaHasText(SparkSession spark) {
        InputTable table = open(spark, typed("binary-text"));

        assertThat(table.columns().toDDL()).contains("chosen STRING").doesNotContain("chosen BINARY");
        assertThat(table.rows().select("row.chosen").collectAsList())
                .hasSize(6)
                .allSatisfy(row -> assertThat(row.getString(0)).isNotEmpty());
    }

    /**
     * What the files hold, and which columns Spark has no type for, as pyarrow tells. Spark 3.5 stumbles over the second file
     * before it comes to the types, and does not say over what.
     */
    @ParameterizedTest
    @CsvSource({
        "duckdb, 'h DOUBLE,s STRUCT<a: BIGINT, b: ARRAY<BIGINT>>', '{iv=INTERVAL, u=UUID}'",
        "odd-types, 'dur BIGINT,e ARRAY<INT>', '{dec=DECIMAL(50,2), f16=FLOAT16, t=TIME(MICROS,false)}'"
    })
    void leavesOutColumnsThatSparkCannotRead(String name, String columns, String leftOut, SparkSession spark) {
        if (leftOut.contains("FLOAT16") && spark.version().startsWith("3.")) {
            assertThatThrownBy(() -> open(spark, typed(name)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("odd-types.parquet: cannot be read: ");
            return;
        }
        InputTable table = open(spark, typed(name));

        assertThat(table.columns().toDDL()).isEqualTo("prompt STRING,chosen STRING,rejected STRING," + columns);
        assertThat(table.leftOut()).hasToString(leftOut);
        assertThat(table.rows().select("row.*").collectAsList())
                .hasSize(6)
                .allSatisfy(row -> assertThat(row.getString(0)).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({"u", "iv"})
    void saysWhichTypeSparkCannotReadWhereTheColumnIsRead(String column, SparkSession spark) {
        InputSettings read = new InputSettings(
                List.of(typed("duckdb").toString()),
                Optional.empty(),
                InputSettings.Format.AUTO,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                17,
                ColumnMapping.NONE.withSlices(List.of(column)),
                List.of(),
                Map.of(),
                1,
                Map.of());

        assertThatThrownBy(() -> new InputReader(spark, read).open())
                .isInstanceOf(UserError.class)
                .hasMessageMatching(
                        "the files have a column of the type .*(INTERVAL|UUID).*, which Spark cannot read; .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1].jsonl", "{a,b}.jsonl", "back\\slash.jsonl", "a*.jsonl"})
    void takesAFileOfTheVeryNameBeforeAPattern(String name, SparkSession spark) throws IOException {
        lines("1.jsonl", 10, 20);
        lines("ab.jsonl", 10, 20);

        assertThat(numbers(open(spark, lines(name, 0, 2)))).containsExactly(0L, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_under.jsonl", ".hidden.jsonl"})
    void saysThatSparkPassesOverSomeNames(String name, SparkSession spark) throws IOException {
        Path file = lines(name, 0, 2);

        assertThatThrownBy(() -> open(spark, file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(name + ": Spark reads no file whose name begins with '_' or '.'; rename it");
    }

    @Test
    void saysThatNoNameMayHoldAColon(SparkSession spark) throws IOException {
        lines("fine.jsonl", 0, 2);
        lines("12:30.jsonl", 0, 2);

        for (Path path : List.of(folder, folder.resolve("12:30.jsonl"))) {
            assertThatThrownBy(() -> open(spark, path))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("12:30.jsonl")
                    .hasMessageContaining("read no file with a colon in its name: rename it");
        }
    }
}
