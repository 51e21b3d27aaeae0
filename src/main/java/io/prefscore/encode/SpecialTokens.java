package io.prefscore.encode;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The special tokens of a checkpoint, and the tokens that its files name besides {@code tokenizer.json}, as
 * {@code AutoTokenizer} of transformers 4.57 settles them for fast tokenizers: {@code _from_pretrained} in
 * tokenization_utils_base.py and {@code __init__} in tokenization_utils_fast.py.
 */
final class SpecialTokens {

    private static final String LIST = "added_tokens_decoder";
    private static final String PAD = "pad_token";
    private static final String ADDITIONAL = "additional_special_tokens";
    private static final String EXTRA = "extra_special_tokens";

    /** The special tokens that transformers hands to a template, as far as they are set. */
    private static final List<String> NAMES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", PAD, "cls_token", "mask_token");

    /** Lists of further ones, or objects of them by name. */
    private static final List<String> FURTHER = List.of(ADDITIONAL, EXTRA);

    /** Which class the tokenizer is of where the files name none, by {@code model_type}. */
    private static final Map<String, String> CLASSES = Map.of(
            "qwen2", "Qwen2Tokenizer",
            "qwen3", "Qwen2Tokenizer",
            "llama", "LlamaTokenizer",
            "mistral", "LlamaTokenizer",
            "gemma2", "GemmaTokenizer");

    /** What classes name where the files do not. */
    private static final Map<String, Map<String, String>> DEFAULTS = Map.of(
            "Qwen2Tokenizer", Map.of("eos_token", "<|endoftext|>", "unk_token", "<|endoftext|>", PAD, "<|endoftext|>"),
            "LlamaTokenizer", Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>"),
            "GemmaTokenizer", Map.of("bos_token", "<bos>", "eos_token", "<eos>", "unk_token", "<unk>", PAD, "<pad>"),
            "BloomTokenizer", Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>", PAD, "<pad>"),
            "CohereTokenizer",
                    Map.of("bos_token", "<BOS_TOKEN>", "eos_token", "<|END_OF_TURN_TOKEN|>", "unk_token", "<UNK>"),
            "GPT2Tokenizer", ofEndOfText(),
            "GPTNeoXTokenizer", ofEndOfText(),
            "CodeGenTokenizer", ofEndOfText());

    /** Classes that name nothing; the last one is transformers 5's. */
    private static final Set<String> PLAIN_CLASSES = Set.of("", "PreTrainedTokenizer", "TokenizersBackend");

    /** This class gives flags to tokens of which the files and it give the text alone. */
    private static final String FLAGGING_CLASS = "Qwen2Tokenizer";

    /** A special token; without flags where its text alone is given. */
    private record Special(String content, @Nullable AddedToken flagged) {

        /** From a text, or an object with flags. */
        static Special of(JsonElement value) {
            return value.isJsonObject()
                    ? new Special(
                            value.getAsJsonObject().get("content").getAsString(),
                            AddedToken.of(value.getAsJsonObject()))
                    : new Special(value.getAsString(), null);
        }
    }

    private final JsonObject config;
    private final String kind;
    private final Map<Integer, AddedToken> listed = new TreeMap<>();
    private final Map<String, AddedToken> known = new HashMap<>();
    private final Map<String, Special> named = new LinkedHashMap<>();

    /**
     * Settles what files hold; one that does not exist is an empty object.
     *
     * @param tokenizerConfig {@code tokenizer_config.json}
     * @param model {@code config.json}
     * @param map {@code special_tokens_map.json}, which counts only where {@code tokenizer_config.json} does not list the
     *     added tokens
     * @param added {@code added_tokens.json}, likewise
     * @param tokenizer {@code tokenizer.json}
     */
    SpecialTokens(
            JsonObject tokenizerConfig, JsonObject model, JsonObject map, JsonObject added, JsonObject tokenizer) {
        config = tokenizerConfig.deepCopy();
        if (config.has(LIST)) {
            config.getAsJsonObject(LIST)
                    .asMap()
                    .forEach((id, token) -> list(id, AddedToken.of(token.getAsJsonObject())));
        } else {
            map.asMap().forEach(this::lay);
            Set<String> special = new HashSet<>();
            NAMES.forEach(name -> given(name).ifPresent(token -> special.add(token.content())));
            specials().forEach(token -> special.add(token.content()));
            added.asMap()
                    .forEach((text, id) -> listed.put(id.getAsInt(), AddedToken.plain(text, special.contains(text))));
            for (JsonElement token : TokenizerFiles.elements(tokenizer.get("added_tokens"))) {
                list(token.getAsJsonObject().get("id").getAsString(), AddedToken.of(token.getAsJsonObject()));
            }
        }
        kind = kind(config, model);
        Map<String, String> defaults = new HashMap<>(DEFAULTS.getOrDefault(kind, Map.of()));
        if (tokenizer.has("padding") && tokenizer.get("padding").isJsonObject()) {
            defaults.putIfAbsent(
                    PAD, tokenizer.getAsJsonObject("padding").get(PAD).getAsString());
        }
        NAMES.forEach(name -> name(name, defaults.get(name), kind.equals(FLAGGING_CLASS)));
    }

