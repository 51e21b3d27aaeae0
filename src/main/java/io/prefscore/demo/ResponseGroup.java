package io.prefscore.demo;

import java.util.List;

/**
 * A prompt with {@link #SIZE} answers of different quality, for choosing the best of several.
 *
 * @param id unique among all groups of the same split and seed
 * @param kind which class of preference it is
 * @param task what was drawn within the kind
 * @param prompt the user's turn
 * @param responses the answers, in random order
 * @param qualities of the answers, in their order: 1 for a right answer and 0 for a wrong one; in matters of taste the mean
 *     probability that a judge prefers the answer to another one of the group
 */
public record ResponseGroup(
        String id, Kind kind, String task, String prompt, List<String> responses, List<Double> qualities) {

    /** Answers of a group. */
    public static final int SIZE = 4;

    public ResponseGroup {
        responses = List.copyOf(responses);
        qualities = List.copyOf(qualities);
        if (responses.size() != SIZE || qualities.size() != SIZE) {
            throw new IllegalArgumentException("a group has " + SIZE + " answers, each with a quality; found "
                    + responses.size() + " and " + qualities.size());
        }
    }
}
