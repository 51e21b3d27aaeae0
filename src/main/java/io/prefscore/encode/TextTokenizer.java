package io.prefscore.encode;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Rendered text to token ids, exactly as {@code tokenizer.json} says: no special tokens added, since the chat template
 * writes them, nothing truncated, nothing padded.
 *
 * <p>Safe for use by several threads. Holds native memory until closed.
 */
public final class TextTokenizer implements AutoCloseable {

    /** Bytes of a text that are cut into tokens for a model that holds few of them: half a second's work and 110 MB. */
    private static final int LEAST_BYTES = 1 << 19;

    /** The same for each token that a model holds: more than texts of that length have. */
    private static final long BYTES_PER_TOKEN = 7;

    /**
     * The same for any model. At each run of one kind of character, such as blanks, the tokenizer's regular expressions step
     * back once a character, and after 10,000,000 steps they abort the process, which nothing can catch.
     */
    private static final int MOST_BYTES = 1 << 23;

    private final HuggingFaceTokenizer tokenizer;
    private final int mostBytes;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, int mostBytes) {
        this.tokenizer = tokenizer;
        this.mostBytes = mostBytes;
    }

    /**
     * Reads a checkpoint folder's tokenizer.
     *
     * @param maxTokens the longest conversation that is scored, which bounds the texts that are cut into tokens at all
     * @throws UserError where there is none, it cannot be read, or {@code tokenizer_config.json} asks for what
     *     {@code tokenizer.json} does not hold, so that the reference would tokenize otherwise
     */
    public static TextTokenizer read(Path folder, int maxTokens) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    folder + ": no tokenizer.json; save the tokenizer with transformers"
                            + " (AutoTokenizer.from_pretrained(…).save_pretrained(…)) and put it there");
        }
        checkAgreement(folder, file);
        int mostBytes = (int) Math.min(MOST_BYTES, Math.max(LEAST_BYTES, BYTES_PER_TOKEN * maxTokens));
        try {
            // given the folder or a tokenizer_config, DJL would take more settings from there, among them a maximum
            // length
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optAddSpecialTokens(false)
                    .optTruncation(false)
                    .optPadding(false)
                    .build();
            return new TextTokenizer(tokenizer, mostBytes);
        } catch (IOException | RuntimeException e) {
            throw new UserError(UserError.Kind.MODEL, file + ": cannot be read as a tokenizer: " + e.getMessage(), e);
        }
    }

    /** The longest text, in bytes of UTF-8, that is cut into tokens. */
    public int mostBytes() {
        return mostBytes;
    }

    /** Whether a text is short enough to be cut into tokens. */
    public boolean takes(String text) {
        // a UTF-16 unit is at most three bytes of UTF-8
        return text.length() <= mostBytes / 3 || Utf8.length(text) <= mostBytes;
    }

    /**
     * Token ids of a text.
     *
     * @throws ConversationRefused where the text is not {@link #takes taken}, or the tokenizer has no tokens for it
     */
    public int[] encode(String text) throws ConversationRefused {
        if (!takes(text)) {
            throw new ConversationRefused(
                    Skip.Reason.TOO_LONG,
                    String.format(
                            Locale.ROOT,
                            "%,d bytes of text, the most that is cut into tokens is %,d; filter the input",
                            Utf8.length(text),
                            mostBytes));
        }
        return Arrays.stream(ids(text)).mapToInt(Math::toIntExact).toArray();
    }

    /** DJL's own {@code encode} makes an object of each token besides, which takes twice the time. */
    private long[] ids(String text) throws ConversationRefused {
        long encoding;
        try {
            encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
        } catch (RuntimeException refused) {
            throw new ConversationRefused(Skip.Reason.TOKENIZER_REFUSED, UserError.reason(refused));
        }
        try {
            return TokenizersLibrary.LIB.getTokenIds(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
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
            throw new UserError(
                    UserError.Kind.MODEL, file + ": cannot be read as a JSON object: " + UserError.reason(e), e);
        }
    }
}
