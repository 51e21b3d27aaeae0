package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people publish them: every format and packing, whole and broken. */
@ExtendWith(LocalSpark.class)
class InputFormatsTest {

    private static final String LONE = "\\ud83d";

    @TempDir
    private Path folder;

    private static InputSettings settings(Path path, InputSettings.Format format, OptionalLong limit) {
        return new InputSettings(
                List.of(path.toString()),
                Optional.empty(),
                format,
                Optional.empty(),
                limit,
                OptionalDouble.empty(),
                17,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
    }

    private static InputTable open(SparkSession spark, Path path) {
        return new InputReader(spark, settings(path, InputSettings.Format.AUTO, OptionalLong.empty())).open();
    }

    private static InputTable first(SparkSession spark, Path path, long limit) {
        return new InputReader(spark, settings(path, InputSettings.Format.AUTO, OptionalLong.of(limit))).open();
    }

    /** The rows as JSON, those that are set aside as their reason and detail. */
    private static List<String> rows(InputTable table) {
        return table
                .rows()
                .selectExpr("coalesce(concat(defect_reason, ': ', defect_detail), to_json(row))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private static List<Long> numbers(InputTable table) {
        return table.rows().select("row.n").collectAsList().stream()
                .map(row -> row.getLong(0))
                .sorted()
                .toList();
    }

    private Path write(String name, String... lines) throws IOException {
        return write(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /** Packs as the ending says; {@code .zst} in two frames, as pzstd and concatenation make them. */
    private static byte[] packed(String text, String ending) throws IOException {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        switch (ending) {
            case "" -> packed.writeBytes(plain);
            case ".gz" -> {
                try (OutputStream stream = new GZIPOutputStream(packed)) {
                    stream.write(plain);
                }
            }
            case ".bz2" -> {
                BZip2Codec codec = new BZip2Codec();
                codec.setConf(new Configuration());
                try (OutputStream stream = codec.createOutputStream(packed)) {
                    stream.write(plain);
                }
            }
            default -> {
                int half = plain.length / 2;
                packed.writeBytes(Zstd.compress(Arrays.copyOf(plain, half)));
                packed.writeBytes(Zstd.compress(Arrays.copyOfRange(plain, half, plain.length)));
            }
        }
        return packed.toByteArray();
    }

    private static List<Long> range(int from, int to) {
        return IntStream.range(from, to).mapToObj(Long::valueOf).toList();
    }

    private static String objects(int from, int to, String between) {
        return IntStream.range(from, to)
                .mapToObj("{\"n\": %d, \"t\": [\"a, ]} \\\" \", {}]}"::formatted)
                .collect(Collectors.joining(between));
    }

    /** All files of a family at once: each has numbers of its own. The first rows are those of files that are packed, too. */
    @OnEachSpark
    @Test
    void readsEveryFormatInEveryPacking(SparkSession spark) throws IOException {
        int rows = 100;
        int from = 0;
        int csvFrom = 0;
        for (String packing : List.of("", ".gz", ".bz2", ".zst", ".zstd")) {
            String cells = IntStream.range(csvFrom, csvFrom + rows)
                    .mapToObj("%d,\"two\nlines\""::formatted)
                    .collect(Collectors.joining("\r\n"));
            write("json/a.jsonl" + packing, packed(objects(from, from + rows, "\n"), packing));
            write("json/b.json" + packing, packed("[" + objects(from + rows, from + 2 * rows, ", ") + "]", packing));
            write("json/c.json" + packing, packed(objects(from + 2 * rows, from + 3 * rows, "\n"), packing));
            write("csv/d.csv" + packing, packed("n,t\n" + cells, packing));
            from += 3 * rows;
            csvFrom += rows;
        }

        assertThat(numbers(open(spark, folder.resolve("json")))).isEqualTo(range(0, from));
        assertThat(numbers(open(spark, folder.resolve("csv")))).isEqualTo(range(0, csvFrom));
        for (String file : List.of("json/a.jsonl.zst", "json/b.json.gz", "json/c.json.bz2", "csv/d.csv.zstd")) {
            List<Long> all = numbers(open(spark, folder.resolve(file)));
            assertThat(all).as(file).hasSize(rows);
            assertThat(numbers(first(spark, folder.resolve(file), 30))).as(file).isEqualTo(all.subList(0, 30));
        }
        assertThat(open(spark, folder.resolve("csv"))
                        .rows()
                        .select("row.t")
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("two\nlines");
    }

    @Test
    void readsAListAsTheLinesThatSayTheSame(SparkSession spark) throws IOException {
        List<String> objects = List.of(
                "{\"id\": \"ä 😀\", \"deep\": {\"list\": [{\"x\": [1, null]}, {\"x\": []}]}, \"big\": 123456789012345678}",
                "{\"id\": \"quoted \\\" ] } , \\\\\", \"deep\": null, \"big\": -1}",
                "{\"id\": \"\\ud83d\\ude00\", \"decimal\": 0.30000000000000004}",
                "{\"id\": \"" + LONE + "\"}",
                "17",
                "null",
                "[{\"id\": \"in a list\"}]",
                "{\"id\": nope}",
                "{\"id\": \"a\" \"b\"}");
        Path lines = write("lines/a.jsonl", objects.toArray(String[]::new));
        Path list = write("list/a.json", "\uFEFF \n[" + String.join(" ,\n\t", objects) + "\r\n]\n");

        assertThat(rows(open(spark, list))).isEqualTo(rows(open(spark, lines))).hasSize(9);
        assertThat(open(spark, list).columns()).isEqualTo(open(spark, lines).columns());
        assertThat(open(spark, list).rows().where("defect_reason is not null").collectAsList())
                .extracting(row -> row.<String>getAs(InputTable.DEFECT_REASON))
                .containsExactlyInAnyOrder(
                        "INVALID_UNICODE",
                        "UNREADABLE_RECORD",
                        "UNREADABLE_RECORD",
                        "UNREADABLE_RECORD",
                        "UNREADABLE_RECORD",
                        "UNREADABLE_RECORD");
    }

    @Test
    void holdsNoFileInMemory(SparkSession spark) throws IOException {
        Path list = write("a.json", "[" + objects(0, 30, ",") + "]");
        Path csv = write("a.csv", "n", "1", "2");
        // with this, Spark's source would fail on the first file that it had to load
        spark.conf().set("spark.sql.sources.binaryFile.maxLength", "1");
        try {
            assertThat(numbers(open(spark, list))).isEqualTo(range(0, 30));
            assertThat(numbers(open(spark, csv))).containsExactly(1L, 2L);
        } finally {
            spark.conf().unset("spark.sql.sources.binaryFile.maxLength");
        }
    }

    @Test
    void setsAsideWhatIsNoTextInListsOfTexts(SparkSession spark) throws IOException {
        Path list = write(
                "a.json",
                "[{\"prompt\": \"p\", \"responses\": [\"a\", null, \"b\"]}, {\"responses\": [\"a\", {\"role\": \"user\"}]},"
                        + " {\"responses\": [17]}, {\"responses\": null}, {\"responses\": []}]");

        assertThat(rows(open(spark, list)))
                .containsExactly(
                        "MALFORMED_FIELD: 'responses[0]' holds the value 17 where other lines hold text",
                        "MALFORMED_FIELD: 'responses[1]' holds an object where other lines hold text",
                        "{\"prompt\":\"p\",\"responses\":[\"a\",null,\"b\"]}",
                        "{\"responses\":[]}",
                        "{}");
    }

    @Test
    void readsAListLaidOutForPeople(SparkSession spark) throws IOException {
        Path list = write(
                "a.json",
                "[",
                "    {",
                "        \"n\": 1,",
                "        \"t\": [",
                "            \"two  blanks\"",
                "        ]",
                "    },",
                "    {",
                "        \"n\": 2,",
                "        \"t\": []",
                "    }",
                "]");

        assertThat(rows(open(spark, list))).containsExactly("{\"n\":1,\"t\":[\"two  blanks\"]}", "{\"n\":2,\"t\":[]}");
    }

    @OnEachSpark
    @Test
    void setsAsideBytesThatAreNoText(SparkSession spark) throws IOException {
        byte[] list = "[{\"n\": 1, \"t\": \"?\"}, {\"n\": 2, \"t\": \"fine\"}]".getBytes(StandardCharsets.UTF_8);
        list[new String(list, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;
        byte[] csv = "n,t\n1,?\n2,fine\n".getBytes(StandardCharsets.UTF_8);
        csv[new String(csv, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;
        byte[] lines = "{\"n\": 1, \"t\": \"?\"}\n{\"n\": 2, \"t\": \"fine\"}\n".getBytes(StandardCharsets.UTF_8);
        lines[new String(lines, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xFF;

        for (Path file : List.of(write("l/a.json", list), write("c/a.csv", csv), write("j/a.jsonl", lines))) {
            List<String> rows = rows(open(spark, file));
            assertThat(rows.get(0))
                    .as(file.toString())
                    .matches(
                            "INVALID_UNICODE: not UTF-8: byte 0xFF at position \\d+ of the line, .* save the file as UTF-8");
            assertThat(rows.subList(1, rows.size())).containsExactly("{\"n\":2,\"t\":\"fine\"}");
            assertThat(rows(first(spark, file, 2))).as(file.toString()).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"n\": 1}, {\"n\": 2|row 2 of the list: the file ends in the middle of it",
                "[{\"n\": 1}, {\"n\": \"2|row 2 of the list: the file ends in the middle of a text",
                "[{\"n\": 1}, {\"n\": \"2\\|row 2 of the list: the file ends in the middle of a text",
                "[{\"n\": 1}, {\"n\": 2}|row 2 of the list: the file ends behind it",
                "[{\"n\": 1},|row 2 of the list: the file ends in the middle of it",
                "[|row 1 of the list: the file ends in the middle of it",
                "[{\"n\": 1},]|row 2 of the list: there is nothing between two commas",
                "[{\"n\": 1},,{\"n\": 2}]|row 2 of the list: there is nothing between two commas",
                "[{\"n\": 1} {\"n\": 2}]|row 1 of the list: neither a comma",
                "[{\"n\": [1}]|row 1 of the list: its brackets do not match",
                "[{\"n\": 1}}]|row 1 of the list: neither a comma",
                "[{\"n\": 1}] {\"n\": 2}|the list of rows ends after row 1, but more follows",
                "[] x|the list of rows ends after row 0, but more follows"
            })
    void refusesAListThatIsBroken(String textAndProblem) throws IOException {
        String[] parts = textAndProblem.split("\\|", -1);
        try (JsonListElements list =
                new JsonListElements(new ByteArrayInputStream(parts[0].getBytes(StandardCharsets.UTF_8)))) {
            assertThatThrownBy(() -> {
                        while (list.next() != null) {
                            // to the break
                        }
                    })
                    .isInstanceOf(BrokenFile.class)
                    .hasMessageContaining(parts[1]);
        }
    }

    @Test
    void namesTheFileWhoseListIsBroken(SparkSession spark) throws IOException {
        Path list = write("broken.json", "[{\"n\": 1}, {\"n\": 2".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> open(spark, list).rows().count())
                .satisfies(failure -> assertThat(ReadFailures.explain(failure)).hasValueSatisfying(error -> {
                    assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT);
                    assertThat(error)
                            .hasMessageContaining("broken.json: ")
                            .hasMessageContaining("row 2 of the list: the file ends in the middle of it");
                }));
    }

    @Test
    void countsTheRowsBeforeABreak(SparkSession spark) throws IOException {
        Path list = write("broken.json", "[{\"n\": 1}, {\"n\": 2}, {\"n\": 3");

        assertThat(numbers(first(spark, list, 2))).containsExactly(1L, 2L);
    }

    @Test
    void refusesAnObjectOverSeveralLines(SparkSession spark) throws IOException {
        write("config.json", "{", "  \"hidden_size\": 64,", "  \"layers\": [1, 2]", "}");
        Path compact = write("compact/a.json", "{\"n\": [", "1, 2]}");
        Path cut = write("cut/a.json", "{\"n\": 1, \"t\": \"cu", "{\"n\": 2, \"t\": \"whole\"}");
        Path cutInAList = write("cut2/a.json", "{\"n\": 1, \"t\": [", "{\"n\": 2, \"t\": []}");

        assertThatThrownBy(() -> open(spark, folder.resolve("config.json")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("config.json: is one JSON object over several lines; expected a list of rows");
        assertThatThrownBy(() -> open(spark, compact)).hasMessageContaining("is one JSON object over several lines");
        assertThat(rows(open(spark, cut))).hasSize(2);
        assertThat(rows(open(spark, cutInAList))).hasSize(2);
    }

    @Test
    void readsAnEmptyListAndAnEmptyFile(SparkSession spark) throws IOException {
        assertThatThrownBy(() -> open(spark, write("a.json", "[ ]"))).hasMessageContaining("holds no rows");
        assertThatThrownBy(() -> open(spark, write("b.json", new byte[0]))).hasMessageContaining("holds no rows");
        assertThatThrownBy(() -> open(spark, write("c.csv", new byte[0]))).hasMessageContaining("holds no rows");
        write("d/a.json", "[]");
        write("d/b.json", "[{\"n\": 1}]");
        write("d/c.jsonl", "{\"n\": 2}");
        assertThat(numbers(open(spark, folder.resolve("d")))).containsExactly(1L, 2L);
        InputTable header = open(spark, write("e.csv", "n,t"));
        assertThat(header.columns().fieldNames()).containsExactly("n", "t");
        assertThat(header.rows().count()).isZero();
    }

    @OnEachSpark
    @Test
    void readsCsvAsItIsWritten(SparkSession spark) throws IOException {
        Path csv = write(
                "a.csv",
                "\uFEFF\"id\",text,\"a \"\"quoted\"\" name\",count,share,flag,code,long,nothing",
                "1,plain,\"said \"\"hello\"\", twice\",3,0.5,True,007,12345678901234567890,",
                "2,\"two",
                "",
                "lines\",\\n stays,,1e-3,false,08,1,",
                "3,,\"\",-4,2,TRUE,9,2,",
                "",
                "4, \u00e4 \ud83d\ude00 ,\\ud83d,0,0,false,1,3,");

        InputTable table = open(spark, csv);

        assertThat(table.columns().toDDL().replace("`", ""))
                .isEqualTo("id BIGINT,text STRING,a \"quoted\" name STRING,count BIGINT,share DOUBLE,flag BOOLEAN,"
                        + "code STRING,long STRING,nothing STRING");
        assertThat(rows(table))
                .containsExactly(
                        "{\"id\":1,\"text\":\"plain\",\"a \\\"quoted\\\" name\":\"said \\\"hello\\\", twice\",\"count\":3,"
                                + "\"share\":0.5,\"flag\":true,\"code\":\"007\",\"long\":\"12345678901234567890\"}",
                        "{\"id\":2,\"text\":\"two\\n\\nlines\",\"a \\\"quoted\\\" name\":\"\\\\n stays\",\"share\":0.001,"
                                + "\"flag\":false,\"code\":\"08\",\"long\":\"1\"}",
                        "{\"id\":3,\"a \\\"quoted\\\" name\":\"\",\"count\":-4,\"share\":2.0,\"flag\":true,"
                                + "\"code\":\"9\",\"long\":\"2\"}",
                        "{\"id\":4,\"text\":\" \u00e4 \ud83d\ude00 \",\"a \\\"quoted\\\" name\":\"\\\\ud83d\",\"count\":0,"
                                + "\"share\":0.0,\"flag\":false,\"code\":\"1\",\"long\":\"3\"}");
    }

    @Test
    void readsTabsBetweenCells(SparkSession spark) throws IOException {
        assertThat(rows(open(spark, write("a.tsv", "n\tt", "1\ta, b", "2\t\"a\tb\""))))
                .containsExactly("{\"n\":1,\"t\":\"a, b\"}", "{\"n\":2,\"t\":\"a\\tb\"}");
    }

    @Test
    void readsJsonInsideCells(SparkSession spark) throws IOException {
        List<String> lines = new ArrayList<>(List.of("id,prompt,response_a,meta,winner_tie"));
        for (int row = 0; row < 17; row++) {
            lines.add(row + ",\"[\"\"What?\"\"]\",\"[\"\"An answer\\nof lines\"\", null]\",\"{\"\"k\"\": 1}\",1");
        }
        lines.add("17,\"[\"\"What?\"\"]\",\"[\"\"" + LONE + "\"\"]\",\"{\"\"k\"\": 2, \"\"l\"\": []}\",0");
        lines.add("18,\"[\"\"cut\",\"[\"\"a\"\"]\",,0");
        lines.add("19,\"[\"\"What?\"\"]\",\"['python']\",\"\",0");
        Path csv = write("arena.csv", lines.toArray(String[]::new));

        InputTable table = open(spark, csv);

        assertThat(table.columns().toDDL())
                .isEqualTo("id BIGINT,prompt ARRAY<STRING>,response_a ARRAY<STRING>,"
                        + "meta STRUCT<k: BIGINT, l: ARRAY<STRING>>,winner_tie BIGINT");
        assertThat(rows(table))
                .hasSize(20)
                .contains("{\"id\":0,\"prompt\":[\"What?\"],\"response_a\":[\"An answer\\nof lines\",null],"
                        + "\"meta\":{\"k\":1},\"winner_tie\":1}")
                .contains("MALFORMED_FIELD: 'prompt' is no JSON list or object, as in other rows: [\"cut")
                .contains("MALFORMED_FIELD: 'response_a' is no JSON list or object, as in other rows: ['python']")
                .anyMatch(row -> row.startsWith("INVALID_UNICODE: lone surrogate " + LONE));
        List<Row> kept =
                table.rows().where("row.id = 18").select("row.response_a").collectAsList();
        assertThat(kept).extracting(row -> row.getList(0)).containsExactly(List.of("a"));
    }

    @Test
    void leavesTextsThatLookLikeJsonNowAndThen(SparkSession spark) throws IOException {
        Path csv = write("a.csv", "t", "[1]", "{}", "words", "[INST] do");

        assertThat(rows(open(spark, csv)))
                .containsExactly("{\"t\":\"[1]\"}", "{\"t\":\"[INST] do\"}", "{\"t\":\"words\"}", "{\"t\":\"{}\"}");
    }

    @Test
    void setsAsideRecordsOfAnotherLength(SparkSession spark) throws IOException {
        Path csv = write("a.csv", "n,t", "1,fine", "2", "3,too,\"many\nof them\"", "4,\"quoted\"then not", "5,fine");

        InputTable table = open(spark, csv);

        assertThat(rows(table))
                .containsExactly(
                        "UNREADABLE_RECORD: 1 cells under 2 column names: 2",
                        "UNREADABLE_RECORD: 3 cells under 2 column names: 3,too,\"many\nof them\"",
                        "UNREADABLE_RECORD: a cell goes on behind the quote that closes it: 4,\"quoted\"then not",
                        "{\"n\":1,\"t\":\"fine\"}",
                        "{\"n\":5,\"t\":\"fine\"}");
        assertThat(table.rows().select(InputTable.IDENTITY).distinct().count()).isEqualTo(5);
        assertThat(table.rows().where("defect_reason is null").count()).isEqualTo(2);
    }

    @Test
    void refusesCsvWhoseRecordsCannotBeToldApart(SparkSession spark) throws IOException {
        Path open = write("open.csv", "n,t", "1,fine", "2,\"never closed", "3,fine");
        Path twice = write("twice.csv", "n,t,n", "1,2,3");

        assertThatThrownBy(() -> open(spark, open).rows().count())
                .satisfies(failure -> assertThat(ReadFailures.explain(failure))
                        .hasValueSatisfying(error -> assertThat(error)
                                .hasMessageContaining("open.csv: broken CSV: the quote that opens a cell in line 3")));
        assertThatThrownBy(() -> open(spark, twice)).satisfies(failure -> assertThat(ReadFailures.explain(failure))
                .hasValueSatisfying(error -> assertThat(error)
                        .hasMessageContaining("twice.csv: two columns of the first line are called 'n'")));
    }

    @Test
    void unitesCsvFilesByTheirColumnsNames(SparkSession spark) throws IOException {
        write("data/a.csv", "n,t", "1,a");
        write("data/b.csv", "t,extra,n", "b,true,2");
        write("data/c.csv", "t,n");

        InputTable table = open(spark, folder.resolve("data"));

        assertThat(table.columns().fieldNames()).containsExactly("n", "t", "extra");
        assertThat(rows(table)).containsExactly("{\"n\":1,\"t\":\"a\"}", "{\"n\":2,\"t\":\"b\",\"extra\":true}");
    }

    @Test
    void readsClonedRepositories(SparkSession spark) throws IOException {
        for (String name : List.of("jsonl", "list", "csv")) {
            write(name + "/README.md", "---", "license: mit", "---");
            write(name + "/.gitattributes", "*.parquet filter=lfs");
            write(name + "/.git/config.json", "{}");
            write(name + "/LICENSE", "text");
            write(name + "/dataset_infos.json", "{", "  \"default\": {}", "}");
            write(name + "/data/dataset_info.json", "{\"features\": {}}");
            write(name + "/data/state.json", "{\"_split\": \"train\"}");
            write(name + "/dataset_dict.json", "{\"splits\": [\"train\"]}");
        }
        write("jsonl/data/train.jsonl", objects(0, 3, "\n"));
        write("jsonl/data/test.jsonl.gz", packed(objects(3, 5, "\n"), ".gz"));
        write("list/data/train [1].json", "[" + objects(0, 3, ",") + "]");
        write("list/data/test.json", objects(3, 5, "\n"));
        write("csv/data/train.csv", "n", "0", "1", "2");
        write("csv/data/test.csv.zst", packed("n\n3\n4\n", ".zst"));

        for (String name : List.of("jsonl", "list", "csv")) {
            assertThat(numbers(open(spark, folder.resolve(name)))).as(name).isEqualTo(range(0, 5));
        }
        Path named = folder.resolve("list/data/state.json");
        assertThat(open(spark, named).columns().fieldNames()).containsExactly("_split");
    }

    @Test
    void saysThatARepositoryLacksItsLargeFiles(SparkSession spark) throws IOException {
        write(
                "data/train.parquet",
                "version https://git-lfs.github.com/spec/v1",
                "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393",
                "size 12345");

        assertThatThrownBy(() -> open(spark, folder.resolve("data")))
                .hasMessageContaining("train.parquet: is no data but a pointer to it")
                .hasMessageContaining("git lfs pull");
    }

    @Test
    void namesTheFormatsOfAMixedFolder(SparkSession spark) throws IOException {
        write("mixed/a.jsonl", "{\"n\": 1}");
        write("mixed/b.csv.gz", packed("n\n2\n", ".gz"));
        write("mixed/c.parquet", "x");

        assertThatThrownBy(() -> open(spark, folder.resolve("mixed")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("several formats: Parquet (c.parquet), JSON (a.jsonl), CSV (b.csv.gz)")
                .hasMessageContaining("--format");
        InputSettings csv = settings(folder.resolve("mixed"), InputSettings.Format.CSV, OptionalLong.empty());
        assertThat(numbers(new InputReader(spark, csv).open())).containsExactly(2L);
        Path strange = write("strange/table.xlsx", "x");
        assertThatThrownBy(() -> open(spark, strange))
                .hasMessageContaining(".parquet, .parq, .jsonl, .ndjson, .json, .csv, .tsv")
                .hasMessageContaining(".gz, .bz2, .zst");
    }

    @OnEachSpark
    @Test
    void makesColumnsOfFoldersForEveryFormat(SparkSession spark) throws IOException {
        write("lists/dataset_infos.json", "{}");
        write("lists/day=01/a.json", "[{\"n\": 1}, {\"n\": 2}]");
        write("lists/day=02/deep=x/b.jsonl", "{\"n\": 3}");
        write("lists/day=monday/deep=y/c.json.zst", packed("[{\"n\": 4}]", ".zst"));
        write("tables/day=01/a.csv", "n", "1", "2");
        write("tables/day=02/deep=x/b.csv", "n", "3");
        write("tables/day=monday/deep=y/c.csv.zst", packed("n\n4\n", ".zst"));

        for (String name : List.of("lists", "tables")) {
            write(name + "/day=02/README.md", "beside the data");
            assertThatThrownBy(() -> open(spark, folder.resolve(name)))
                    .as("levels differ")
                    .isNotNull();
            Files.createDirectories(folder.resolve(name + "/day=01/deep=x"));
            try (Stream<Path> files = Files.list(folder.resolve(name + "/day=01"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.move(file, folder.resolve(name + "/day=01/deep=x").resolve(file.getFileName()));
                }
            }
            InputTable table = open(spark, folder.resolve(name));
            List<String> expected = List.of(
                    "{\"n\":1,\"day\":\"01\",\"deep\":\"x\"}",
                    "{\"n\":2,\"day\":\"01\",\"deep\":\"x\"}",
                    "{\"n\":3,\"day\":\"02\",\"deep\":\"x\"}",
                    "{\"n\":4,\"day\":\"monday\",\"deep\":\"y\"}");
            assertThat(rows(table)).as(name).isEqualTo(expected);
            assertThat(rows(first(spark, folder.resolve(name), 3))).as(name).isEqualTo(expected.subList(0, 3));
        }
    }

    @OnEachSpark
    @Test
    void takesTheFirstRowsAcrossFilesAndPartitions(SparkSession spark) throws IOException {
        write("many/a.json", "[" + objects(0, 30, ",") + "]");
        write("many/b.jsonl", objects(30, 60, "\n"));
        write("many/c.json", "[" + objects(60, 90, ",") + "]");

        for (long limit : new long[] {1, 30, 31, 75, 1000}) {
            assertThat(numbers(first(spark, folder.resolve("many"), limit)))
                    .isEqualTo(range(0, (int) Math.min(limit, 90)));
        }
        String before = spark.conf().get("spark.sql.files.maxPartitionBytes");
        spark.conf().set("spark.sql.files.maxPartitionBytes", "100b");
        try {
            assertThat(numbers(first(spark, folder.resolve("many/b.jsonl"), 17)))
                    .isEqualTo(range(30, 47));
        } finally {
            spark.conf().set("spark.sql.files.maxPartitionBytes", before);
        }
    }

    @OnEachSpark
    @ParameterizedTest
    @ValueSource(strings = {"a.json.gz", "a.jsonl.zst", "a.json.zst", "a.csv.zst", "a.csv.gz"})
    void namesAPackedFileThatCannotBeRead(String name, SparkSession spark) throws IOException {
        String text =
                name.startsWith("a.csv") ? "n\n1\n" : name.startsWith("a.jsonl") ? "{\"n\": 1}\n" : "[{\"n\": 1}]";
        byte[] whole = packed(text, name.substring(name.lastIndexOf('.')));
        Path cut = write("cut/" + name, Arrays.copyOf(whole, whole.length - 5));
        Path plain = write("plain/" + name, text.repeat(100));
        // one of each packing, one of each family of formats
        boolean plainToo = name.equals("a.json.gz") || name.equals("a.csv.zst");

        for (Path file : plainToo ? List.of(cut, plain) : List.of(cut)) {
            assertThatThrownBy(() -> open(spark, file).rows().count()).satisfies(failure -> assertThat(
                            ReadFailures.explain(failure))
                    .hasValueSatisfying(error ->
                            assertThat(error).hasMessageContaining(name).hasMessageContaining("cannot be read")));
        }
    }

    @OnEachSpark
    @Test
    void leavesOutColumnsWhoseNamesAreNoTextAndTheRowsWithThem(SparkSession spark) throws IOException {
        Path file = write(
                "names.jsonl",
                "{\"n\": 1, \"list\": [{\"a\": 2}], \"only\": null}",
                "{\"n" + LONE + "\": 3, \"list\": [{\"a\": 4}]}",
                "{\"n\": 5, \"list\": [{\"a" + LONE + "\": 6}], \"only\": {\"" + LONE + "\": 7}}");

        InputTable table = open(spark, file);

        assertThat(table.columns().fieldNames()).containsExactly("list", "n", "only");
        assertThat(rows(table))
                .hasSize(3)
                .contains("{\"list\":[{\"a\":2}],\"n\":1}")
                .filteredOn(row -> row.startsWith("INVALID_UNICODE: lone surrogate " + LONE))
                .hasSize(2);
    }

    @OnEachSpark
    @Test
    void setsRowsAsideWhoseKeysCannotBeToldApart(SparkSession spark) throws IOException {
        Path file = write("a.jsonl", """
                {"prompt": "p", "chosen": "a", "meta": {"Made by": 1}}
                {"prompt": "p", "chosen": "a", "chosen": "b"}
                {"prompt": "p", "Chosen": "a"}
                {"prompt": "p", "chosen": "c", "meta": {"made by": 2}}
                {"prompt": "p", "chosen": "d", "meta": {"n": [{"k": 1, "k": 2}]}}
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(rows(open(spark, file)))
                .containsExactlyInAnyOrder(
                        "{\"chosen\":\"a\",\"meta\":\"{\\\"Made by\\\":1}\",\"prompt\":\"p\"}",
                        "MALFORMED_FIELD: the key 'chosen' stands twice in one object",
                        "MALFORMED_FIELD: the key 'Chosen' is 'chosen' in most rows; keys that differ in nothing but capitals"
                                + " cannot be told apart",
                        "{\"chosen\":\"c\",\"meta\":\"{\\\"made by\\\":2}\",\"prompt\":\"p\"}",
                        "MALFORMED_FIELD: the key 'meta.n[0].k' stands twice in one object");
    }

    @OnEachSpark
    @ParameterizedTest
    @ValueSource(strings = {"key", "parsed", "not_text", "surrogate", "flattened"})
    void keepsColumnsOfFoldersWhateverTheirNames(String name, SparkSession spark) throws IOException {
        write("in/" + name + "=x/a.jsonl", "{\"n\": 1}".getBytes(StandardCharsets.UTF_8));

        assertThat(open(spark, folder.resolve("in"))
                        .rows()
                        .select("row." + name, "row.n")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[x,1]");
    }

    /** Jackson's own limit is 20 million characters. */
    @Test
    void readsTextsOfAnyLength(SparkSession spark) throws IOException {
        String text = "word ".repeat(4_100_000);
        Path file = write(
                "a.jsonl", ("{\"n\": 1, \"t\": \"" + text + "\"}\n{\"n\": 2}\n").getBytes(StandardCharsets.UTF_8));

        assertThat(open(spark, file)
                        .rows()
                        .selectExpr("row.n", "length(row.t)", "defect_reason")
                        .orderBy("n")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[1," + text.length() + ",null]", "[2,null,null]");
    }
}
