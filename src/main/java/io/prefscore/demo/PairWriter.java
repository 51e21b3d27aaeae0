package io.prefscore.demo;

/**
 * Writes pairs of one kind. Implementations hold no state and are safe for use by several threads.
 *
 * <p>Where one answer is right, the two answers are drawn alike, and a fair coin decides for which of them the prompt
 * asks. So the answers alone say nothing: not their length, not their words, not how they go together. Whoever judges
 * without reading the prompt is right half of the time, by construction.
 */
sealed interface PairWriter permits AdversarialWriter, ObjectiveWriter, SubjectiveWriter {

    Draft write(SeededRandom random);
}
