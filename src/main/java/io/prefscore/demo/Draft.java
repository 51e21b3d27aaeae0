package io.prefscore.demo;

/**
 * A pair before it has an id and before label noise.
 *
 * @param chosenProbability true probability that a judge prefers {@code chosen}
 */
record Draft(
        String task, Difficulty difficulty, String prompt, String chosen, String rejected, double chosenProbability) {

    /** A pair of which one answer is right. */
    static Draft certain(String task, Difficulty difficulty, String prompt, String right, String wrong) {
        return new Draft(task, difficulty, prompt, right, wrong, 1);
    }
}
