package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Data whose texts must not be seen: a word that stands in all of them is sought in whatever commands say and write. */
@OnOneSpark("what is hidden does not depend on the Spark that reads it")
@ExtendWith(LocalSpark.class)
class HiddenTextsTest {

    private static final String MARK = "ZYXWVUT";

    private final StringWriter said = new StringWriter();

    @TempDir
    private Path folder;

    private int run(SparkSession spark, String... arguments) {
        PrintWriter screen = new PrintWriter(said, true);
        return Prefscore.execute(
                SparkJobs.within(spark), new Terminal(screen, screen, Terminal.Kind.PLAIN, 80), arguments);
    }

    /** Pairs, of which one cannot be read and two have odd cells. */
    private Path data() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < 60; row++) {
            lines.add("{\"prompt\": \"%s p%d\", \"chosen\": \"%s a longer answer %d\", \"rejected\": \"%s no\"}"
                    .formatted(MARK, row, MARK, row, MARK));
        }
        lines.add("{\"prompt\": \"" + MARK + "\", \"chosen\": ");
        lines.add("{\"prompt\": \"" + MARK + "\", \"chosen\": {\"x\": \"" + MARK + "\"}, \"rejected\": \"b\"}");
        lines.add("{\"prompt\": \"" + MARK + "\", \"chosen\": null, \"rejected\": \"" + MARK + "\"}");
        return Files.write(folder.resolve("data.jsonl"), lines);
    }

    private void requireHidden() throws IOException {
        assertThat(said.toString()).doesNotContain(MARK);
        said.getBuffer().setLength(0);
    }

    /** Whether the word stands in a file of a folder, but for the tables of rows that were asked for. */
    private static void requireHiddenIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> read = files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of("scores", "set-aside", "data")
                            .noneMatch(table -> folder.relativize(file).startsWith(table)))
                    .toList();
            assertThat(read).isNotEmpty();
            for (Path file : read) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(MARK);
            }
        }
    }

    @Test
    void areNowhereToBeSeen(SparkSession spark) throws Exception {
        String data = data().toString();
        String scored = folder.resolve("scored").toString();
        String[] score = {
            "score",
            "--set",
            "model.kind=length",
            "-i",
            data,
            "-o",
            scored,
            "--no-texts",
            "--set",
            "report.replicates=100"
        };

        assertThat(run(spark, "inspect", "-i", data, "--no-texts")).isEqualTo(ExitCode.INPUT.code());
        requireHidden();
        run(spark, "inspect", "-i", data, "--no-texts", "--json");
        requireHidden();
        assertThat(run(spark, score)).isEqualTo(ExitCode.INPUT.code());
        assertThat(said.toString()).contains("input.max-set-aside").contains("include-texts is off");
        requireHidden();

        List<String> more = new ArrayList<>(List.of(score));
        more.addAll(List.of("--set", "input.max-set-aside=10 %"));
        assertThat(run(spark, more.toArray(String[]::new))).as(said.toString()).isZero();
        requireHidden();
        requireHiddenIn(Path.of(scored));
        assertThat(spark.read()
                        .parquet(scored + "/set-aside")
                        .where("detail like '%" + MARK + "%'")
                        .count())
                .isZero();

        String filtered = folder.resolve("filtered").toString();
        assertThat(run(
                        spark,
                        "filter",
                        "--scores",
                        scored,
                        "-o",
                        filtered,
                        "--policy",
                        "sample { share = 50 % }",
                        "--no-texts"))
                .as(said.toString())
                .isZero();
        requireHidden();
        requireHiddenIn(Path.of(filtered));
    }
}
