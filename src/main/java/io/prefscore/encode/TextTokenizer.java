package io.prefscore.encode;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Rendered text to token ids, exactly as {@code tokenizer.json} says: no special tokens added, since the chat template
 * writes them, nothing truncated, nothing padded.
 *
 * <p>Safe for use by several threads. Holds native memory until closed.
 */
public final class TextTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a checkpoint folder's tokenizer.
     *
     * @throws UserError where there is none, it cannot be read, or {@code tokenizer_config.json} asks for what
     *     {@code tokenizer.json} does not hold, so that the reference would tokenize otherwise
     */
    public static TextTokenizer read(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    folder + ": no tokenizer.json; save the tokenizer with transformers"
                            + " (AutoTokenizer.from_pretrained(…).save_pretrained(…)) and put it there");
        }
        checkAgreement(folder, file);
        try {
            // given the folder or a tokenizer_config, DJL would take more settings from there, among them a maximum
            // length
            return new TextTokenizer(HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optAddSpecialTokens(false)
                    .optTruncation(false)
                    .optPadding(false)
                    .build());
        } catch (IOException | RuntimeException e) {
            throw new UserError(UserError.Kind.MODEL, file + ": cannot be read as a tokenizer: " + e.getMessage(), e);
        }
    }

    /** Token ids of a text. */
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /**
     * The reference adds tokens that only tokenizer_config.json names to the tokenizer when it loads it. Rather than
     * imitate that, such a folder is refused: saving the tokenizer again writes them into tokenizer.json.
     */
    private static void checkAgreement(Path folder, Path file) {
        Path configFile = folder.resolve("tokenizer_config.json");
        if (!Files.isRegularFile(configFile)) {
            return;
        }
        JsonObject config = readObject(configFile);
        if (config.has("split_special_tokens") && isTrue(config.get("split_special_tokens"))) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    configFile + ": split_special_tokens is true, which would cut the template's markers into pieces;"
                            + " remove it");
        }
        if (!config.has("added_tokens_decoder")) {
            return;
        }
        Map<String, JsonObject> known = new HashMap<>();
        JsonObject tokenizer = readObject(file);
        if (tokenizer.has("added_tokens")) {
            for (JsonElement token : tokenizer.getAsJsonArray("added_tokens")) {
                known.put(token.getAsJsonObject().get("content").getAsString(), token.getAsJsonObject());
            }
        }
        for (Map.Entry<String, JsonElement> entry :
                config.getAsJsonObject("added_tokens_decoder").entrySet()) {
            JsonObject asked = entry.getValue().getAsJsonObject();
            String content = asked.get("content").getAsString();
            JsonObject held = known.get(content);
            if (held == null || held.get("id").getAsInt() != Integer.parseInt(entry.getKey())) {
                throw new UserError(
                        UserError.Kind.MODEL,
                        configFile + ": added token '" + content + "' (id " + entry.getKey()
                                + ") does not stand so in tokenizer.json; load the tokenizer with transformers and save"
                                + " it again");
            }
        }
    }

    private static boolean isTrue(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsBoolean();
    }

    private static JsonObject readObject(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new UserError(UserError.Kind.MODEL, file + ": cannot be read as a JSON object: " + e.getMessage(), e);
        }
    }
}
