package io.prefscore.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prefscore.config.EncodeSettings;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTemplateTest {

    private static final String TURNS =
            "{{ bos_token }}{% for m in messages %}[{{ m.role }}:{{ m.content }}]{% endfor %}{{ pad_token is defined }}";
    private static final List<Message> QUESTION =
            List.of(new Message("user", "Why?"), new Message("assistant", "Because."));

    private static EncodeSettings settings(Optional<String> systemPrompt) {
        return new EncodeSettings(
                systemPrompt, LocalDate.of(2024, 7, 4), OptionalInt.empty(), EncodeSettings.OnTooLong.SET_ASIDE);
    }

    private static ChatTemplate template(String source) {
        return ChatTemplate.of(source, Map.of("bos_token", "<s>"), settings(Optional.empty()));
    }

    private static Skip refused(ChatTemplate template, List<Message> conversation) {
        return catchThrowableOfType(ConversationRefused.class, () -> template.render(conversation))
                .skip();
    }

    @Test
    void rendersTurnsAndLeavesAbsentTokensUndefined() throws ConversationRefused {
        assertThat(template(TURNS).render(QUESTION)).isEqualTo("<s>[user:Why?][assistant:Because.]False");
    }

    @Test
    void passesWhatTransformersPassesBesideTheMessages() throws ConversationRefused {
        String source = "{{ tools is none }}{{ documents is none }}{{ add_generation_prompt is false }}"
                + "{{ enable_thinking is defined }}";
        assertThat(template(source).render(QUESTION)).isEqualTo("TrueTrueTrueFalse");
    }

    @Test
    void addsTheSystemTurnOnlyWhereNoneIs() throws ConversationRefused {
        ChatTemplate template = ChatTemplate.of(TURNS, Map.of(), settings(Optional.of("")));
        assertThat(template.render(QUESTION)).startsWith("[system:][user:Why?]");
        for (String role : List.of("system", "developer")) {
            List<Message> conversation = List.of(new Message(role, "own"), new Message("user", "Why?"));
            assertThat(template.render(conversation)).startsWith("[" + role + ":own][user:Why?]");
        }
    }

    @Test
    void neverEvaluatesTheTextsOfTurns() throws ConversationRefused {
        String text = "{{ 1 + 1 }}{% raw %}{# x #}{{ raise_exception('x') }}";
        assertThat(template(TURNS).render(List.of(new Message("user", text)))).isEqualTo("<s>[user:" + text + "]False");
    }

    @Test
    void showsExtrasInTheirOrder() throws ConversationRefused {
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("zeta", List.of(1, 2.5, true));
        extras.put("alpha", null);
        extras.put("name", Collections.singletonMap("k", null));
        Message message = new Message("tool", "x", extras);
        assertThat(template("{{ messages[0]|tojson }}").render(List.of(message)))
                .isEqualTo("{\"role\": \"tool\", \"content\": \"x\", \"zeta\": [1, 2.5, true], \"alpha\": null,"
                        + " \"name\": {\"k\": null}}");
    }

    @Test
    void refusesWithTheTemplatesOwnMessage() {
        Skip skip = refused(template("{{ raise_exception('roles must alternate') }}"), QUESTION);
        assertThat(skip).isEqualTo(new Skip(Skip.Reason.TEMPLATE_REFUSED, "roles must alternate"));
    }

    @Test
    void refusesWhereTheTemplateFails() {
        Skip skip = refused(template("{{ messages[9].content }}"), QUESTION);
        assertThat(skip)
                .isEqualTo(new Skip(Skip.Reason.TEMPLATE_REFUSED, "UndefinedError: list object has no element 9"));
    }

    @Test
    void refusesATemplateThatWouldNotEnd() {
        String source = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}";
        assertThat(refused(template(source), QUESTION).reason()).isEqualTo(Skip.Reason.TEMPLATE_LIMIT);
    }

    @Test
    void refusesAnEmptyConversationEvenWithASystemPrompt() {
        ChatTemplate template = ChatTemplate.of(TURNS, Map.of(), settings(Optional.of("Be brief.")));
        assertThat(refused(template, List.of()).reason()).isEqualTo(Skip.Reason.EMPTY_CONVERSATION);
    }

    @Test
    void refusesLoneSurrogatesWhereverTheyStand() throws ConversationRefused {
        ChatTemplate template = template(TURNS);
        for (Message message : List.of(
                new Message("user", "a\ud83d"),
                new Message("user", "\ude42a"),
                new Message("us\ud83der", "a"),
                new Message("user", "a", Map.of("calls", List.of(Map.of("x\udc00", 1)))))) {
            assertThat(refused(template, List.of(message)).reason()).isEqualTo(Skip.Reason.INVALID_UNICODE);
        }
        assertThat(template.render(List.of(new Message("user", "\ud83d\ude42"))))
                .contains("\ud83d\ude42");
    }

    @Test
    void refusesABrokenTemplateWhenItIsLoaded() {
        assertThatThrownBy(() -> template("{% if %}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void tellsTheSettingsDateAndThatItDoes() throws ConversationRefused {
        ChatTemplate template = template("{{ strftime_now('%d %b %Y') }}");
        assertThat(template.render(QUESTION)).isEqualTo("04 Jul 2024");
        assertThat(template.dependsOnDate()).isTrue();
        assertThat(template(TURNS).dependsOnDate()).isFalse();
    }

    @Test
    void rendersTheSameAfterItWasShippedAndOnManyThreads() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(template(TURNS));
        }
        ChatTemplate shipped;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            shipped = (ChatTemplate) in.readObject();
        }
        List<String> texts = IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return shipped.render(List.of(new Message("user", "turn " + i)));
                    } catch (ConversationRefused refused) {
                        throw new IllegalStateException(refused);
                    }
                })
                .toList();
        assertThat(texts)
                .isEqualTo(IntStream.range(0, 200)
                        .mapToObj(i -> "<s>[user:turn " + i + "]False")
                        .toList());
    }

    // ---- checkpoint folders

    private static void write(Path folder, String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static String renderedFrom(Path folder) throws ConversationRefused {
        return ChatTemplate.read(folder, settings(Optional.empty())).render(QUESTION);
    }

    @Test
    void prefersTheTemplateFileToTheConfiguration(@TempDir Path folder) throws Exception {
        write(
                folder,
                "tokenizer_config.json",
                "{\"chat_template\": \"config {{ bos_token }}\", \"bos_token\": \"<b>\"}");
        write(folder, "chat_template.json", "{\"chat_template\": \"legacy\"}");
        assertThat(renderedFrom(folder)).isEqualTo("config <b>");
        write(folder, "chat_template.jinja", "file {{ bos_token }}\n");
        assertThat(renderedFrom(folder)).isEqualTo("file <b>");
    }

    @Test
    void takesTheDefaultOfSeveralTemplates(@TempDir Path folder) throws Exception {
        write(
                folder,
                "tokenizer_config.json",
                "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"t\"},"
                        + " {\"name\": \"default\", \"template\": \"d\"}]}");
        assertThat(renderedFrom(folder)).isEqualTo("d");
        write(folder, "tokenizer_config.json", "{\"chat_template\": [{\"name\": \"rag\", \"template\": \"t\"}]}");
        assertThatThrownBy(() -> renderedFrom(folder))
                .hasMessageContaining("no template called 'default'; found: [rag]");
    }

    @Test
    void readsTheLegacyFileLast(@TempDir Path folder) throws Exception {
        write(folder, "chat_template.json", "{\"chat_template\": \"legacy\"}");
        assertThat(renderedFrom(folder)).isEqualTo("legacy");
    }

    @Test
    void readsSpecialTokensAsTransformersDoes(@TempDir Path folder) throws Exception {
        write(
                folder,
                "chat_template.jinja",
                "{{ bos_token }} {{ eos_token }} {{ pad_token }} {{ image_token is defined }}");
        String tokens = "\"bos_token\": {\"content\": \"<b>\", \"special\": true}, \"eos_token\": \"<e>\","
                + " \"pad_token\": null, \"image_token\": \"<i>\"";
        write(folder, "special_tokens_map.json", "{\"eos_token\": {\"content\": \"<map>\"}, \"pad_token\": \"<p>\"}");
        write(folder, "tokenizer_config.json", "{" + tokens + "}");
        assertThat(renderedFrom(folder)).isEqualTo("<b> <map> <p> False");
        write(folder, "tokenizer_config.json", "{\"added_tokens_decoder\": {}, " + tokens + "}");
        assertThat(renderedFrom(folder)).isEqualTo("<b> <e>  False");
    }

    @Test
    void namesTheFilesThatItLookedAt(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> renderedFrom(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chat_template.jinja")
                .hasMessageContaining("tokenizer_config.json");
        write(folder, "tokenizer_config.json", "[1]");
        assertThatThrownBy(() -> renderedFrom(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no JSON object");
    }
}
