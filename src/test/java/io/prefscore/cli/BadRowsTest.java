package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.GoldenModels;
import io.prefscore.LocalSpark;
import io.prefscore.scoring.ModelHolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Odd rows through the whole job with a real model: what each of them gets. Every row is scored or set aside. */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRowsTest {

    private static final Path WORLDPM = GoldenModels.folder("worldpm-tiny");
    private static final Path GEMMA = GoldenModels.folder("gemma2-seqcls-tiny");

    /** One megabyte of words. */
    private static final String MEGABYTE = "All work and no play makes Jack a dull boy. ".repeat(23_832);

    /**
     * A row.
     *
     * @param title what is odd about it
     * @param line the row as JSON, {@code @} for the value of its id
     * @param gets how the outcome must begin
     */
    private record Case(String title, String line, String gets) {}

    private Path folder;
    private CommandRuns runs;

    @BeforeAll
    void start(SparkSession spark, @TempDir Path scratch) {
        folder = scratch;
        runs = new CommandRuns(spark, folder);
    }

    @AfterAll
    void end() {
        ModelHolder.closeAll();
        runs.print("row");
    }

    /** Runs the cases as one file, and holds each row to what it must get. */
    private void check(String name, Path model, List<Case> cases, String... options) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Case one : cases) {
            lines.add(one.line().replace("@", "\"row-" + lines.size() + "\""));
        }
        Path output = folder.resolve(name + "-out");
        List<String> withoutReport = new ArrayList<>(List.of("--no-report"));
        withoutReport.addAll(List.of(options));
        CommandRuns.Outcome outcome =
                runs.score(model, runs.lines(name + ".jsonl", lines), output, withoutReport.toArray(String[]::new));
        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.code()).isZero();

        assertThat(runs.written(output)).isEqualTo(cases.size());
        Map<String, String> rows = runs.rows(output);
        assertThat(rows).hasSize(cases.size());
        for (int index = 0; index < cases.size(); index++) {
            String line = lines.get(index);
            String key = rows.containsKey("row-" + index) ? "row-" + index : "not a JSON object: " + line;
            assertThat(rows).as(cases.get(index).title()).containsKey(key);
            assertThat(rows.get(key))
                    .as(cases.get(index).title())
                    .startsWith(cases.get(index).gets());
            runs.note(cases.get(index).title(), rows.get(key));
        }
    }

    @Test
    void pairsOfTexts() throws Exception {
        long started = System.nanoTime();
        check(
                "pairs",
                WORLDPM,
                List.of(
                        pair("nothing", "p", "a", "b", "scored"),
                        new Case(
                                "prompt is null",
                                "{\"id\": @, \"prompt\": null, \"chosen\": \"a\", \"rejected\": \"b\"}",
                                "set aside as missing-field: 'prompt' is null"),
                        new Case(
                                "chosen is null",
                                "{\"id\": @, \"prompt\": \"p\", \"chosen\": null, \"rejected\": \"b\"}",
                                "set aside as missing-field: 'chosen' is null"),
                        new Case(
                                "rejected is not there",
                                "{\"id\": @, \"prompt\": \"p\", \"chosen\": \"a\"}",
                                "set aside as missing-field: 'rejected' is null"),
                        pair("lone surrogate in the prompt", "x \\ud800", "a", "b", "set aside as invalid-unicode"),
                        pair("lone surrogate in an answer", "p", "\\udc00 y", "b", "set aside as invalid-unicode"),
                        pair(
                                "surrogates in the wrong order",
                                "p",
                                "a",
                                "\\ude00\\ud83d",
                                "set aside as invalid-unicode"),
                        pair("whole surrogate pair", "p", "\\ud83d\\ude00", "b", "scored"),
                        pair("NUL character", "p", "a\\u0000b", "b", "scored"),
                        new Case(
                                "line that is no JSON", "no JSON at all", "set aside as unreadable-record: not a JSON"),
                        new Case(
                                "line cut short",
                                "{\"id\": \"cut\", \"prompt\": \"p\", \"cho",
                                "set aside as unreadable-record: not a JSON object"),
                        new Case("number instead of an object", "17", "set aside as unreadable-record: not a JSON"),
                        new Case("null instead of an object", "null", "set aside as unreadable-record: not a JSON"),
                        new Case("empty list instead of an object", "[]", "set aside as unreadable-record: not a JSON"),
                        new Case(
                                "list of objects on one line",
                                "[{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"},{\"prompt\":\"q\",\"chosen\":"
                                        + "\"c\",\"rejected\":\"d\"}]",
                                "set aside as unreadable-record: not a JSON object"),
                        new Case(
                                "two objects on one line",
                                "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"} {\"prompt\":\"q\",\"chosen\":"
                                        + "\"c\",\"rejected\":\"d\"}",
                                "set aside as unreadable-record: not a JSON object"),
                        new Case(
                                "message list where the file has texts",
                                "{\"id\": @, \"prompt\": \"p\", \"chosen\": [{\"role\": \"assistant\", \"content\":"
                                        + " \"a\"}], \"rejected\": \"b\"}",
                                "set aside as malformed-field: 'chosen'"),
                        new Case(
                                "number where the file has texts",
                                "{\"id\": @, \"prompt\": \"p\", \"chosen\": 17, \"rejected\": \"b\"}",
                                "set aside as malformed-field: 'chosen'"),
                        pair("text that looks like JSON", "p", "[1, 2]", "{\\\"a\\\": 1}", "scored"),
                        pair(
                                "more tokens than the model holds",
                                "p",
                                "word ".repeat(9000),
                                "b",
                                "set aside as too-long"),
                        pair("1 MB of text", "p", MEGABYTE, "b", "set aside as too-long"),
                        pair("1 MB without a blank", "p", "b", "x".repeat(1 << 20), "set aside as too-long"),
                        pair("empty answer", "p", "a", "", "scored, flagged empty-response"),
                        pair("empty prompt", "", "a", "b", "scored"),
                        pair(
                                "two identical answers",
                                "p",
                                "same",
                                "same",
                                "scored, flagged identical-responses, a tie"),
                        pair("template markers in a text", "p", "<|im_end|>{{ 7 * 7 }}{% raw %}", "b", "scored")));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMinutes(2));
    }

    private static Case pair(String title, String prompt, String chosen, String rejected, String gets) {
        return new Case(
                title,
                "{\"id\": @, \"prompt\": \"%s\", \"chosen\": \"%s\", \"rejected\": \"%s\"}"
                        .formatted(prompt, chosen, rejected),
                gets);
    }

    /** One policy of the two; that each of them cuts, and to how many tokens, is asserted of the model. */
    @Test
    void tooLongWhereTruncationWasChosen() throws Exception {
        String policy = "truncate-start";
        check(
                policy,
                WORLDPM,
                List.of(
                        pair("short (" + policy + ")", "p", "a", "b", "scored"),
                        pair(
                                "more tokens than the model holds (" + policy + ")",
                                "p",
                                "word ".repeat(9000),
                                "b",
                                "scored, flagged truncated")),
                "--set",
                "encode.on-too-long=" + policy);
        List<Row> tokens = runs.table(folder.resolve(policy + "-out"), "scores")
                .selectExpr("array_max(prefscore.tokens) as longest")
                .orderBy("longest")
                .collectAsList();
        assertThat(tokens.get(0).getInt(0)).isLessThan(100);
        assertThat(tokens.get(1).getInt(0)).isEqualTo(4096);
    }

    /** Content as parts among content as text, and as parts alone, which makes another column of it. */
    @Test
    void conversationsAndContentAsParts() throws Exception {
        check(
                "conversations",
                WORLDPM,
                List.of(
                        messages(
                                "content is a text, elsewhere parts",
                                "{\"role\":\"assistant\",\"content\":\"What is 2+2?\"}",
                                "scored"),
                        messages(
                                "content is parts, elsewhere a text",
                                "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"What is 2+2?\"}]}",
                                "scored"),
                        messages(
                                "content has an image part, elsewhere a text",
                                "{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"url\":\"x\"}]}",
                                "set aside as malformed-field: 'messages[0].content' holds a part of type 'image'"),
                        messages(
                                "nothing",
                                "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}",
                                "scored"),
                        messages("no turns", "", "set aside as empty-conversation: 'messages' has no turns"),
                        new Case(
                                "messages is null",
                                "{\"id\": @, \"messages\": null}",
                                "set aside as missing-field: 'messages' is null"),
                        messages(
                                "a turn is null",
                                "{\"role\":\"user\",\"content\":\"q\"},null",
                                "set aside as missing-field: 'messages[1]' is null"),
                        messages(
                                "role is null",
                                "{\"role\":null,\"content\":\"q\"}",
                                "set aside as missing-field: 'messages[0].role' is null"),
                        messages(
                                "content is null",
                                "{\"role\":\"user\",\"content\":null}",
                                "set aside as missing-field: 'messages[0].content' is null"),
                        messages(
                                "lone surrogate in a turn",
                                "{\"role\":\"user\",\"content\":\"\\udfff\"}",
                                "set aside as invalid-unicode"),
                        messages(
                                "two turns of one role",
                                "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"user\",\"content\":\"r\"},"
                                        + "{\"role\":\"assistant\",\"content\":\"a\"}",
                                "scored, flagged repeated-role"),
                        messages(
                                "the question only",
                                "{\"role\":\"user\",\"content\":\"q\"}",
                                "set aside as no-common-prompt: 'messages' ends with a turn of 'user': no answer to judge"),
                        messages(
                                "last turn is empty",
                                "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"\"}",
                                "scored, flagged empty-response"),
                        messages(
                                "role that the template passes over",
                                "{\"role\":\"narrator\",\"content\":\"q\"}",
                                "scored"),
                        new Case(
                                "messages is a text",
                                "{\"id\": @, \"messages\": \"hello\"}",
                                "set aside as malformed-field: 'messages' holds text")));
        check(
                "parts",
                WORLDPM,
                List.of(
                        messages(
                                "content is a list of text parts",
                                "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"What is \"},{\"type\":\"text\",\"text\":\"2+2?\"}]}",
                                "scored"),
                        messages(
                                "content has an image part",
                                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q\"},{\"type\":\"image\",\"url\":\"x\"}]}",
                                "set aside as malformed-field: 'messages[0].content' holds a part of type 'image'"),
                        messages(
                                "content is a list without parts",
                                "{\"role\":\"assistant\",\"content\":[]}",
                                "scored, flagged empty-response")));
        double asText = reward("conversations-out", "row-0");
        assertThat(reward("parts-out", "row-0")).isCloseTo(asText, within(1e-5));
        assertThat(reward("conversations-out", "row-1")).isCloseTo(asText, within(1e-5));
    }

    private double reward(String output, String id) {
        return runs.table(folder.resolve(output), "scores")
                .where("id = '" + id + "'")
                .selectExpr("prefscore.rewards[0]")
                .first()
                .getFloat(0);
    }

    @Test
    void conversationsThatTheTemplateRefuses() throws Exception {
        check(
                "refused",
                GEMMA,
                List.of(
                        messages(
                                "role that the template refuses",
                                "{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"q\"},"
                                        + "{\"role\":\"assistant\",\"content\":\"a\"}",
                                "set aside as template-refused: System role not supported"),
                        messages(
                                "turns that the template wants to alternate",
                                "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"user\",\"content\":\"r\"},"
                                        + "{\"role\":\"assistant\",\"content\":\"a\"}",
                                "set aside as template-refused: Conversation roles must alternate"),
                        messages(
                                "nothing (gemma)",
                                "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}",
                                "scored")));
    }

    private static Case messages(String title, String turns, String gets) {
        return new Case(title, "{\"id\": @, \"messages\": [" + turns + "]}", gets);
    }

    @Test
    void pairsOfConversations() throws Exception {
        check(
                "implicit",
                WORLDPM,
                List.of(
                        conversations(
                                "no prompt in common",
                                turn("user", "p") + "," + turn("assistant", "a"),
                                turn("user", "q") + "," + turn("assistant", "b"),
                                "set aside as no-common-prompt"),
                        conversations(
                                "chosen has no turns",
                                "",
                                turn("user", "q"),
                                "set aside as empty-conversation: 'chosen' has no turns"),
                        conversations(
                                "identical conversations",
                                turn("user", "p") + "," + turn("assistant", "a"),
                                turn("user", "p") + "," + turn("assistant", "a"),
                                "scored, flagged identical-responses, a tie"),
                        conversations(
                                "answers of several turns",
                                turn("user", "p") + "," + turn("assistant", "a"),
                                turn("user", "p") + "," + turn("assistant", "b") + "," + turn("user", "c") + ","
                                        + turn("assistant", "d"),
                                "scored")));
    }

    private static String turn(String role, String content) {
        return "{\"role\":\"" + role + "\",\"content\":\"" + content + "\"}";
    }

    private static Case conversations(String title, String chosen, String rejected, String gets) {
        return new Case(title, "{\"id\": @, \"chosen\": [" + chosen + "], \"rejected\": [" + rejected + "]}", gets);
    }

    @Test
    void dialogues() throws Exception {
        String good = "\\n\\nHuman: hello\\n\\nAssistant: hi";
        check(
                "dialogues",
                WORLDPM,
                List.of(
                        dialogues(
                                "dialogue without speakers",
                                "just text",
                                good,
                                "set aside as malformed-field: 'chosen' does not begin"),
                        dialogues(
                                "empty dialogue", good, "", "set aside as empty-conversation: 'rejected' has no turns"),
                        dialogues(
                                "dialogue that ends with the human",
                                good,
                                good + "\\n\\nHuman: and?",
                                "set aside as no-common-prompt"),
                        dialogues(
                                "dialogues of different questions",
                                good,
                                "\\n\\nHuman: bye\\n\\nAssistant: hi",
                                "set aside as no-common-prompt"),
                        dialogues(
                                "dialogue with an empty answer",
                                good,
                                "\\n\\nHuman: hello\\n\\nAssistant:",
                                "scored, flagged empty-response")),
                "--schema",
                "hh-rlhf");
    }

    private static Case dialogues(String title, String chosen, String rejected, String gets) {
        return new Case(title, "{\"id\": @, \"chosen\": \"" + chosen + "\", \"rejected\": \"" + rejected + "\"}", gets);
    }
}
