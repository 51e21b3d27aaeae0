package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.InputSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows are told by what stands in them ("n", or the reason why they cannot be read), their places as an editor shows them. */
@OnOneSpark("lines are read by Hadoop's reader and hashed in Java")
@ExtendWith(LocalSpark.class)
class RowFinderTest {

    @TempDir
    private Path folder;

    private static InputTable open(SparkSession spark, Path path) {
        InputSettings settings = new InputSettings(
                List.of(path.toString()),
                Optional.empty(),
                InputSettings.Format.AUTO,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                17,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
        return new InputReader(spark, settings).open();
    }

    /** The place of each row by its value of "n", and of those that cannot be read by their detail. */
    private static Map<String, String> places(InputTable table) {
        List<Row> rows = table.rows().select("name", "row.n", "defect_detail").collectAsList();
        Set<String> names = rows.stream().map(row -> row.getString(0)).collect(Collectors.toSet());
        var places = table.places(names);
        Map<String, String> found = new TreeMap<>();
        for (Row row : rows) {
            found.put(String.valueOf(row.isNullAt(1) ? row.get(2) : row.get(1)), places.apply(row.getString(0)));
        }
        return found;
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void countsLinesAsEditorsDo(SparkSession spark) throws IOException {
        write("a.jsonl", "\uFEFF{\"n\": 1}\n\n  {\"n\": 2} \t\r\n{\"n\": 3,\n\r\n{\"n\": 5}");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve("b.jsonl.gz")))) {
            packed.write("{\"n\": 2}\n{\"n\": 6}\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(places(open(spark, folder)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "1", "a.jsonl, line 1",
                        "2", "a.jsonl, line 3",
                        "not a JSON object: {\"n\": 3,", "a.jsonl, line 4",
                        "5", "a.jsonl, line 6",
                        "6", "b.jsonl.gz, line 2"));
    }

    @Test
    void countsRowsOfAList(SparkSession spark) throws IOException {
        Path file = write("list.json", "[\n {\"n\":\n 1}, {\"n\": 2}, 7 ]");

        assertThat(places(open(spark, file)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "1", "list.json, row 1 of its list",
                        "2", "list.json, row 2 of its list",
                        "not a JSON object: 7", "list.json, row 3 of its list"));
    }

    @Test
    void namesTheLineWhereARecordOfCsvBegins(SparkSession spark) throws IOException {
        Path file = write("cells.csv", "n,text\n1,\"over\ntwo \"\"lines\"\"\"\n\n2,b\n3,c,d\n4,\n");

        assertThat(places(open(spark, file)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "1", "cells.csv, line 2",
                        "2", "cells.csv, line 5",
                        "3 cells under 2 column names: 3,c,d", "cells.csv, line 6",
                        "4", "cells.csv, line 7"));
    }

    @Test
    void namesFoldersWhereFilesShareAName(SparkSession spark) throws IOException {
        write("x/rows.jsonl", "{\"n\": 1}\n");
        write("y/rows.jsonl", "{\"n\": 2}\n");

        assertThat(places(open(spark, folder)).values())
                .containsExactly(
                        "file:" + folder + "/x/rows.jsonl, line 1", "file:" + folder + "/y/rows.jsonl, line 1");
    }

    @Test
    void leavesTheNamesOfRowsThatKnowTheirFile(SparkSession spark) throws IOException {
        spark.range(0, 2, 1, 1).toDF("n").write().parquet(folder + "/rows");

        assertThat(places(open(spark, folder.resolve("rows"))).values())
                .allMatch(place -> place.matches("part-.*\\.parquet#[01]"));
    }
}
