package io.prefscore.encode;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.config.EncodeSettings;
import io.prefscore.jinja.JinjaTemplate;
import io.prefscore.jinja.LimitExceeded;
import io.prefscore.jinja.TemplateError;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's chat template: turns a conversation into exactly the text that transformers' {@code apply_chat_template}
 * gives it, without a generation prompt, tools or documents.
 *
 * <p>Serializable, as its source; each process parses it once, when it is first used. Safe for use by several threads.
 */
public final class ChatTemplate implements ConversationRenderer {

    private static final long serialVersionUID = 1;

    private static final String TEMPLATE_FILE = "chat_template.jinja";
    private static final String LEGACY_TEMPLATE_FILE = "chat_template.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String TEMPLATE_KEY = "chat_template";

    private final String source;
    private final TreeMap<String, String> specialTokens;
    private final TokenTexts reserved;
    private final @Nullable String systemPrompt;
    private final LocalDate date;
    private transient volatile @Nullable JinjaTemplate parsed;

    private ChatTemplate(
            String source, Map<String, String> specialTokens, TokenTexts reserved, EncodeSettings settings) {
        this.source = source;
        this.specialTokens = new TreeMap<>(specialTokens);
        this.reserved = reserved;
        this.systemPrompt = settings.systemPrompt().orElse(null);
        this.date = settings.date();
    }

    /**
     * A template from its source.
     *
     * @param source the template as the checkpoint has it
     * @param specialTokens texts of the special tokens by name ({@code bos_token} …); a template sees an absent one as
     *     undefined
     * @param settings the system turn to add and the date that a template may ask for
     * @throws IllegalArgumentException where the template cannot be read, or uses what is not supported; the message names
     *     the line
     */
    public static ChatTemplate of(String source, Map<String, String> specialTokens, EncodeSettings settings) {
        return of(source, specialTokens, TokenTexts.of(specialTokens.values()), settings);
    }

    private static ChatTemplate of(
            String source, Map<String, String> specialTokens, TokenTexts reserved, EncodeSettings settings) {
        ChatTemplate template = new ChatTemplate(source, specialTokens, reserved, settings);
        template.parsed();
        return template;
    }

    /**
     * The template of a checkpoint folder: {@code chat_template.jinja}, else {@code chat_template} in
     * {@code tokenizer_config.json} (where there are several, the one called {@code default}), else
     * {@code chat_template.json}.
     *
     * @param folder a checkpoint folder as Hugging Face publishes it
     * @throws IllegalArgumentException where the folder has no template or one that cannot be read
     * @throws UncheckedIOException where a file that is there cannot be read
     */
    public static ChatTemplate read(Path folder, EncodeSettings settings) {
        JsonObject config = json(folder.resolve(TOKENIZER_CONFIG)).orElseGet(JsonObject::new);
        String source = text(folder.resolve(TEMPLATE_FILE))
                .or(() -> template(config, folder.resolve(TOKENIZER_CONFIG)))
                .or(() -> json(folder.resolve(LEGACY_TEMPLATE_FILE))
                        .flatMap(legacy -> template(legacy, folder.resolve(LEGACY_TEMPLATE_FILE))))
                .orElseThrow(() -> new IllegalArgumentException(folder + " has no chat template: neither "
                        + TEMPLATE_FILE
                        + " nor the key '" + TEMPLATE_KEY + "' in " + TOKENIZER_CONFIG + " or " + LEGACY_TEMPLATE_FILE
                        + "; put the template that the model was trained with into " + TEMPLATE_FILE));
        TokenizerFiles.Reserved special = TokenizerFiles.specialTokens(folder);
        return of(source, special.names(), special.texts(), settings);
    }

    @Override
    public String render(List<Message> conversation) throws ConversationRefused {
        if (conversation.isEmpty()) {
            throw new ConversationRefused(Skip.Reason.EMPTY_CONVERSATION, "the conversation has no turns");
        }
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(specialTokens);
        variables.put("messages", turns(conversation));
        variables.put("tools", null);
        variables.put("documents", null);
        variables.put("add_generation_prompt", false);
        try {
            return parsed().render(variables, date);
        } catch (TemplateError error) {
            String kind = error.kind() == TemplateError.Kind.RAISED
                    ? ""
                    : error.kind().pythonName() + ": ";
            throw new ConversationRefused(Skip.Reason.TEMPLATE_REFUSED, kind + error.getMessage());
        } catch (LimitExceeded limit) {
            throw new ConversationRefused(Skip.Reason.TEMPLATE_LIMIT, String.valueOf(limit.getMessage()));
        }
    }

