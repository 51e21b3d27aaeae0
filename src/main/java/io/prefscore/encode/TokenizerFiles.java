package io.prefscore.encode;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a checkpoint folder as its files together make it: {@code tokenizer.json} as it stands, and what
 * transformers 4.57 changes of it, whose fast tokenizers add the tokens that other files name.
 */
public final class TokenizerFiles {

    private static final String CONFIG = "tokenizer_config.json";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String MODEL = "model";
    private static final String PRE_TOKENIZER = "pre_tokenizer";
    private static final String ADDED = "added_tokens";
    private static final String PREFIX_SPACE = "add_prefix_space";

    /** So many tokens that the model lacks are named. */
    private static final int SHOWN = 5;

    private final Path folder;
    private final JsonObject tokenizer;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, AddedToken> held = new LinkedHashMap<>();
    private final JsonArray changes = new JsonArray();
    private List<String> doubts = List.of();
    private int next;

    private TokenizerFiles(Path folder) {
        this.folder = folder;
        this.tokenizer = object(folder.resolve(TOKENIZER), "merges");
        next = vocabulary();
        for (JsonElement token : elements(tokenizer.get(ADDED))) {
            hold(AddedToken.of(token.getAsJsonObject()));
        }
    }

    /**
     * Reads a folder that holds {@code tokenizer.json}.
     *
     * @throws UserError where a file cannot be read, or asks for what cannot be done as the reference does it
     */
    public static TokenizerFiles read(Path folder) {
        return reading(folder, () -> settled(folder));
    }

