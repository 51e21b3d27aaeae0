package io.prefscore.report;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.scoring.PromptKey;
import io.prefscore.stats.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prompts and responses of a few examples, as they are shown. */
public final class ExampleTexts {

    /** Longer texts are cut: a page of hundreds of them is to be read. */
    private static final int MOST_CHARACTERS = 4_000;

    private final Map<String, List<Part>> examples = new HashMap<>();

    /**
     * What a row holds of an example.
     *
     * @param firstResponse the place in the example of the row's first response
     * @param characters of the responses, uncut
     */
    private record Part(
            long promptKey, List<String> prompt, int firstResponse, List<String> responses, List<Integer> characters) {

        boolean holds(int index) {
            return index >= firstResponse && index < firstResponse + responses.size();
        }

        int characters(int index) {
            return characters.get(index - firstResponse);
        }

        String response(int index) {
            return responses.get(index - firstResponse);
        }
    }

    /**
     * The texts of a comparison.
     *
     * @param prompt its turns
     */
    record Compared(List<String> prompt, String preferred, String other) {

        static final Compared NONE = new Compared(List.of(), "", "");
    }

    /**
     * Adds what a row holds of an example.
     *
     * @param id as the report names the example
     * @param firstResponse the place in the example of the row's first response
     */
    void add(String id, int firstResponse, Example row) {
        examples.computeIfAbsent(id, key -> new ArrayList<>())
                .add(new Part(
                        new PromptKey().of(row),
                        prompt(row),
                        firstResponse,
                        row.responses().stream().map(ExampleTexts::text).toList(),
                        row.responses().stream().map(Response::characters).toList()));
    }

    /** Adds what others found. */
    void addAll(ExampleTexts others) {
        examples.putAll(others.examples);
    }

    /** A comparison, and the rows that its responses may stand in: one, or two that share the example. */
    private record Place(Part preferred, Part other) {

        Compared texts(Pair pair) {
            return new Compared(preferred.prompt(), preferred.response(pair.preferred()), other.response(pair.other()));
        }

        boolean hasLengthsOf(Pair pair) {
            return preferred.characters(pair.preferred()) == pair.preferredCharacters()
                    && other.characters(pair.other()) == pair.otherCharacters();
        }
    }

    /**
     * The texts of a comparison; none where it is not here, or where rows that share its id leave open which of them it is.
     */
    Compared of(Pair pair) {
        List<Part> parts = examples.getOrDefault(pair.example(), List.of()).stream()
                .filter(part -> part.promptKey() == pair.promptKey())
                .toList();
        List<Place> places = parts.stream()
                .filter(part -> part.holds(pair.preferred()))
                .flatMap(preferred -> (preferred.holds(pair.other()) ? Stream.of(preferred) : parts.stream())
                        .filter(other -> other.holds(pair.other()))
                        .map(other -> new Place(preferred, other)))
                .toList();
        List<Compared> texts = places.stream()
                .filter(place -> places.size() == 1 || place.hasLengthsOf(pair))
                .map(place -> place.texts(pair))
                .distinct()
                .toList();
        return texts.size() == 1 ? texts.get(0) : Compared.NONE;
    }

    /** The turns of an example's prompt. */
    public static List<String> prompt(Example example) {
        return example.prompt().stream()
                .map(turn -> cut(turn.role() + ": " + turn.content()))
                .toList();
    }

    /** A response of an example; empty where it has none of that number. */
    public static String response(Example example, int index) {
        return index < example.responses().size() ? text(example.responses().get(index)) : "";
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
