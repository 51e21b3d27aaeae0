package io.prefscore.scoring;

import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.preference.Example;
import io.prefscore.preference.Flag;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** From a row to the texts of its responses. Executor side; used by one thread at a time. */
final class Rendering {

    /** What became of a row. */
    sealed interface Outcome {}

    /**
     * The row can be scored.
     *
     * @param texts one rendered conversation a response
     * @param keys their keys
     * @param group see {@link PromptKey#of}
     * @param flags what is odd about the example, in alphabetical order
     */
    record Rendered(Example example, List<String> texts, List<byte[]> keys, long group, List<String> flags)
            implements Outcome {

        long characters() {
            return texts.stream().mapToLong(String::length).sum();
        }
    }

    /** The row is set aside. */
    record SetAside(Skip skip) implements Outcome {}

    private final RowParser parser;
    private final ConversationRenderer renderer;
    private final TextKeys textKeys;
    private final PromptKey promptKey = new PromptKey();

    Rendering(RowParser parser, ConversationRenderer renderer, String fingerprint) {
        this.parser = parser;
        this.renderer = renderer;
        this.textKeys = new TextKeys(fingerprint);
    }

    /**
     * @param name the example's id where the data has none
     * @param row the parser's columns
     */
    Outcome render(String name, Row row) {
        Parsed parsed = parser.parse(name, row);
        if (parsed instanceof Parsed.Unusable unusable) {
            return new SetAside(unusable.skip());
        }
        Example example = ((Parsed.Usable) parsed).example();
        try {
            return rendered(example);
        } catch (ConversationRefused refused) {
            return new SetAside(refused.skip());
        }
    }

    /** The place in its example of a row's first response; null where other rows decide it. */
    @Nullable
    Integer firstResponse() {
        return parser.groupsByPrompt() ? null : 0;
    }

    private Rendered rendered(Example example) throws ConversationRefused {
        List<String> texts = new ArrayList<>(example.responses().size());
        List<byte[]> keys = new ArrayList<>(example.responses().size());
        for (Response response : example.responses()) {
            List<Message> conversation = new ArrayList<>(example.prompt());
            conversation.addAll(response.messages());
            String text = renderer.render(conversation);
            texts.add(text);
            keys.add(textKeys.key(text));
        }
        return new Rendered(example, texts, keys, promptKey.of(example), flags(example, texts));
    }

    private List<String> flags(Example example, List<String> texts) {
        boolean identical = texts.stream().distinct().count() < texts.size();
        return Flag.of(example, identical, renderer.findsSpecialToken(example)).stream()
                .map(Flag::label)
                .sorted()
                .toList();
    }
}
