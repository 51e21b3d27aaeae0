package io.prefscore.inspect;

import io.prefscore.encode.ContentKeys;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Flag;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A row that can be used, in numbers. Characters are Unicode code points of the turns' texts; tokens are those of the text
 * that a model's template gives, all 0 without a model.
 *
 * @param example what the schema made of it
 * @param promptKey see {@link ContentKeys}
 * @param promptCharacters of the prompt's turns
 * @param promptTokens tokens at the start of all conversations that come from the prompt alone
 * @param conversations one a response
 * @param special whether a turn holds the text of one of the model's special tokens
 */
record MeasuredRow(
        Example example,
        byte[] promptKey,
        long promptCharacters,
        long promptTokens,
        List<Conversation> conversations,
        boolean special) {

    /**
     * The prompt with one response.
     *
     * @param key equal for equal texts
     * @param responseCharacters of the response's turns
     * @param tokens of the whole conversation
     */
    record Conversation(byte[] key, long responseCharacters, long tokens) {}

    MeasuredRow {
        conversations = List.copyOf(conversations);
    }

    /** What is odd about the row. */
    Set<Flag> flags() {
        long different = conversations.stream()
                .map(text -> ByteBuffer.wrap(text.key()))
                .distinct()
                .count();
        return Flag.of(example, different < conversations.size(), special);
    }

    /** The only comparison, where it prefers one of two different texts: theirs are at its places. */
    Optional<Comparison> judged() {
        return example.comparisons().size() == 1
                        && !example.comparisons().get(0).isTie()
                ? Optional.of(example.comparisons().get(0))
                : Optional.empty();
    }

    /** What the row counts for where it is an example by itself. */
    ExampleTally.Counts counts() {
        long ties = example.comparisons().stream()
                .filter(comparison -> comparison.isTie())
                .count();
        return new ExampleTally.Counts(
                example.responses().size(),
                example.comparisons().size(),
                ties,
                example.prompt().size(),
                promptCharacters,
                promptTokens);
    }
}
