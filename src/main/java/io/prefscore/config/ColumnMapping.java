package io.prefscore.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a user's own columns are to be read: group {@code input.columns} of the settings. Empty where nothing is mapped and
 * the schema is recognised.
 *
 * @param id column that names the example
 * @param prompt column of the prompt, text or messages; absent where the responses are whole conversations
 * @param responses columns of one response each (text or messages), or one column that holds a list of texts
 * @param chosen column of the preferred response, or of a list of them; instead of {@code responses}
 * @param rejected column of what it is compared with
 * @param label column that says which of the responses is preferred
 * @param labelValues what the label says for each response, in their order; empty: the names of their columns
 * @param tieValues what the label says for a tie
 * @param strength column that says how strongly; without a label its sign says which one: below 0 the first
 * @param ratings one column a response, or one that holds a list of numbers; greater is better
 * @param slices columns to break results down by
 * @param groupBy rows that share this column's value, and the prompt, are one example, with one rated response each
 */
public record ColumnMapping(
        Optional<String> id,
        Optional<String> prompt,
        List<String> responses,
        Optional<String> chosen,
        Optional<String> rejected,
        Optional<String> label,
        List<String> labelValues,
        List<String> tieValues,
        Optional<String> strength,
        List<String> ratings,
        List<String> slices,
        Optional<String> groupBy) {

    /** Nothing is mapped. */
    public static final ColumnMapping NONE = new ColumnMapping(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty());

    private static final String GROUP = "input.columns.";

    public ColumnMapping {
        responses = List.copyOf(responses);
        labelValues = List.copyOf(labelValues);
        tieValues = List.copyOf(tieValues);
        ratings = List.copyOf(ratings);
        slices = List.copyOf(slices);
        Requirements requirements = new Requirements();
        if (isGiven(responses, prompt, chosen, rejected, label, strength, ratings, groupBy)) {
            require(requirements, responses, prompt, chosen, rejected, label, labelValues, ratings, groupBy);
        }
        requirements.enforce();
    }

    private static boolean isGiven(
            List<String> responses,
            Optional<String> prompt,
            Optional<String> chosen,
            Optional<String> rejected,
            Optional<String> label,
            Optional<String> strength,
            List<String> ratings,
            Optional<String> groupBy) {
        return !responses.isEmpty()
                || !ratings.isEmpty()
                || List.of(prompt, chosen, rejected, label, strength, groupBy).stream()
                        .anyMatch(Optional::isPresent);
    }

    private static void require(
            Requirements requirements,
            List<String> responses,
            Optional<String> prompt,
            Optional<String> chosen,
            Optional<String> rejected,
            Optional<String> label,
            List<String> labelValues,
            List<String> ratings,
            Optional<String> groupBy) {
        requirements.require(
                responses.isEmpty() != chosen.isEmpty(),
                GROUP + "responses",
                "must name the columns of the responses, unless chosen and rejected do; found responses " + responses
                        + " and chosen " + chosen.orElse("null"));
        requirements.require(
                chosen.isPresent() == rejected.isPresent(),
                GROUP + "rejected",
                "must be given together with chosen; found chosen " + chosen.orElse("null") + " and rejected "
                        + rejected.orElse("null"));
        requirements.require(
                chosen.isEmpty() || label.isEmpty(),
                GROUP + "label",
                "must not be set where chosen is; found " + label.orElse("") + "; the chosen response is the label");
        requirements.require(
                label.isEmpty() || groupBy.isPresent() || responses.size() > 1,
                GROUP + "label",
                "needs at least two columns of responses; found " + responses);
        requirements.require(
                labelValues.isEmpty() || labelValues.size() == responses.size(),
                GROUP + "label-values",
                "must have one value a response; found " + labelValues.size() + " for " + responses.size());
        requirements.require(
                ratings.isEmpty() || ratings.size() == responses.size(),
                GROUP + "ratings",
                "must name one column a response; found " + ratings.size() + " for " + responses.size());
        requirements.require(
                groupBy.isEmpty() || prompt.isPresent(),
                GROUP + "prompt",
                "must be given where rows are grouped, since answers to one prompt are compared");
        requirements.require(
                groupBy.isEmpty() || responses.size() == 1,
                GROUP + "responses",
                "must be one column where rows are grouped; found " + responses);
    }

    /** The same with further columns to break results down by. */
    ColumnMapping withSlices(List<String> further) {
        List<String> all = new ArrayList<>(slices);
        further.stream().filter(slice -> !slices.contains(slice)).forEach(all::add);
        return new ColumnMapping(
                id,
                prompt,
                responses,
                chosen,
                rejected,
                label,
                labelValues,
                tieValues,
                strength,
                ratings,
                all,
                groupBy);
    }

    /** Whether anything is mapped. */
    public boolean isGiven() {
        return !responses.isEmpty() || chosen.isPresent();
    }
}
