package io.prefscore.report;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prompts and responses of a few examples. */
public final class ExampleTexts {

    /** Longer texts are cut: a page of hundreds of them is to be read. */
    private static final int MOST_CHARACTERS = 4_000;

    private final Map<String, List<String>> prompts = new HashMap<>();
    private final Map<String, Map<Integer, String>> responses = new HashMap<>();

    /**
     * Adds what a row holds of an example.
     *
     * @param id as the report names the example
     * @param firstResponse the place in the example of the row's first response
     */
    public void add(String id, int firstResponse, Example row) {
        prompts.put(
                id,
                row.prompt().stream()
                        .map(turn -> cut(turn.role() + ": " + turn.content()))
                        .toList());
        Map<Integer, String> ofExample = responses.computeIfAbsent(id, key -> new HashMap<>());
        for (int index = 0; index < row.responses().size(); index++) {
            ofExample.put(firstResponse + index, text(row.responses().get(index)));
        }
    }

    /** Adds what others found. */
    void addAll(ExampleTexts others) {
        prompts.putAll(others.prompts);
        responses.putAll(others.responses);
    }

    /** The turns of an example's prompt; none for an example that is not here. */
    public List<String> prompt(String id) {
        return prompts.getOrDefault(id, List.of());
    }

    /** A response of an example; empty for one that is not here. */
    public String response(String id, int index) {
        return responses.getOrDefault(id, Map.of()).getOrDefault(index, "");
    }

    private static String text(Response response) {
        return cut(
                response.messages().size() == 1
                        ? response.messages().get(0).content()
                        : response.messages().stream()
                                .map((Message turn) -> turn.role() + ": " + turn.content())
                                .collect(Collectors.joining("\n")));
    }

    private static String cut(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end) + " … (" + (text.length() - end) + " characters more)";
    }
}
