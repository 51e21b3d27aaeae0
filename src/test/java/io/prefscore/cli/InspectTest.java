package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command as people and programs see it. */
@ExtendWith(LocalSpark.class)
class InspectTest {

    private static final List<String> LINES = List.of(
            "{\"id\": \"a\", \"prompt\": \"Why?\", \"chosen\": \"Because.\", \"rejected\": \"No.\"}",
            "{\"id\": \"b\", \"prompt\": \"Why?\", \"chosen\": \"Because.\", \"rejected\": \"Well\"}",
            "{\"id\": \"c\", \"prompt\": null, \"chosen\": \"Yes\", \"rejected\": \"No\"}");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsTablesForPeople(SparkSession spark, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("data.jsonl"), LINES);

        assertThat(run(spark, Terminal.Kind.PLAIN, "inspect", "--input", file.toString()))
                .isZero();

        assertThat(out.toString()).isEqualTo("");
        assertThat(err.toString()).isEqualTo("open\nrender\nsummarise\n");
    }

    @Test
    void drawsBarsOnATerminal(SparkSession spark, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("data.jsonl"), LINES);

        assertThat(run(spark, Terminal.Kind.INTERACTIVE, "inspect", "--input", file.toString()))
                .isZero();

        assertThat(out.toString()).contains("\n        2         2  " + "#".repeat(40) + "\n");
    }

    @Test
    void printsOneObjectForPrograms(SparkSession spark, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("data.jsonl"), LINES);

        assertThat(run(spark, Terminal.Kind.PLAIN, "inspect", "--json", "--input", file.toString(), "--limit", "2"))
                .isZero();

        JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertThat(json.get("schema").getAsString()).isEqualTo("pair");
        assertThat(json.get("rows").getAsLong()).isEqualTo(2);
        assertThat(json.get("set_aside").getAsLong()).isZero();
    }

    @Test
    void endsAsOtherCommandsDo(SparkSession spark, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("data.jsonl"), "{\"question\": \"Why?\"}\n");

        assertThat(run(
                        spark,
                        Terminal.Kind.PLAIN,
                        "inspect",
                        "--input",
                        folder.resolve("none").toString()))
                .isEqualTo(3);
        assertThat(run(spark, Terminal.Kind.PLAIN, "inspect", "--input", file.toString()))
                .isEqualTo(3);
        assertThat(run(spark, Terminal.Kind.PLAIN, "inspect", "--input", file.toString(), "--model", folder.toString()))
                .isEqualTo(4);
        assertThat(err.toString()).contains("no config.json").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    private int run(SparkSession spark, Terminal.Kind kind, String... arguments) {
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), kind, 80);
        return Prefscore.execute(SparkJobs.within(spark), terminal, arguments);
    }
}
