package io.prefscore.inspect;

import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sums over rows, a few kilobytes however many there are: what one partition holds, or all of them together. Used by one
 * thread at a time.
 */
final class RowTally implements Serializable {

    private static final long serialVersionUID = 1;

    /** Rows that are shown for each reason to set one aside. */
    private static final int SET_ASIDE_ROWS = 3;

    private static final int RENDERED_EXAMPLES = 3;

    private long rows;
    private final Map<Skip.Reason, SetAside> setAside = new EnumMap<>(Skip.Reason.class);
    private final Map<Flag, Long> flagged = new EnumMap<>(Flag.class);
    private final ExampleTally examples = new ExampleTally();
    private final LengthHistogram responseCharacters = new LengthHistogram();
    private final LengthHistogram responseTokens = new LengthHistogram();
    private final LengthHistogram conversationCharacters = new LengthHistogram();
    private final LengthHistogram conversationTokens = new LengthHistogram();
    private long tooLongTexts;
    private long tooLongRows;
    private final Lowest<RenderedExample> rendered = new Lowest<>(RENDERED_EXAMPLES);

    /** Rows set aside for one reason. */
    static final class SetAside implements Serializable {

        private static final long serialVersionUID = 1;

        private long count;
        private final Lowest<SetAsideRow> shown = new Lowest<>(SET_ASIDE_ROWS);

        long count() {
            return count;
        }

        Lowest<SetAsideRow> shown() {
            return shown;
        }
    }

    void addSetAside(Rank rank, String row, Skip skip) {
        rows++;
        SetAside counted = setAside.computeIfAbsent(skip.reason(), reason -> new SetAside());
        counted.count++;
        counted.shown.offer(rank, () -> SetAsideRow.of(row, skip));
    }

    /**
     * Adds a row that can be used.
     *
     * @param limit the most tokens that a model holds
     * @param text renders the example, if it should be shown
     */
    void addUsed(MeasuredRow row, int limit, Rank rank, Supplier<RenderedExample> text) {
        rows++;
        row.flags().forEach(flag -> flagged.merge(flag, 1L, Long::sum));
        boolean tooLong = false;
        for (MeasuredRow.Conversation conversation : row.conversations()) {
            responseCharacters.add(conversation.responseCharacters());
            conversationCharacters.add(row.promptCharacters() + conversation.responseCharacters());
            responseTokens.add(conversation.tokens() - row.promptTokens());
            conversationTokens.add(conversation.tokens());
            if (conversation.tokens() > limit) {
                tooLong = true;
                tooLongTexts++;
            }
        }
        tooLongRows += tooLong ? 1 : 0;
        rendered.offer(rank, text);
    }

    /** Adds an example that is one row. */
    void addExample(ExampleTally.Counts example) {
        examples.add(example);
    }

    RowTally merge(RowTally other) {
        rows += other.rows;
        other.setAside.forEach((reason, more) -> {
            SetAside counted = setAside.computeIfAbsent(reason, first -> new SetAside());
            counted.count += more.count;
            counted.shown.merge(more.shown);
        });
        other.flagged.forEach((flag, more) -> flagged.merge(flag, more, Long::sum));
        examples.merge(other.examples);
        responseCharacters.merge(other.responseCharacters);
        responseTokens.merge(other.responseTokens);
        conversationCharacters.merge(other.conversationCharacters);
        conversationTokens.merge(other.conversationTokens);
        tooLongTexts += other.tooLongTexts;
        tooLongRows += other.tooLongRows;
        rendered.merge(other.rendered);
        return this;
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(this);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    static RowTally of(byte[] bytes) {
        try (ObjectInputStream stream = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (RowTally) stream.readObject();
        } catch (IOException | ClassNotFoundException ownBytes) {
            throw new IllegalStateException("a partition's tally cannot be read back", ownBytes);
        }
    }

    long rows() {
        return rows;
    }

    Map<Skip.Reason, SetAside> setAside() {
        return setAside;
    }

    /** Of rows that are examples by themselves. */
    /** Rows that can be used, by what is odd about them. */
    Map<Flag, Long> flagged() {
        return flagged;
    }

    ExampleTally examples() {
        return examples;
    }

    LengthHistogram responseCharacters() {
        return responseCharacters;
    }

    LengthHistogram responseTokens() {
        return responseTokens;
    }

    LengthHistogram conversationCharacters() {
        return conversationCharacters;
    }

    LengthHistogram conversationTokens() {
        return conversationTokens;
    }

    long tooLongTexts() {
        return tooLongTexts;
    }

    long tooLongRows() {
        return tooLongRows;
    }

    Lowest<RenderedExample> rendered() {
        return rendered;
    }
}
