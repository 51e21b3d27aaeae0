package io.prefscore.scoring;

import io.prefscore.model.Rewards;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * Work of a model.
 *
 * @param texts texts given to the model, refused ones included
 * @param tokensAsked tokens of those that were scored
 * @param tokensComputed tokens that went through the layers
 * @param paddingSaved tokens of padding that batches of {@value #PADDED_ROWS} texts in the same order would have added
 * @param batches packed batches
 * @param forward time in the forward pass
 */
record WorkDone(long texts, long tokensAsked, long tokensComputed, long paddingSaved, long batches, Duration forward)
        implements Serializable {

    static final WorkDone NOTHING = new WorkDone(0, 0, 0, 0, 0, Duration.ZERO);

    /** Rows of a batch as scripts that pad make them. */
    static final int PADDED_ROWS = 8;

    static WorkDone of(Rewards rewards) {
        Rewards.Cost cost = rewards.cost();
        return new WorkDone(
                rewards.outcomes().size(),
                cost.tokensAsked(),
                cost.tokensComputed(),
                padding(rewards.outcomes()),
                cost.batches(),
                cost.forward());
    }

    private static long padding(List<Rewards.Outcome> outcomes) {
        long padding = 0;
        for (int first = 0; first < outcomes.size(); first += PADDED_ROWS) {
            List<Rewards.Outcome> batch = outcomes.subList(first, Math.min(first + PADDED_ROWS, outcomes.size()));
            int longest = batch.stream().mapToInt(WorkDone::tokens).max().orElse(0);
            for (Rewards.Outcome outcome : batch) {
                padding += outcome instanceof Rewards.Scored ? longest - tokens(outcome) : 0;
            }
        }
        return padding;
    }

    private static int tokens(Rewards.Outcome outcome) {
        return outcome instanceof Rewards.Scored scored ? scored.tokens() : 0;
    }

    WorkDone plus(WorkDone other) {
        return new WorkDone(
                texts + other.texts,
                tokensAsked + other.tokensAsked,
                tokensComputed + other.tokensComputed,
                paddingSaved + other.paddingSaved,
                batches + other.batches,
                forward.plus(other.forward));
    }
}
