package io.prefscore.model;

import java.util.List;

/**
 * Input of the DJL predictor: token ids of conversations, each to be scored at its last token.
 *
 * @param tokens one array a conversation, none empty
 */
public record TokenSequences(List<int[]> tokens) {

    public TokenSequences {
        tokens = List.copyOf(tokens);
    }
}
