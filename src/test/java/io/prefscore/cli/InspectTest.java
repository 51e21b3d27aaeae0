package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
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
                .isEqualTo(3);

        assertThat(out.toString()).isEqualTo("""
                -- example a
                [user]
                Why?

                -- response 1, preferred to 2
                [assistant]
                Because.

                -- response 2
                [assistant]
                No.

                -- example b
                [user]
                Why?

                -- response 1, preferred to 2
                [assistant]
                Because.

                -- response 2
                [assistant]
                Well

                schema             pair  its columns also fit hh-rlhf, implicit-text-pair; pair accounts for more of them
                files                 1  jsonl, 206 bytes
                rows                  3
                  set aside           1  33.3 %; a scoring run would stop: input.max-set-aside is 1.0 %
                    missing-field     1  33.3 %
                examples              2
                comparisons           2
                  ties                0  0.0 %
                texts to score        4  each response with its prompt
                  distinct            3  25.0 % are duplicates of others
                  prompts             1
                characters           39  of all texts
                  duplicates once    27
                  prompts once       19  29.6 % saved by shared prompts, 51.3 % with the duplicates

                columns, as a file for --conf has them
                input.columns {
                  id = "id"
                  prompt = "prompt"
                  chosen = "chosen"
                  rejected = "rejected"
                  marks = "by-row"
                  repeats-prompt = "off"
                }

                not read  nothing: all columns are

                set aside      row                 for example
                missing-field  data.jsonl, line 3  'prompt' is null

                length                mean  median  95 %  99 %  longest
                prompt, characters     4.0       4     4     4        4
                response, characters   5.8       4     8     8        8
                from 64 on, median and shares may be up to 3.1 % too high

                responses to a prompt  examples
                                    2         2

                turns of a prompt  examples
                                1         2

                characters of a prompt  examples
                                4 to 7         2

                characters of a response  responses
                                  2 to 3          1
                                  4 to 7          1
                                 8 to 15          2
                """);
        assertThat(err.toString()).startsWith("inspect, opens the input\n");
    }

    @Test
    void drawsBarsOnATerminal(SparkSession spark, @TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("data.jsonl"), LINES);

        assertThat(run(spark, Terminal.Kind.INTERACTIVE, "inspect", "--input", file.toString()))
                .isEqualTo(3);

        assertThat(out.toString()).contains("\n                    2         2  " + "#".repeat(40) + "\n");
    }

    @OnEachSpark
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
