package io.prefscore.model;

import io.prefscore.config.ModelSettings;
import java.util.OptionalInt;

/** Which token's final state is scored; what {@link ModelSettings.Pooling} comes to for one checkpoint. */
enum Pooling {
    LAST_TOKEN,
    RIGHTMOST_NON_PAD;

    /**
     * Resolves the setting. {@code auto} follows the reference code with one unpadded conversation: the reward model class
     * of WorldPM reads the last token, {@code *ForSequenceClassification} the rightmost one that is not the
     * configuration's pad token, or the last where the configuration has none.
     */
    static Pooling of(ModelSettings.Pooling setting, DecoderConfig config) {
        return switch (setting) {
            case LAST_TOKEN -> LAST_TOKEN;
            case RIGHTMOST_NON_PAD -> RIGHTMOST_NON_PAD;
            case AUTO -> config.architecture().head().pooling();
        };
    }

    /**
     * Index of the token that is scored. As in the reference, a conversation of pad tokens alone is scored at its first.
     *
     * @param tokens at least one
     * @param padTokenId the configuration's pad id; without one nothing is a pad token
     */
    int index(int[] tokens, OptionalInt padTokenId) {
        int last = tokens.length - 1;
        if (this == LAST_TOKEN || padTokenId.isEmpty()) {
            return last;
        }
        int pad = padTokenId.orElseThrow();
        while (last > 0 && tokens[last] == pad) {
            last--;
        }
        return last;
    }
}
