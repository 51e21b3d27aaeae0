package io.prefscore.demo;

/**
 * Writes couples of pairs of one kind. Implementations hold no state and are safe for use by several threads.
 *
 * <p>Where one answer is right, the same two answers stand under a prompt that wants the one and under another that wants
 * the other. So the answers alone say nothing: not their length, not their words, not how they go together. Whoever judges
 * without reading the prompt is right half of the time, by construction. A model that learns from both pairs at once
 * finds out soon that the prompt matters; with the pairs apart, chance outweighs that for thousands of steps.
 */
sealed interface PairWriter permits AdversarialWriter, ObjectiveWriter, SubjectiveWriter {

    Couple write(SeededRandom random);

    /** A prompt with {@link ResponseGroup#SIZE} answers. */
    Choice writeChoice(SeededRandom random);
}
