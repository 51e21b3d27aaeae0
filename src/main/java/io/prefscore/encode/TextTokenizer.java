package io.prefscore.encode;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * Rendered text to token ids, exactly as {@link TokenizerFiles} says: no special tokens put before or after, since the chat
 * template writes them, nothing truncated, nothing padded.
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
     * @throws UserError where there is none, it cannot be read, or files beside it ask for what cannot be done as the
     *     reference does it
     */
    public static TextTokenizer read(Path folder, int maxTokens) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    folder + ": no tokenizer.json; make it with transformers 4.57"
                            + " (AutoTokenizer.from_pretrained(…).save_pretrained(…)) and put it there");
        }
        TokenizerFiles files = TokenizerFiles.read(folder);
        int mostBytes = mostBytes(maxTokens);
        try (InputStream json = files.changes().isEmpty()
                ? Files.newInputStream(file)
                : new ByteArrayInputStream(files.json().getBytes(StandardCharsets.UTF_8))) {
            // given the folder or a tokenizer_config, DJL would take more settings from there, among them a maximum
            // length
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    json, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
            return new TextTokenizer(tokenizer, mostBytes);
        } catch (IOException | RuntimeException e) {
            throw new UserError(UserError.Kind.MODEL, file + ": cannot be read as a tokenizer: " + e.getMessage(), e);
        }
    }

    /** The longest text, in bytes of UTF-8, that is cut into tokens for a model that holds so many of them. */
    public static int mostBytes(int maxTokens) {
        return (int) Math.min(MOST_BYTES, Math.max(LEAST_BYTES, BYTES_PER_TOKEN * maxTokens));
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
}
