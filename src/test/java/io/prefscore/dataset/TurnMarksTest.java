package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.typesafe.config.ConfigFactory;
import io.prefscore.GoldenModels;
import io.prefscore.GoldenModels.GoldenRow;
import io.prefscore.config.EncodeSettings;
import io.prefscore.encode.ChatTemplate;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.preference.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnMarksTest {

    private static final JsonObject RENDERED = rendered();

    private static final EncodeSettings SETTINGS = new EncodeSettings(
            Optional.empty(), LocalDate.of(2024, 7, 4), OptionalInt.empty(), EncodeSettings.OnTooLong.SET_ASIDE);

    /** Dialects whose marks tell where a content begins and ends, to the blank. */
    private static final List<String> EXACT = List.of(
            "chatml", "phi-4", "zephyr", "phi-3", "open-assistant", "command-r", "granite", "openchat", "deepseek");

    /**
     * A template and what transformers renders by it.
     *
     * @param prompts the conversations without their last turn, with a generation prompt
     */
    private record Rendered(
            String template,
            String dialect,
            ChatTemplate own,
            List<List<Message>> conversations,
            List<String> dialogues,
            List<String> prompts) {

        @Override
        public String toString() {
            return template;
        }
    }

    private static JsonObject rendered() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(TurnMarksTest.class.getResourceAsStream("/turn-marks/rendered.json")),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<Rendered> templates() {
        List<List<Message>> conversations = new ArrayList<>();
        for (JsonElement conversation : RENDERED.getAsJsonArray("conversations")) {
            List<Message> turns = new ArrayList<>();
            for (JsonElement turn : conversation.getAsJsonArray()) {
                JsonObject message = turn.getAsJsonObject();
                turns.add(new Message(
                        message.get("role").getAsString(),
                        message.get("content").getAsString()));
            }
            conversations.add(turns);
        }
        List<Rendered> templates = new ArrayList<>();
        for (JsonElement element : RENDERED.getAsJsonArray("templates")) {
            templates.add(template(element.getAsJsonObject(), conversations));
        }
        return templates;
    }

    private static Rendered template(JsonObject template, List<List<Message>> conversations) {
        List<List<Message>> turns = new ArrayList<>();
        List<String> dialogues = new ArrayList<>();
        List<String> prompts = new ArrayList<>();
        boolean addsSystem = template.get("template").getAsString().endsWith("system prompt of its own");
        for (JsonElement element : template.getAsJsonArray("cases")) {
            JsonObject one = element.getAsJsonObject();
            List<Message> conversation =
                    conversations.get(one.get("conversation").getAsInt());
            turns.add(addsSystem ? withDefaultSystem(conversation) : conversation);
            dialogues.add(one.get("dialogue").getAsString());
            prompts.add(one.get("prompt").getAsString());
        }
        ChatTemplate own = ChatTemplate.of(
                template.get("chat_template").getAsString(),
                Map.of(
                        "bos_token", template.get("bos_token").getAsString(),
                        "eos_token", template.get("eos_token").getAsString()),
                SETTINGS);
        return new Rendered(
                template.get("template").getAsString(),
                template.get("dialect").getAsString(),
                own,
                turns,
                dialogues,
                prompts);
    }

    private static List<Message> withDefaultSystem(List<Message> conversation) {
        if (conversation.get(0).role().equals("system")) {
            return conversation;
        }
        List<Message> turns = new ArrayList<>(conversation);
        turns.add(0, new Message("system", "You are a helpful assistant."));
        return turns;
    }

    private static List<Message> turns(String dialect, List<Message> turns) {
        return EXACT.contains(dialect) ? turns : stripped(turns);
    }

    private static List<Message> stripped(List<Message> turns) {
        return turns.stream()
                .map(turn -> new Message(turn.role(), turn.content().strip()))
                .toList();
    }

    private static TurnMarks named(String name) {
        return TurnMarks.named(name).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void readsWhatTransformersRenders(Rendered rendered) {
        TurnMarks marks = named(rendered.dialect());
        for (int index = 0; index < rendered.conversations().size(); index++) {
            List<Message> turns =
                    turns(rendered.dialect(), rendered.conversations().get(index));
            String dialogue = rendered.dialogues().get(index);
            String prompt = rendered.prompts().get(index);
            assertThat(marks.dialogue(dialogue).map(found -> turns(rendered.dialect(), found)))
                    .contains(turns);
            assertThat(marks.prompt(dialogue)).isEmpty();
            List<Message> before = turns.subList(0, turns.size() - 1);
            assertThat(marks.prompt(prompt).map(found -> turns(rendered.dialect(), found)))
                    .contains(before);
            assertThat(marks.prompt(prompt.strip()).map(TurnMarksTest::stripped))
                    .contains(stripped(before));
            assertThat(marks.occursIn(dialogue)).isTrue();
            assertThat(turns(rendered.dialect(), answer(marks, dialogue.substring(lengthOfPrompt(prompt, dialogue)))))
                    .isEqualTo(turns.subList(turns.size() - 1, turns.size()));
        }
        assertThat(TurnMarks.ofPrompts(rendered.prompts())).contains(marks);
        assertThat(TurnMarks.ofDialogues(rendered.dialogues())).contains(marks);
        assertThat(TurnMarks.ofDialogues(rendered.prompts())).isEmpty();
    }

    private static List<Message> answer(TurnMarks marks, String text) {
        return List.of(new Message("assistant", marks.answer(text)));
    }

    /** Some templates put other white space behind an open turn than behind one that goes on. */
    private static int lengthOfPrompt(String prompt, String dialogue) {
        return dialogue.startsWith(prompt)
                ? prompt.length()
                : prompt.stripTrailing().length();
    }

    @Test
    void everyDialectIsTestedByWhatTransformersRenders() {
        assertThat(TurnMarks.all().stream().map(TurnMarks::name))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        templates().stream().map(Rendered::dialect).distinct().toList());
    }

    @Test
    void declarationsHaveNoKeyThatIsNotRead() {
        assertThat(ConfigFactory.parseResources(TurnMarks.class, "marks.conf").getConfigList("dialects").stream()
                        .flatMap(dialect -> dialect.root().keySet().stream())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "name",
                        "system",
                        "user",
                        "assistant",
                        "tool",
                        "more",
                        "end",
                        "may-end",
                        "begin",
                        "finish",
                        "opened",
                        "special",
                        "at",
                        "stripped",
                        "preamble");
    }

    @ParameterizedTest
    @CsvSource({
        "chatml, qwen2-bf16-tied-oldstyle, true",
        "chatml, worldpm-tiny, true",
        "llama-3, llama-seqcls-tiny, false",
        "gemma, gemma2-nocap-bf16-bias, false",
        "inst, llama-yarn-oldstyle-spm, false",
        "inst, mistral-window-headdim-bf16-sharded, false"
    })
    void readsWhatGoldenModelsRead(String dialect, String folder, boolean addsSystem) {
        List<GoldenRow> rows = GoldenModels.rows(GoldenModels.folder(folder));
        for (GoldenRow row : rows) {
            // one answer ends with the end's mark itself
            List<Message> turns = row.messages().stream()
                    .map(turn -> new Message(turn.role(), turn.content().replaceAll("(</s>)+$", "")))
                    .toList();
            assertThat(named(dialect).dialogue(row.rendered()).map(TurnMarksTest::stripped))
                    .contains(stripped(addsSystem ? withDefaultSystem(turns) : turns));
        }
        assertThat(TurnMarks.ofDialogues(rows.stream().map(GoldenRow::rendered).toList()))
                .contains(named(dialect));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void readsRandomConversationsAsTheyWere(Rendered rendered) throws ConversationRefused {
        Random random = new Random(7);
        TurnMarks marks = named(rendered.dialect());
        boolean system = rendered.conversations().stream()
                .anyMatch(turns -> turns.get(0).role().equals("system"));
        for (int repeat = 0; repeat < 100; repeat++) {
            List<Message> turns = new ArrayList<>();
            if (system && (repeat % 2 == 0 || rendered.template().endsWith("own"))) {
                turns.add(new Message("system", randomText(random) + "."));
            }
            int count = 1 + random.nextInt(5);
            for (int turn = 0; turn < count; turn++) {
                turns.add(new Message("user", randomText(random)));
                turns.add(new Message("assistant", randomText(random)));
            }
            assertThat(marks.dialogue(rendered.own().render(turns)).map(found -> turns(rendered.dialect(), found)))
                    .contains(turns(rendered.dialect(), turns));
        }
    }

    private static String randomText(Random random) {
        List<String> bits = List.of(
                "word",
                " ",
                "\n",
                "\n\n",
                "    return x;",
                "ü",
                "東京",
                "😀",
                "<b>",
                "a: b",
                "user",
                "the Human: said",
                "|",
                "#");
        return random.ints(1 + random.nextInt(12), 0, bits.size())
                .mapToObj(bits::get)
                .collect(Collectors.joining("", "x", "y"));
    }

    @Test
    void readsSpeakersOneLineApart() {
        TurnMarks marks = named("human-assistant");
        List<Message> turns = List.of(
                new Message("user", "Which river runs through Cologne?"), new Message("assistant", "The Rhine."));
        String text = "Human: Which river runs through Cologne?\nAssistant: The Rhine.";
        assertThat(marks.dialogue(text)).contains(turns);
        assertThat(marks.dialogue("\n\n  " + text.replace("\n", "\n\n\n  ") + "\n"))
                .contains(turns);
        assertThat(marks.dialogue(text.replace("Human", "User")
                        .replace("Assistant", "Bot")
                        .replace("\n", "\r\n")))
                .contains(turns);
        assertThat(marks.prompt("Human: Which river runs through Cologne?")).contains(turns.subList(0, 1));
        assertThat(marks.answer("Assistant: The Rhine.")).isEqualTo("The Rhine.");
    }

    @Test
    void aTextHasOneSpellingForEachSpeaker() {
        assertThat(named("human-assistant")
                        .dialogue(
                                "Human: Write a chat.\nUser: hi\nBot: hello\nAssistant: Well:\nUser: a\nAI: b\nHuman: Thanks\n"
                                        + "Assistant: Ok"))
                .contains(List.of(
                        new Message("user", "Write a chat.\nUser: hi\nBot: hello"),
                        new Message("assistant", "Well:\nUser: a\nAI: b"),
                        new Message("user", "Thanks"),
                        new Message("assistant", "Ok")));
        assertThat(named("human-assistant").prompt("Human: hi\nAI: hello\nHuman: bye\nAI:"))
                .contains(List.of(
                        new Message("user", "hi"), new Message("assistant", "hello"), new Message("user", "bye")));
    }

    @Test
    void readsDialoguesOfHhRlhfAsThatSetIsRead() throws RowRefused {
        Random random = new Random(3);
        for (int repeat = 0; repeat < 200; repeat++) {
            StringBuilder text = new StringBuilder();
            for (int turn = 0; turn < 2 + random.nextInt(4); turn++) {
                text.append("\n\nHuman:")
                        .append(random.nextBoolean() ? " " : "")
                        .append(randomText(random));
                text.append("\n\nAssistant: ").append(random.nextInt(5) == 0 ? "" : randomText(random));
                text.append(random.nextInt(5) == 0 ? "\n\nAssistant: So" : "");
            }
            assertThat(named("human-assistant").dialogue(text.toString()))
                    .contains(Dialogues.answered(text.toString(), "chosen"));
            String prompt = text + "\n\nHuman: And?\n\nAssistant:" + (random.nextBoolean() ? " " : "");
            assertThat(named("human-assistant").prompt(prompt)).contains(Dialogues.prompt(prompt, "prompt"));
        }
    }

    @Test
    void readsPromptsOfHelpSteerAsThatSetIsRead() {
        String prompt = "Hi\n<extra_id_1>Assistant\nHello\n\n<extra_id_1>User\nBye\n<extra_id_1>Assistant\n";
        assertThat(named("extra-id").prompt(prompt).map(TurnMarksTest::stripped))
                .contains(stripped(Dialogues.helpSteer(prompt)));
    }

    @Test
    void anEmptySystemTurnThatNemotronAlwaysWritesIsNone() {
        assertThat(named("extra-id").prompt("<extra_id_0>System\n\n<extra_id_1>User\nHi\n<extra_id_1>Assistant\n"))
                .contains(List.of(new Message("user", "Hi")));
    }

    @Test
    void readsPromptsOfChatMl() {
        TurnMarks marks = named("chatml");
        String prompt =
                "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nWhich river runs through Cologne?<|im_end|>\n";
        List<Message> turns =
                List.of(new Message("system", "Be brief."), new Message("user", "Which river runs through Cologne?"));
        assertThat(marks.prompt(prompt + "<|im_start|>assistant\n")).contains(turns);
        assertThat(marks.prompt(prompt + "<|im_start|>assistant\n<think>\n\n</think>\n\n"))
                .contains(turns);
        assertThat(marks.prompt(prompt)).contains(turns);
        assertThat(marks.dialogue(prompt + "<|im_start|>assistant\n")).isEmpty();
        assertThat(marks.dialogue(prompt + "<|im_start|>assistant\n<|im_end|>").map(List::size))
                .contains(3);
        assertThat(marks.prompt(prompt.replace("\n", "\r\n") + "<|im_start|>assistant"))
                .contains(turns);
        assertThat(marks.prompt(prompt + "<|im_start|>tool\n{}<|im_end|>\n<|im_start|>assistant\n")
                        .orElseThrow())
                .endsWith(new Message("tool", "{}"));
    }

    @Test
    void joinsInstructionAndInputOfAlpaca() {
        String preamble = "Below is an instruction that describes a task, paired with an input that provides further"
                + " context. Write a response that appropriately completes the request.";
        String task = "### Instruction:\nName the river.\n\n### Input:\nCologne\n\n### Response:\n";
        Message user = new Message("user", "Name the river.\nCologne");
        assertThat(named("alpaca").prompt(task)).contains(List.of(user));
        assertThat(named("alpaca").prompt(preamble + "\n\n" + task))
                .contains(List.of(new Message("system", preamble), user));
        assertThat(named("alpaca").prompt(task.replace("Cologne", "")))
                .contains(List.of(new Message("user", "Name the river.")));
        assertThat(named("alpaca").dialogue(task + "The Rhine.</s>"))
                .contains(List.of(user, new Message("assistant", "The Rhine.")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "chatml,\"The Rhine.<|im_end|>\",\"The Rhine.\"",
                "chatml,\"<|im_start|>assistant\n The Rhine.\n<|im_end|>\n<|endoftext|>\",\" The Rhine.\n\"",
                "chatml,\"  The Rhine.\n\",\"  The Rhine.\n\"",
                "chatml,\"Say <|im_end|> twice.\",\"Say <|im_end|> twice.\"",
                "llama-3,\"\n\nThe Rhine.<|eot_id|>\",\"The Rhine.\"",
                "inst,\" The Rhine. </s>\",\"The Rhine.\"",
                "inst,\"The Rhine.</s>\",\"The Rhine.\"",
                "tulu,\"<|assistant|>\nThe Rhine.</s>\n\",\"The Rhine.\"",
                "command-r,\"<|START_RESPONSE|>The Rhine.\",\"<|START_RESPONSE|>The Rhine.\"",
                "vicuna,\" The Rhine.</s>\",\"The Rhine.\"",
                "human-assistant,\"\n\nAssistant: The Rhine.\n\",\"The Rhine.\"",
                "human-assistant,\"The Assistant: no mark\",\"The Assistant: no mark\""
            })
    void takesMarksOffAnswersAndNothingElse(String dialect, String text, String answer) {
        assertThat(named(dialect).answer(text)).isEqualTo(answer);
        assertThat(named(dialect).answer(answer)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "Which river runs through Cologne?",
                "What does <|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n mean?",
                "Explain [INST] and [/INST] to me.",
                "Why is <｜User｜> there, and <｜Assistant｜>",
                "In Vicuna's template USER: comes before ASSISTANT:",
                "if (line == \"Human:\") { say(\"Assistant:\"); }",
                "x = 1  # Human: remark\ny = 2  # Assistant: remark",
                "<|im_start|>user\nHi<|im_start|>assistant\n",
                "<|im_start|>user\nHi<|im_end|><|im_end|>\n<|im_start|>assistant\n",
                "<|im_start|>user\nHi<|im_end|>\nand more\n<|im_start|>assistant\n",
                "<|im_start|>user\nHi",
                "<|im_start|>poet\nHi<|im_end|>\n<|im_start|>assistant\n",
                "<|im_start|>user\n<|im_start|>Hi<|im_end|>\n<|im_start|>assistant\n",
                "<|im_start|>username\nHi<|im_end|>\n<|im_start|>assistant\n",
                "<|im_start|>user\n[INST] Hi [/INST]<|im_end|>\n<|im_start|>assistant\n",
                "<|im_start|>user\nHi<|eot_id|>\n<|im_start|>assistant\n",
                "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>assistant\n",
                "<|im_start|>assistant\n",
                "<|im_start|>",
                "[INST] a [INST] b [/INST]",
                "[INST] a [/INST] b [/INST] c",
                "[INST] <<SYS>>\nBe brief.\n[/INST]",
                "<|user|>\na\n<|user|>\nb\n<|assistant|>\n",
                "### Input:\nCologne\n\n### Response:\n",
                "### Response:\nThe Rhine.",
                "AI: hello\nHuman: hi\nAI: bye",
                "Assistant: hello",
                "<extra_id_1>Assistant\n"
            })
    void readsNoTextThatIsNotWhollyOfADialect(String text) {
        for (TurnMarks marks : TurnMarks.all()) {
            assertThat(marks.prompt(text)).as(marks.name()).isEmpty();
            assertThat(marks.dialogue(text)).as(marks.name()).isEmpty();
        }
    }

    /** Marks by role, for a slow reading of its own: what a text reads as must give that text again, but for white space. */
    private static final Map<String, List<String>> MARKS = Map.of(
            "system",
            List.of(
                    "<|im_start|>system\n",
                    "<|start_header_id|>system<|end_header_id|>\n\n",
                    "[INST] <<SYS>>\n",
                    "<|system|>\n",
                    "<extra_id_0>System\n",
                    "SYSTEM: ",
                    "### System:\n"),
            "user",
            List.of(
                    "<|im_start|>user\n",
                    "<|start_header_id|>user<|end_header_id|>\n\n",
                    "<start_of_turn>user\n",
                    "[INST] ",
                    "\n<</SYS>>\n\n",
                    "\n<|user|>\n",
                    "\n<extra_id_1>User\n",
                    "### Human: ",
                    "### Instruction:\n",
                    "### User:\n",
                    "USER: ",
                    "Human: ",
                    "User: "),
            "assistant",
            List.of(
                    "<|im_start|>assistant\n",
                    "<|start_header_id|>assistant<|end_header_id|>\n\n",
                    "<start_of_turn>model\n",
                    " [/INST] ",
                    "\n<|assistant|>\n",
                    "\n<extra_id_1>Assistant\n",
                    "### Assistant: ",
                    "### Response:\n",
                    "ASSISTANT: ",
                    "Assistant: ",
                    "AI: ",
                    "Bot: "),
            "end",
            List.of("<|im_end|>\n", "<|eot_id|>", "<end_of_turn>\n", "</s>", "<|end|>\n", "<|endoftext|>"));

    private static final List<String> PLAIN = List.of(
            "word", "a", "\n", "\n", "\n\n", " ", " ", ". ", "Human", "<|im_", "user", "INST", "### ", "<", "<s>", "AI",
            "U:");

    @Test
    void whatReadsIsTheWholeTextAndPlainTextNever() {
        Random random = new Random(11);
        int read = 0;
        for (int repeat = 0; repeat < 20_000; repeat++) {
            boolean plain = repeat % 4 == 0;
            String text = plain ? pick(random, PLAIN, 20) : ofMarks(random);
            for (TurnMarks marks : TurnMarks.all()) {
                for (Optional<List<Message>> turns : List.of(marks.prompt(text), marks.dialogue(text))) {
                    if (turns.isPresent()) {
                        assertThat(plain).as("%s reads %s", marks.name(), text).isFalse();
                        assertThat(text.replaceAll("\\s+", ""))
                                .as("%s reads %s as %s", marks.name(), text, turns)
                                .matches(whole(turns.get()));
                        read++;
                    }
                }
            }
        }
        assertThat(read).isGreaterThan(1_000);
    }

    private static String pick(Random random, List<String> bits, int most) {
        return random.ints(random.nextInt(most), 0, bits.size())
                .mapToObj(bits::get)
                .collect(Collectors.joining());
    }

    /** A text that could be one of a dialect: a few marks of a user, an assistant and an end, in some order, and others. */
    private static String ofMarks(Random random) {
        String user = one(random, MARKS.get("user"));
        String assistant = one(random, MARKS.get("assistant"));
        if (random.nextBoolean()) {
            int dialect = random.nextInt(3);
            user = MARKS.get("user").get(dialect);
            assistant = MARKS.get("assistant").get(dialect);
        }
        String end = random.nextInt(3) == 0 ? one(random, MARKS.get("end")) : random.nextBoolean() ? "<|im_end|>" : "";
        StringBuilder text =
                new StringBuilder(random.nextInt(6) == 0 ? one(random, MARKS.get("system")) + "x." + end : "");
        for (int turn = 0; turn < 1 + random.nextInt(3); turn++) {
            text.append(random.nextInt(8) == 0 ? one(random, MARKS.get("user")) : user)
                    .append(pick(random, PLAIN, 6))
                    .append(end)
                    .append(random.nextBoolean() ? "\n" : "")
                    .append(random.nextInt(8) == 0 ? one(random, MARKS.get("assistant")) : assistant)
                    .append(pick(random, PLAIN, 6))
                    .append(random.nextInt(8) == 0 ? one(random, MARKS.get("end")) : end)
                    .append(random.nextBoolean() ? "\n" : "");
        }
        return text.substring(0, text.length() - (random.nextInt(3) == 0 ? random.nextInt(text.length()) : 0));
    }

    private static String one(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    /** What a text without white space must be to read as these turns: each behind a mark of its role, no end or one behind it. */
    private static String whole(List<Message> turns) {
        String end = "(?:" + any("end") + ")?";
        String text = turns.stream()
                .map(turn -> mark(turn.role()) + contents(turn.content()) + end)
                .collect(Collectors.joining());
        return "(?:<s>|<\\|endoftext\\|>)*" + text + "(?:" + any("assistant") + ")?(?:" + any("end")
                + "|<extra_id_1>)*";
    }

    private static String mark(String role) {
        String marks = "(?:" + any(role) + ")";
        return role.equals("assistant") ? marks : marks + "?";
    }

    private static String any(String kind) {
        return MARKS.get(kind).stream()
                .map(mark -> Pattern.quote(mark.replaceAll("\\s+", "")))
                .collect(Collectors.joining("|"));
    }

    private static String contents(String content) {
        return Arrays.stream(content.split("\n", -1))
                .map(line -> Pattern.quote(line.replaceAll("\\s+", "")))
                .collect(Collectors.joining("(?:###Input:)?"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "chatml, \"Please read <|im_start|> here\"",
                "inst, \"Please read [/INST] here\"",
                "human-assistant, \"Please read\n Assistant: this\"",
                "human-assistant, \"Human: this\"",
                "human-assistant, \"Please read\nUser: this\nAI: that\"",
                "alpaca, \"Please read\n### Response: this\"",
                "vicuna, \"A chat. USER: Hi ASSISTANT: Hello\""
            })
    void findsMarksAnywhere(String dialect, String text) {
        assertThat(named(dialect).occursIn(text)).isTrue();
        assertThat(TurnMarks.marked(List.of(text, "plain", text))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The Human: a history",
                "User: root",
                "AI: what is it?",
                "USER: root",
                "The ASSISTANT: a play. USER: unknown",
                "Strike <s>this</s>.",
                "See ### Instruction: in line",
                "a < b | c > d [1]"
            })
    void findsNoMarksInPlainTexts(String text) {
        assertThat(TurnMarks.marked(List.of(text))).isZero();
    }

    @Test
    void takesTheDialectInWhichAllTextsRead() {
        String chatMl = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n";
        assertThat(TurnMarks.ofPrompts(List.of(chatMl, chatMl))).contains(named("chatml"));
        assertThat(TurnMarks.ofPrompts(List.of(chatMl, "Hi"))).isEmpty();
        assertThat(TurnMarks.ofPrompts(List.of(chatMl, "[INST] Hi [/INST]"))).isEmpty();
        assertThat(TurnMarks.ofPrompts(List.of())).isEmpty();
        assertThat(TurnMarks.ofDialogues(List.of(chatMl))).isEmpty();
        assertThat(TurnMarks.ofDialogues(List.of(chatMl + "Hello<|im_end|>"))).contains(named("chatml"));
        assertThat(TurnMarks.ofDialogues(List.of())).isEmpty();
    }

    @Test
    void takesTimeInProportionToTheLengthOfTheText() {
        int length = 30_000;
        List<String> texts = Stream.of(
                        " ",
                        "\n",
                        "\n ",
                        "<",
                        "<|im_start|>",
                        "<|im_start|>user",
                        "\nHuman",
                        "USER: ",
                        "### ",
                        "[INST] ",
                        "</s>")
                .flatMap(bit ->
                        Stream.of(bit.repeat(length / bit.length()), "Human: " + bit.repeat(length / bit.length())))
                .toList();
        // a step for each pair of characters would take minutes
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> texts.forEach(TurnMarksTest::readInAllWays));
    }

    private static void readInAllWays(String text) {
        for (TurnMarks marks : TurnMarks.all()) {
            marks.prompt(text);
            marks.answer(text);
            marks.occursIn(text);
        }
    }

    @Test
    void travelsToExecutors() throws IOException, ClassNotFoundException {
        for (TurnMarks marks : TurnMarks.all()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(marks);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                TurnMarks arrived = (TurnMarks) in.readObject();
                assertThat(arrived.name()).isEqualTo(marks.name());
                assertThat(arrived.occursIn("<|im_start|> [INST] Human:"))
                        .isEqualTo(marks.occursIn("<|im_start|> [INST] Human:"));
            }
        }
    }
}
