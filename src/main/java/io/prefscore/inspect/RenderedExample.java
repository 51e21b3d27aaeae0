package io.prefscore.inspect;

import io.prefscore.preference.Comparison;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An example as text. Where a model is given, {@code prompt} followed by a response's text is exactly what the tokenizer
 * sees; else each turn stands below its role in brackets.
 *
 * @param id the example's id
 * @param prompt text of the prompt's turns; empty where responses share none
 * @param responses the rest of the text, one a response; of an example that spans rows at most {@value #MOST_RESPONSES}
 * @param comparisons the data's own judgements between them; none for an example that spans rows, where ratings judge
 * @param slices values by name, in alphabetical order
 */
public record RenderedExample(
        String id, String prompt, List<Text> responses, List<Judgement> comparisons, Map<String, String> slices)
        implements Lowest.Joinable<RenderedExample> {

    static final int MOST_RESPONSES = 8;

    /** Longer texts are cut, so that three examples fit whatever they are. */
    private static final int MOST_CHARACTERS = 50_000;

    private static final Comparator<Text> BEST_FIRST = Comparator.comparing(
                    Text::rating, Comparator.nullsLast(Comparator.<Double>reverseOrder()))
            .thenComparing(Text::text);

    /**
     * A response.
     *
     * @param rating on the data's own scale, null where there is none
     * @param source who wrote it, null where the data does not say
     */
    public record Text(
            String text, @Nullable Double rating, @Nullable String source) implements Serializable {

        public Text {
            text = ShortText.of(text, MOST_CHARACTERS);
        }
    }

    /**
     * A comparison, see {@link Comparison}.
     *
     * @param strength null where the data does not say; 0 is a tie
     * @param tag null where there is none
     */
    public record Judgement(
            int preferred,
            int other,
            @Nullable Double strength,
            @Nullable String tag) implements Serializable {

        static Judgement of(Comparison comparison) {
            return new Judgement(
                    comparison.preferred(),
                    comparison.other(),
                    comparison.strength().isPresent() ? comparison.strength().getAsDouble() : null,
                    comparison.tag().orElse(null));
        }
    }

    public RenderedExample {
        prompt = ShortText.of(prompt, MOST_CHARACTERS);
        responses = List.copyOf(responses);
        comparisons = List.copyOf(comparisons);
        slices = new TreeMap<>(slices);
    }

    /** Of two rows of one example the responses of both, the best rated first. */
    @Override
    public RenderedExample join(RenderedExample other) {
        if (equals(other)) {
            return this;
        }
        List<Text> all = Stream.concat(responses.stream(), other.responses.stream())
                .distinct()
                .sorted(BEST_FIRST)
                .limit(MOST_RESPONSES)
                .toList();
        Map<String, String> values = new TreeMap<>(slices);
        // rows may differ in a value, and which of them came first is chance
        other.slices.forEach(
                (name, value) -> values.merge(name, value, (mine, its) -> mine.compareTo(its) <= 0 ? mine : its));
        return new RenderedExample(
                id, prompt.compareTo(other.prompt) <= 0 ? prompt : other.prompt, all, List.of(), values);
    }
}
