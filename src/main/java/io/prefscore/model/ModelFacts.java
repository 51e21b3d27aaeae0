package io.prefscore.model;

import io.prefscore.config.EncodeSettings;
import java.util.List;

/**
 * What a person wants to know of a model before trusting its scores.
 *
 * @param architecture class of the reference implementation, or how the model is given
 * @param parameters numbers in its weights, the embedding included; 0 where that is not known
 * @param weightBytes size of the weights as stored; 0 where that is not known
 * @param storedTypes dtypes of the stored weights
 * @param arithmetic dtype of the forward pass
 * @param pooling which token is scored
 * @param maxTokens longest conversation that is scored
 * @param onTooLong what becomes of a longer one
 * @param systemPrompt what is put before conversations without a system turn, in words
 * @param template which file the chat template came from and whether it depends on the date
 * @param fingerprint see {@link ModelSource#fingerprint}
 * @param warnings what may be a mistake, a sentence each
 */
public record ModelFacts(
        String architecture,
        long parameters,
        long weightBytes,
        String storedTypes,
        String arithmetic,
        String pooling,
        int maxTokens,
        EncodeSettings.OnTooLong onTooLong,
        String systemPrompt,
        String template,
        String fingerprint,
        List<String> warnings) {

    public ModelFacts {
        warnings = List.copyOf(warnings);
    }
}
