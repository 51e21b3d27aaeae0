package io.prefscore.model;

import io.prefscore.config.EncodeSettings;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.encode.TextTokenizer;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * What a model's folder says about texts: how a conversation is written, into which tokens it is cut, how many of them the
 * model holds. Its weights are not touched and need not be there. Read on the driver, shipped to executors.
 *
 * @param folder the model's folder as the user named it
 * @param place where its files are
 * @param renderer writes conversations for this model
 * @param maxTokens the longest conversation that is scored; {@link Integer#MAX_VALUE} where nothing bounds it
 * @param onTooLong what becomes of a longer one
 */
public record TextFacts(
        String folder, ModelFolder place, ConversationRenderer renderer, int maxTokens, OnTooLong onTooLong)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** Reads a folder as {@link #read(ModelSettings, EncodeSettings, Configuration)}, with this host's own settings of Hadoop. */
    public static TextFacts read(ModelSettings settings, EncodeSettings encode) {
        return read(settings, encode, new Configuration());
    }

    /**
     * Reads a folder.
     *
     * @param hadoop reaches the folder if it is not local
     * @throws io.prefscore.preference.UserError naming what is wrong with its configuration, tokenizer or template
     */
    public static TextFacts read(ModelSettings settings, EncodeSettings encode, Configuration hadoop) {
        ModelFolder place = ModelFolder.of(settings, hadoop);
        return place.read(place.holdTexts(), path -> {
            int maxTokens =
                    switch (settings.kind()) {
                        case CHECKPOINT -> CheckpointRewardModel.maxTokens(Checkpoint.config(path), encode);
                        case TORCHSCRIPT -> encode.maxTokens().orElse(Integer.MAX_VALUE);
                        case LENGTH, CONSTANT, COLUMN ->
                            throw new IllegalArgumentException("no folder says anything of texts");
                    };
            return new TextFacts(place.name(), place, FolderTexts.read(path, encode), maxTokens, encode.onTooLong());
        });
    }

    /** Opens the tokenizer; the caller closes it. */
    public TextTokenizer openTokenizer() {
        return place.read(place.holdTexts(), path -> TextTokenizer.read(path, maxTokens));
    }
}
