package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files in the shapes that people have: what {@code inspect --json} says of each. */
@ExtendWith(LocalSpark.class)
@OnOneSpark("reading is tested on both by the tests of the package dataset")
class DoorTest {

    private static final String DOOR = "src/test/resources/door/";

    private static final List<String> QUESTIONS =
            List.of("Which river runs through Cologne?", "How many legs has a spider?", "Name a prime above ten.");
    private static final List<String> BETTER = List.of("The Rhine.", "It has eight legs.", "Eleven is one.");
    private static final List<String> WORSE = List.of("The Elbe.", "It has six legs.", "Twelve is one.");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Each file asks the same questions; before them stand, by file, a system's turn, earlier turns, or an instruction. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m01_alpaca_dpo                       | alpaca-pair           | [user]~Answer in one sentence.~",
                "m04_swift_rejected_response          | swift-pair            | [user]~",
                "m06_axolotl_messages_chosen_rejected | messages-pair         | [user]~",
                "m07_kto_messages_label               | messages-label        | [user]~",
                "m08_system_prompt_pair               | pair | [system]~You are a geography teacher who answers in French.~~[user]~",
                "m10_human_assistant_one_newline      | hh-rlhf               | [user]~",
                "m12_chatml_prompt                    | pair                  | [system]~Be brief.~~[user]~",
                "m15_prompt_repeated_in_text          | pair                  | [user]~",
                "m18_prompt_is_history_tuple          | pair | [user]~Hello.~~[assistant]~Hello!~~[user]~",
                "r01_sharegpt_dpo                     | sharegpt-pair         | [user]~",
                "r03_openai_dpo                       | openai-preference     | [system]~Be brief.~~[user]~",
                "r09_oasst_tree                       | oasst-trees           | [user]~",
                "r13_distilabel_generations_ratings   | by-words              | [user]~",
                "r15_nemo_rl_completions              | nemo-rl               | [user]~",
                "r17_chosen_response                  | by-words              | [user]~",
                "r34_prompt_jsonstring_messages       | pair                  | [user]~",
                "r36_prompt_responses_scores          | by-words              | [user]~",
            })
    void readsPromptsAndAnswers(String file, String schema, String before, SparkSession spark) {
        JsonObject json = inspect(spark, 0, file + ".jsonl");

        assertThat(json.get("schema").getAsString()).isEqualTo(schema);
        assertThat(json.get("refusal").isJsonNull()).isTrue();
        assertThat(read(json)).containsExactlyInAnyOrderElementsOf(expected(before.replace('~', '\n')));
    }

    /** What is preferred, what not, and what both follow. */
    private record Judged(String prompt, String preferred, String other) {}

    private static List<Judged> expected(String before) {
        return IntStream.range(0, QUESTIONS.size())
                .mapToObj(index -> new Judged(
                        before + QUESTIONS.get(index),
                        "[assistant]\n" + BETTER.get(index),
                        "[assistant]\n" + WORSE.get(index)))
                .toList();
    }

    private static List<Judged> read(JsonObject json) {
        List<Judged> judged = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("rendered_examples")) {
            JsonObject example = element.getAsJsonObject();
            JsonArray responses = example.getAsJsonArray("responses");
            JsonArray comparisons = example.getAsJsonArray("comparisons");
            String prompt = example.get("prompt").getAsString().strip();
            if (comparisons.isEmpty()) {
                // of an example that spans rows the best rated stands first
                judged.add(new Judged(prompt, text(responses, 0), text(responses, 1)));
            }
            for (JsonElement comparison : comparisons) {
                int preferred = comparison.getAsJsonObject().get("preferred").getAsInt();
                int other = comparison.getAsJsonObject().get("other").getAsInt();
                judged.add(new Judged(prompt, text(responses, preferred), text(responses, other)));
            }
        }
        return judged;
    }

    private static String text(JsonArray responses, int index) {
        return responses.get(index).getAsJsonObject().get("text").getAsString().strip();
    }

    @Test
    void stopsBeforeAColumnOfTheConversationIsDropped(SparkSession spark) {
        JsonObject json = inspect(spark, 3, "m09_context_prompt_pair.jsonl");

        assertThat(json.get("schema").getAsString()).isEqualTo("pair");
        assertThat(json.get("not_read").toString()).isEqualTo("[{\"name\":\"context\",\"type\":\"string\"}]");
        assertThat(json.get("refusal").getAsString())
                .startsWith(
                        "column 'context' looks like a part of the conversation, and the schema 'pair' does not read it")
                .contains("input.ignore = [\"context\"]")
                .contains("prompt = [\"context\", \"prompt\"]");

        JsonObject ignored = inspect(spark, 0, "m09_context_prompt_pair.jsonl", "--set", "input.ignore=[\"context\"]");
        assertThat(read(ignored)).containsExactlyInAnyOrderElementsOf(expected("[user]\n"));
        assertThat(ignored.get("not_read").toString()).contains("context");
    }

    @Test
    void countsEqualAnswers(SparkSession spark) {
        JsonObject json = inspect(spark, 0, "m17_identical.jsonl");

        assertThat(json.getAsJsonObject("flagged").get("identical-responses").getAsInt())
                .isEqualTo(3);
    }

    /** As an unmapped column's cells are. */
    @Test
    void setsMappedCellsAsideThatAreNoText(SparkSession spark) {
        JsonObject json = inspect(spark, 3, "m24_mapped_mixed_cells.jsonl", "--conf", DOOR + "m24_mixed.conf");

        assertThat(json.get("rows").getAsInt()).isEqualTo(3);
        assertThat(json.getAsJsonObject("set_aside_reasons").toString()).isEqualTo("{\"malformed-field\":2}");
        assertThat(json.getAsJsonObject("set_aside_examples").toString())
                .contains("m24_mapped_mixed_cells.jsonl, line 2")
                .contains("m24_mapped_mixed_cells.jsonl, line 3");
        assertThat(read(json)).containsExactly(expected("[user]\n").get(0));
    }

    @Test
    void findsNoAnswerWhereTheUserSpeaksLast(SparkSession spark) {
        JsonObject json = inspect(spark, 3, "m26_messages_ends_with_user.jsonl");

        assertThat(json.getAsJsonObject("set_aside_reasons").toString()).isEqualTo("{\"no-common-prompt\":3}");
    }

    private JsonObject inspect(SparkSession spark, int code, String file, String... arguments) {
        List<String> all = new ArrayList<>(List.of("inspect", "--json", "--input", DOOR + file));
        all.addAll(List.of(arguments));
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Terminal.Kind.PLAIN, 80);
        int ended = Prefscore.execute(SparkJobs.within(spark), terminal, all.toArray(String[]::new));
        assertThat(ended).as(err.toString()).isEqualTo(code);
        String printed = out.toString();
        out.getBuffer().setLength(0);
        return JsonParser.parseString(printed).getAsJsonObject();
    }
}