    /** Texts of those that have a name, by which templates know them. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        named.forEach((name, special) -> texts.put(name, special.content()));
        JsonElement extra = config.get(EXTRA);
        if (extra != null && extra.isJsonObject()) {
            extra.getAsJsonObject().asMap().forEach((name, token) -> {
                if (isToken(token)) {
                    texts.put(name, Special.of(token).content());
                }
            });
        }
        return texts;
    }

    /** In what the reference may differ without that it shows in the files, a sentence each. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (!DEFAULTS.containsKey(kind) && !PLAIN_CLASSES.contains(kind)) {
            doubts.add(
                    "tokenizer_class " + kind + " is not known: special tokens that the files do not name and the class"
                            + " does are taken for plain text");
        }
        if (kind.equals("LlamaTokenizer")
                && config.has("add_prefix_space")
                && !config.get("add_prefix_space").isJsonNull()) {
            doubts.add("tokenizer_config.json sets add_prefix_space, for which transformers 4.57 makes the tokenizer of"
                    + " tokenizer.model; here tokenizer.json is followed");
        }
        return doubts;
    }

    /** Added tokens by the id that a file gives them. */
    Map<Integer, AddedToken> listed() {
        return listed;
    }

    /**
     * What is added to the tokenizer when it is loaded, in this order; of a token that it has already, other flags.
     *
     * @param held texts of the tokens that {@code tokenizer.json} adds
     */
    List<AddedToken> added(Set<String> held) {
        Set<String> texts = new HashSet<>(held);
        listed.values().forEach(token -> texts.add(token.content()));
        List<AddedToken> added = new ArrayList<>(listed.values());
        Set<String> special = new HashSet<>();
        for (Special token : specials()) {
            AddedToken flagged = token.flagged();
            if (special.add(token.content())
                    && (flagged == null ? !texts.contains(token.content()) : !added.contains(flagged))) {
                added.add(flagged == null ? AddedToken.plain(token.content(), true) : flagged);
            }
        }
        return added.stream()
                .map(token -> special.contains(token.content()) ? token.asSpecial() : token)
                .toList();
    }

    private void list(String id, AddedToken token) {
        listed.put(Integer.valueOf(id), token);
        known.put(token.content(), token);
    }

    /** A value of the older map counts more than the configuration's; further tokens come behind the configuration's. */
    private void lay(String name, JsonElement value) {
        if (name.equals(ADDITIONAL) && value.isJsonArray()) {
            JsonArray both = new JsonArray();
            TokenizerFiles.elements(config.get(name)).forEach(both::add);
            both.addAll(value.getAsJsonArray());
            config.add(name, both);
        } else {
            config.add(name, value);
        }
    }

    private void name(String name, @Nullable String fallback, boolean flags) {
        Optional<Special> given = given(name)
                .map(token -> new Special(token.content(), known.getOrDefault(token.content(), token.flagged())));
        Optional<Special> settled =
                config.has(name) ? given : Optional.ofNullable(fallback).map(text -> new Special(text, null));
        settled.map(token -> flags && token.flagged() == null
                        ? new Special(token.content(), AddedToken.plain(token.content(), true))
                        : token)
                .ifPresent(token -> named.put(name, token));
    }

    private Optional<Special> given(String name) {
        return Optional.ofNullable(config.get(name))
                .filter(SpecialTokens::isToken)
                .map(Special::of);
    }

    /** All special tokens in the order in which they are added, some of them more than once. */
    private List<Special> specials() {
        List<Special> specials = new ArrayList<>(named.values());
        for (String key : FURTHER) {
            TokenizerFiles.elements(config.get(key)).stream()
                    .filter(SpecialTokens::isToken)
                    .map(Special::of)
                    .forEach(specials::add);
        }
        return specials;
    }

    private static boolean isToken(JsonElement value) {
        return value.isJsonObject()
                ? value.getAsJsonObject().has("content")
                : value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isString()
                        && !value.getAsString().isEmpty();
    }

    /** Name of the tokenizer's class without the ending that tells fast ones from slow ones. */
    private static String kind(JsonObject config, JsonObject model) {
        for (JsonObject json : List.of(config, model)) {
            JsonElement named = json.get("tokenizer_class");
            if (named != null && named.isJsonPrimitive()) {
                return named.getAsString().replaceFirst("Fast$", "");
            }
        }
        JsonElement type = model.get("model_type");
        return type == null || !type.isJsonPrimitive() ? "" : CLASSES.getOrDefault(type.getAsString(), "");
    }

    private static Map<String, String> ofEndOfText() {
        return Map.of("bos_token", "<|endoftext|>", "eos_token", "<|endoftext|>", "unk_token", "<|endoftext|>");
    }
}
