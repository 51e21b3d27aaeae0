package io.prefscore.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A prompt with several answers, before it has an id.
 *
 * @param qualities of the answers, in their order, see {@link ResponseGroup}
 */
record Choice(String task, String prompt, List<String> responses, List<Double> qualities) {

    Choice {
        responses = List.copyOf(responses);
        qualities = List.copyOf(qualities);
    }

    /** A choice of which one answer is right. */
    static Choice certain(String task, String prompt, String right, List<String> wrong) {
        List<String> responses = new ArrayList<>(List.of(right));
        responses.addAll(wrong);
        List<Double> qualities = new ArrayList<>(List.of(1.0));
        wrong.forEach(answer -> qualities.add(0.0));
        return new Choice(task, prompt, responses, qualities);
    }

    /** The same answers in another order, so that the place of an answer says nothing. */
    Choice shuffled(SeededRandom random) {
        List<String> answers = new ArrayList<>(responses);
        List<Double> theirs = new ArrayList<>(qualities);
        for (int i = answers.size() - 1; i > 0; i--) {
            int other = random.below(i + 1);
            Collections.swap(answers, i, other);
            Collections.swap(theirs, i, other);
        }
        return new Choice(task, prompt, answers, theirs);
    }
}
