package io.prefscore.demo;

/**
 * Writes pairs of one kind. Implementations hold no state and are safe for use by several threads.
 *
 * <p>Where one answer is right, the two answers are drawn first and alike, and only then a fair coin decides which of
 * them the prompt will ask for. So the answers alone say nothing: not their length, not their words, not how they go
 * together. Whoever judges without reading the prompt is right half of the time, by construction.
 */
sealed interface PairWriter permits AdversarialWriter, ObjectiveWriter, SubjectiveWriter {

    Draft write(SeededRandom random);
}
