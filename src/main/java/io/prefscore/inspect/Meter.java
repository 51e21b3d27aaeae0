package io.prefscore.inspect;

import io.prefscore.encode.ContentKeys;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.util.ArrayList;
import java.util.List;

/** Measures examples: with a model's own tokens or without. Executor side; used by one thread at a time. */
abstract class Meter implements AutoCloseable {

    private final ContentKeys keys = new ContentKeys();

    /**
     * Measures an example.
     *
     * @throws ConversationRefused where a scoring run would set its row aside
     */
    abstract MeasuredRow measure(Example example) throws ConversationRefused;

    /** Renders an example that could be measured. */
    abstract RenderedExample render(Example example);

    @Override
    public abstract void close();

    ContentKeys keys() {
        return keys;
    }

    static long characters(List<Message> turns) {
        return turns.stream().mapToLong(Message::characters).sum();
    }

    static List<Message> conversation(Example example, Response response) {
        List<Message> turns = new ArrayList<>(example.prompt());
        turns.addAll(response.messages());
        return turns;
    }

    /** An example as text, of its parts. */
    static RenderedExample rendered(Example example, String prompt, List<String> texts) {
        List<RenderedExample.Text> responses = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            Response response = example.responses().get(index);
            responses.add(new RenderedExample.Text(
                    texts.get(index),
                    response.rating().isPresent() ? response.rating().getAsDouble() : null,
                    response.source().orElse(null)));
        }
        return new RenderedExample(
                example.id(),
                prompt,
                responses,
                example.comparisons().stream()
                        .map(RenderedExample.Judgement::of)
                        .toList(),
                example.slices());
    }
}
