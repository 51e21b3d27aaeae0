package io.prefscore.model;

import io.prefscore.config.EncodeSettings;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.encode.TextTokenizer;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What a model's folder says about texts: how a conversation is written, into which tokens it is cut, how many of them the
 * model holds. Its weights are not touched and need not be there. Read on the driver, shipped to executors.
 *
 * @param folder the model's folder, as driver and executors see it
 * @param renderer writes conversations for this model
 * @param maxTokens the longest conversation that is scored; {@link Integer#MAX_VALUE} where nothing bounds it
 * @param onTooLong what becomes of a longer one
 */
public record TextFacts(String folder, ConversationRenderer renderer, int maxTokens, OnTooLong onTooLong)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /**
     * Reads a folder.
     *
     * @throws io.prefscore.preference.UserError naming what is wrong with its configuration, tokenizer or template
     */
    public static TextFacts read(ModelSettings settings, EncodeSettings encode) {
        Path folder = Path.of(settings.path());
        int maxTokens =
                switch (settings.kind()) {
                    case CHECKPOINT -> CheckpointRewardModel.maxTokens(Checkpoint.config(folder), encode);
                    case TORCHSCRIPT -> encode.maxTokens().orElse(Integer.MAX_VALUE);
                    case LENGTH, CONSTANT -> throw new IllegalArgumentException("no folder says anything of texts");
                };
        return new TextFacts(
                // An executor's working folder is another than the driver's.
                folder.toAbsolutePath().toString(), FolderTexts.read(folder, encode), maxTokens, encode.onTooLong());
    }

    /** Opens the tokenizer; the caller closes it. */
    public TextTokenizer openTokenizer() {
        return TextTokenizer.read(Path.of(folder));
    }
}
