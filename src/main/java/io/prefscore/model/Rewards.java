package io.prefscore.model;

import io.prefscore.preference.Skip;
import java.time.Duration;
import java.util.List;

/**
 * What a call of {@link RewardModel#score} gave.
 *
 * @param outcomes one a text, in the texts' order
 * @param cost what they cost together
 */
public record Rewards(List<Outcome> outcomes, Cost cost) {

    public Rewards {
        outcomes = List.copyOf(outcomes);
    }

    /** What became of one text. */
    public sealed interface Outcome {}

    /**
     * A reward.
     *
     * @param reward raw logit; no sigmoid, no normalisation
     * @param tokens length of the conversation in tokens, after truncation where that was asked for
     * @param truncated tokens that a truncation policy dropped; 0 nearly always
     */
    public record Scored(float reward, int tokens, int truncated) implements Outcome {}

    /** No reward, and why. */
    public record Refused(Skip skip) implements Outcome {}

    /**
     * Work done.
     *
     * @param tokensAsked tokens of all conversations that were scored
     * @param tokensComputed tokens that went through the layers; fewer, where conversations share their beginning
     * @param batches packed batches
     * @param forward time in the forward pass alone, without tokenizing and waiting
     */
    public record Cost(long tokensAsked, long tokensComputed, int batches, Duration forward) {

        /** Nothing done yet. */
        public static final Cost NONE = new Cost(0, 0, 0, Duration.ZERO);

        public Cost plus(Cost other) {
            return new Cost(
                    tokensAsked + other.tokensAsked,
                    tokensComputed + other.tokensComputed,
                    batches + other.batches,
                    forward.plus(other.forward));
        }
    }
}