    @Override
    public boolean findsSpecialToken(Example example) {
        return Stream.concat(
                        example.prompt().stream(),
                        example.responses().stream().flatMap(response -> response.messages().stream()))
                .anyMatch(turn -> reserved.standIn(turn.content()));
    }

    /** Whether the text depends on the date that the settings fix. */
    public boolean dependsOnDate() {
        return parsed().readsDate();
    }

    @Override
    public List<String> marks() {
        return parsed().marks();
    }

    /** The template as the checkpoint has it, for the fingerprint. */
    public String source() {
        return source;
    }

    /** Texts of the special tokens that the template sees, by name. */
    public Map<String, String> specialTokens() {
        return Map.copyOf(specialTokens);
    }

    private JinjaTemplate parsed() {
        JinjaTemplate template = parsed;
        if (template == null) {
            // two threads may both parse it; they get the same template
            template = JinjaTemplate.parse(source);
            parsed = template;
        }
        return template;
    }

    private List<Object> turns(List<Message> conversation) throws ConversationRefused {
        List<Object> turns = new ArrayList<>();
        String firstRole = conversation.get(0).role();
        boolean hasSystemTurn = firstRole.equals("system") || firstRole.equals("developer");
        if (systemPrompt != null && !hasSystemTurn) {
            turns.add(turn(new Message("system", systemPrompt)));
        }
        for (Message message : conversation) {
            turns.add(turn(message));
        }
        return turns;
    }

    private static Map<String, @Nullable Object> turn(Message message) throws ConversationRefused {
        Map<String, @Nullable Object> turn = new LinkedHashMap<>();
        turn.put("role", message.role());
        turn.put("content", message.content());
        turn.putAll(message.extras());
        checkTexts(turn);
        return turn;
    }

    private static void checkTexts(@Nullable Object value) throws ConversationRefused {
        if (value instanceof String text) {
            int at = loneSurrogate(text);
            if (at >= 0) {
                throw new ConversationRefused(
                        Skip.Reason.INVALID_UNICODE,
                        String.format("a lone surrogate U+%04X at index %d", (int) text.charAt(at), at));
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                checkTexts(entry.getKey());
                checkTexts(entry.getValue());
            }
        } else if (value instanceof Iterable<?> items) {
            for (Object item : items) {
                checkTexts(item);
            }
        }
    }

    /** Index of the first half of a character that lacks its other half, or -1. */
    private static int loneSurrogate(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(at))) {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }

    // ---- files of a checkpoint

    private static Optional<String> text(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (MalformedInputException malformed) {
            throw new IllegalArgumentException(file + " is not UTF-8 text", malformed);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Optional<JsonObject> json(Path file) {
        Optional<String> text = text(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonParser.parseString(text.get()).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException broken) {
            throw new IllegalArgumentException(file + " holds no JSON object: " + broken.getMessage(), broken);
        }
    }

    private static Optional<String> template(JsonObject config, Path file) {
        JsonElement template = config.get(TEMPLATE_KEY);
        if (template == null || template.isJsonNull()) {
            return Optional.empty();
        }
        if (template.isJsonPrimitive()) {
            return Optional.of(template.getAsString());
        }
        if (template.isJsonObject() && isText(template.getAsJsonObject().get("default"))) {
            return Optional.of(template.getAsJsonObject().get("default").getAsString());
        }
        List<String> names = new ArrayList<>();
        for (JsonElement element : template.isJsonArray() ? template.getAsJsonArray() : new JsonArray()) {
            JsonObject named = element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
            if (isText(named.get("name")) && isText(named.get("template"))) {
                String name = named.get("name").getAsString();
                if (name.equals("default")) {
                    return Optional.of(named.get("template").getAsString());
                }
                names.add(name);
            }
        }
        throw new IllegalArgumentException(
                file + ": '" + TEMPLATE_KEY + "' has no template called 'default'; found: " + names);
    }

    private static boolean isText(@Nullable JsonElement element) {
        return element != null
                && element.isJsonPrimitive()
                && element.getAsJsonPrimitive().isString();
    }
}
