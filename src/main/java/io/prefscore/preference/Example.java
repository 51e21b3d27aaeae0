package io.prefscore.preference;

import java.util.List;
import java.util.Map;

/**
 * What every public preference data set maps onto: a prompt, the responses to it, and judgements between them. Responses
 * are scored; comparisons are judged afterwards.
 *
 * @param id stable name of the example within its data set
 * @param prompt the turns that all responses follow; empty only where a conversation consists of its response alone
 * @param responses at least one
 * @param comparisons judgements between the responses; none for data that is only scored
 * @param slices the values by which results are broken down (subset, domain, source …), by name
 */
public record Example(
        String id,
        List<Message> prompt,
        List<Response> responses,
        List<Comparison> comparisons,
        Map<String, String> slices) {

    public Example {
        prompt = List.copyOf(prompt);
        responses = List.copyOf(responses);
        comparisons = List.copyOf(comparisons);
        slices = Map.copyOf(slices);
        if (responses.isEmpty()) {
            throw new IllegalArgumentException("an example has at least one response; " + id + " has none");
        }
        for (Comparison comparison : comparisons) {
            if (Math.max(comparison.preferred(), comparison.other()) >= responses.size()) {
                throw new IllegalArgumentException(
                        id + " has " + responses.size() + " responses; found a comparison of " + comparison);
            }
        }
    }
}