    private static TokenizerFiles settled(Path folder) {
        TokenizerFiles files = new TokenizerFiles(folder);
        JsonObject config = object(folder.resolve(CONFIG));
        if (isTrue(config.get("split_special_tokens"))) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    folder.resolve(CONFIG)
                            + ": split_special_tokens is true, which would cut the template's markers into pieces;"
                            + " remove it");
        }
        SpecialTokens special = special(folder, config, files.tokenizer);
        files.doubts = special.doubts();
        files.add(special);
        files.prefixSpace(config);
        return files;
    }

    /**
     * The special tokens of a folder.
     *
     * @param names texts of those that a template knows by name
     * @param texts of all
     */
    record Reserved(Map<String, String> names, TokenTexts texts) {}

    /** Reads the special tokens, and of {@code tokenizer.json} no more than these take. */
    static Reserved specialTokens(Path folder) {
        return reading(folder, () -> {
            JsonObject tokenizer = object(folder.resolve(TOKENIZER), MODEL);
            SpecialTokens special = special(folder, object(folder.resolve(CONFIG)), tokenizer);
            Map<String, AddedToken> tokens = new LinkedHashMap<>();
            for (JsonElement token : elements(tokenizer.get(ADDED))) {
                AddedToken added = AddedToken.of(token.getAsJsonObject());
                tokens.put(added.content(), added);
            }
            special.added(tokens.keySet()).forEach(token -> tokens.put(token.content(), token));
            return new Reserved(
                    special.texts(),
                    TokenTexts.of(tokens.values().stream()
                            .filter(AddedToken::special)
                            .map(AddedToken::content)
                            .toList()));
        });
    }

    /** In what the tokenizer is another than {@code tokenizer.json} says by itself, as JSON; empty where in nothing. */
    public String changes() {
        return changes.isEmpty() ? "" : changes.toString();
    }

    /**
     * What may be a mistake, a sentence each.
     *
     * @param vocabulary tokens that the model has
     */
    public List<String> warnings(int vocabulary) {
        List<String> warnings = new ArrayList<>(doubts);
        List<Map.Entry<String, Integer>> beyond = ids.entrySet().stream()
                .filter(token -> token.getValue() >= vocabulary)
                .sorted(Map.Entry.comparingByValue())
                .toList();
        if (!beyond.isEmpty()) {
            String tokens = beyond.stream()
                    .limit(SHOWN)
                    .map(token -> token.getValue() + " '" + token.getKey() + "'")
                    .collect(Collectors.joining(", "));
            int others = beyond.size() - SHOWN;
            warnings.add("the model has " + vocabulary + " tokens (vocab_size), the tokenizer more: " + tokens
                    + (others > 0 ? " and " + others + " others" : "") + "; texts that hold one are set aside");
        }
        return warnings;
    }

    /** The tokenizer in the format of {@code tokenizer.json}. */
    String json() {
        JsonObject whole = object(folder.resolve(TOKENIZER));
        whole.add(ADDED, tokenizer.get(ADDED));
        whole.add(PRE_TOKENIZER, tokenizer.get(PRE_TOKENIZER));
        return whole.toString();
    }

    private static SpecialTokens special(Path folder, JsonObject config, JsonObject tokenizer) {
        return new SpecialTokens(
                config,
                object(folder.resolve("config.json")),
                object(folder.resolve("special_tokens_map.json")),
                object(folder.resolve("added_tokens.json")),
                tokenizer);
    }

    /** Gson's own errors name no file. */
    private static <T> T reading(Path folder, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalStateException
                | UnsupportedOperationException
                | ClassCastException
                | NumberFormatException
                | NullPointerException misshapen) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    folder + ": a token in tokenizer.json, tokenizer_config.json, special_tokens_map.json or"
                            + " added_tokens.json is none (" + UserError.reason(misshapen) + "); fetch them again",
                    misshapen);
        }
    }

    /** Tokens are put behind those that are there: the library takes flags from the last of a text. */
    private void add(SpecialTokens special) {
        boolean normalizes =
                tokenizer.has("normalizer") && tokenizer.get("normalizer").isJsonObject();
        for (AddedToken token : special.added(held.keySet())) {
            AddedToken before = held.get(token.content());
            if (before == null || !token.isAs(before, normalizes)) {
                JsonObject change = token.json(hold(token));
                if (!tokenizer.has(ADDED)) {
                    tokenizer.add(ADDED, new JsonArray());
                }
                tokenizer.getAsJsonArray(ADDED).add(change);
                changes.add(change);
            }
        }
        special.listed().forEach((id, token) -> {
            if (!id.equals(ids.get(token.content()))) {
                throw new UserError(
                        UserError.Kind.MODEL,
                        folder + ": added token '" + token.content() + "' has id " + id
                                + " in tokenizer_config.json or added_tokens.json and " + ids.get(token.content())
                                + " by tokenizer.json; give it the id that the model was trained with in both");
            }
        });
    }

    /** The id of an added token: the vocabulary's, or the next one behind all. */
    private int hold(AddedToken token) {
        held.put(token.content(), token);
        return ids.computeIfAbsent(token.content(), text -> next++);
    }

    /** What the configuration does not say is no; within a sequence of pre-tokenizers it does not count. */
    private void prefixSpace(JsonObject config) {
        JsonElement first = tokenizer.get(PRE_TOKENIZER);
        if (first == null || !first.isJsonObject() || !first.getAsJsonObject().has(PREFIX_SPACE)) {
            return;
        }
        boolean asked = isTrue(config.get(PREFIX_SPACE));
        if (isTrue(first.getAsJsonObject().get(PREFIX_SPACE)) != asked) {
            first.getAsJsonObject().addProperty(PREFIX_SPACE, asked);
            changes.add(new JsonPrimitive(PREFIX_SPACE + "=" + asked));
        }
    }

    /** Texts and ids of the model, an object or a list of texts with their scores; gives their number. */
    private int vocabulary() {
        JsonElement model = tokenizer.get(MODEL);
        JsonElement vocabulary =
                model != null && model.isJsonObject() ? model.getAsJsonObject().get("vocab") : null;
        if (vocabulary != null && vocabulary.isJsonObject()) {
            vocabulary.getAsJsonObject().asMap().forEach((text, id) -> ids.put(text, id.getAsInt()));
        }
        if (vocabulary == null || !vocabulary.isJsonArray()) {
            return ids.size();
        }
        int size = 0;
        for (JsonElement entry : vocabulary.getAsJsonArray()) {
            ids.put(entry.getAsJsonArray().get(0).getAsString(), size++);
        }
        return size;
    }

    /** The elements of a list or the values of an object; none of anything else. */
    static List<JsonElement> elements(@Nullable JsonElement container) {
        if (container != null && container.isJsonObject()) {
            return List.copyOf(container.getAsJsonObject().asMap().values());
        }
        return container != null && container.isJsonArray()
                ? container.getAsJsonArray().asList()
                : List.of();
    }

    private static boolean isTrue(@Nullable JsonElement value) {
        return value != null && value.isJsonPrimitive() && value.getAsBoolean();
    }

    private static JsonObject object(Path file) {
        return object(file, "");
    }

    /**
     * Reads an object; an empty one where there is no such file.
     *
     * @param passed key that is passed over, in the object or in its {@code model}: megabytes that tell nothing here
     */
    private static JsonObject object(Path file, String passed) {
        if (!Files.isRegularFile(file)) {
            return new JsonObject();
        }
        try (JsonReader reader = new JsonReader(Files.newBufferedReader(file))) {
            return object(reader, passed);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new UserError(
                    UserError.Kind.MODEL, file + ": cannot be read as a JSON object: " + UserError.reason(e), e);
        }
    }

    private static JsonObject object(JsonReader reader, String passed) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (key.equals(passed)) {
                reader.skipValue();
            } else if (key.equals(MODEL) && reader.peek() == JsonToken.BEGIN_OBJECT) {
                object.add(key, object(reader, passed));
            } else {
                object.add(key, JsonParser.parseReader(reader));
            }
        }
        reader.endObject();
        return object;
    }
}
