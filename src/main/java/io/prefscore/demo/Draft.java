package io.prefscore.demo;

/**
 * A prompt with two answers, before it has an id and before label noise.
 *
 * @param chosenProbability true probability that a judge prefers {@code chosen}
 */
record Draft(String prompt, String chosen, String rejected, double chosenProbability) {}
