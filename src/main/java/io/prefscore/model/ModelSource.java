package io.prefscore.model;

import io.prefscore.encode.ConversationRenderer;
import java.io.Serializable;
import java.util.Optional;

/**
 * A model that can be opened where it is needed: read and checked on the driver, shipped to executors, opened there.
 * Two sources with the same {@link #fingerprint} give the same rewards.
 */
public interface ModelSource extends Serializable {

    /** Where a model is opened. */
    sealed interface Device extends Serializable {

        /** The host's processors. */
        record Cpu(int threads) implements Device {}

        /** A CUDA device by its index on this host. */
        record Gpu(int index) implements Device {}
    }

    /** Hexadecimal SHA-256 of all that decides a reward: weights, configuration, tokenizer, template, policies, recipe. */
    String fingerprint();

    /**
     * Numbers in its weights but for the token embeddings, which grow with the vocabulary and compute next to nothing: the
     * size that scaling curves are drawn over. 0 where that is not known.
     */
    default long nonEmbeddingParameters() {
        return 0;
    }

    /** Where data carries this model's rewards already, as {@link io.prefscore.dataset.GivenRewards} has it; else empty. */
    default Optional<String> rewardsColumn() {
        return Optional.empty();
    }

    /** Renders conversations for this model. */
    ConversationRenderer renderer();

    /**
     * Opens the model and puts it to the {@link SelfCheck} where it computes; the caller owns and closes it.
     *
     * @throws io.prefscore.preference.UserError where it cannot be opened there or fails the check
     */
    RewardModel open(Device device);
}
