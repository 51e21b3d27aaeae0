package io.prefscore.demo;

import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.util.List;
import java.util.Map;

/**
 * A generated preference pair with all that is known of it. A data set's readers see {@code prompt}, {@code chosen} and
 * {@code rejected}; the other columns are for checking what became of it.
 *
 * @param id unique among all pairs of the same split and seed
 * @param kind which class of preference it is
 * @param task what was drawn within the kind, such as {@code planted-error} or {@code weekday}
 * @param difficulty how hard it is within its task
 * @param prompt the user's turn
 * @param chosen the answer that the label prefers
 * @param rejected the other answer
 * @param chosenProbability true probability that a judge prefers {@code chosen} to {@code rejected}: 1 where one answer
 *     is right and the label says so, 0 where the label is wrong, between them in matters of taste
 * @param mislabelled whether planted label noise exchanged the two answers after they were judged
 */
public record DemoPair(
        String id,
        Kind kind,
        String task,
        Difficulty difficulty,
        String prompt,
        String chosen,
        String rejected,
        double chosenProbability,
        boolean mislabelled) {

    /** The pair as the domain has it, broken down by kind, task and difficulty. */
    public Example toExample() {
        return new Example(
                id,
                List.of(new Message("user", prompt)),
                List.of(Response.of(chosen), Response.of(rejected)),
                List.of(Comparison.FIRST_PREFERRED),
                Map.of("kind", kind.label(), "task", task, "difficulty", difficulty.label()));
    }
}
