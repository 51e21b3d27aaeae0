package io.prefscore.inspect;

import io.prefscore.config.ColumnMapping;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.dataset.UnreadColumn;
import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What there is to know of a data set before it is scored. {@code rows = used + set aside}; a used row is an example, or a
 * part of one where examples span rows. It does not depend on how the data is cut into partitions.
 *
 * @param source where the data stands
 * @param recognised what it was read as
 * @param rows input rows
 * @param setAside rows that could not be used, by reason; reasons without rows left out
 * @param maxSetAside share of the rows, from 0 to 1, that may be set aside for unexpected reasons before a scoring run stops
 * @param flagged rows that can be used, by what is odd about them; flags without rows left out
 * @param maxFlagged by the label of a flag: the share of all rows that a scoring run allows
 * @param examples prompts with their responses, and judgements between these
 * @param lengths how long texts are
 * @param work what scoring would take
 * @param slices by name, in alphabetical order
 * @param model what was asked of a model's folder; empty where none was given
 * @param rendered a few examples as text
 */
public record Inspection(
        Source source,
        Recognised recognised,
        long rows,
        Map<Skip.Reason, SetAside> setAside,
        double maxSetAside,
        Map<Flag, Long> flagged,
        Map<String, Double> maxFlagged,
        Examples examples,
        Lengths lengths,
        Work work,
        List<Slice> slices,
        Optional<Fit> model,
        List<RenderedExample> rendered) {

    public Inspection {
        Map<Skip.Reason, SetAside> ordered = new EnumMap<>(Skip.Reason.class);
        ordered.putAll(setAside);
        setAside = ordered;
        flagged = Collections.unmodifiableMap(new TreeMap<>(flagged));
        maxFlagged = Map.copyOf(maxFlagged);
        slices = List.copyOf(slices);
        rendered = List.copyOf(rendered);
    }

    /** Rows set aside for whatever reason. */
    public long allSetAside() {
        return setAside.values().stream().mapToLong(SetAside::rows).sum();
    }

    /** Rows set aside for reasons that point to a defect of the data. */
    public long unexpectedlySetAside() {
        return setAside.entrySet().stream()
                .filter(reason -> reason.getKey().isUnexpected())
                .mapToLong(reason -> reason.getValue().rows())
                .sum();
    }

    /** Whether a scoring run would stop because of a flag. */
    public boolean exceedsLimit(Flag flag) {
        return flagged.getOrDefault(flag, 0L) > maxFlagged.getOrDefault(flag.label(), 1.0) * rows;
    }

    /** Whether a scoring run would stop before the model works. */
    public boolean wouldStop() {
        return recognised.refusal().isPresent()
                || exceedsErrorBudget()
                || flagged.keySet().stream().anyMatch(this::exceedsLimit);
    }

    /** Whether a scoring run would stop because of rows set aside. */
    public boolean exceedsErrorBudget() {
        return unexpectedlySetAside() > maxSetAside * rows;
    }

    /**
     * Where the data stands.
     *
     * @param name as the user gave it
     * @param files how many data files; 0 for a table that does not tell
     * @param bytes their size together
     * @param format how they are written, by the endings of their names; {@code table} without files
     */
    public record Source(String name, int files, long bytes, String format) {}

    /**
     * A preference schema.
     *
     * @param schema its name
     * @param reason why it was taken, in words
     * @param alsoFits other schemas that the columns fit
     * @param declaration how its columns are read
     * @param notRead columns that nothing is read from
     * @param left those of them that look like a part of the conversation, and of which somebody said that they may go
     * @param refusal why a scoring run would stop, and what mends it
     */
    public record Recognised(
            String schema,
            String reason,
            List<String> alsoFits,
            ColumnMapping declaration,
            List<UnreadColumn> notRead,
            List<String> left,
            Optional<String> refusal) {

        public Recognised {
            alsoFits = List.copyOf(alsoFits);
            notRead = List.copyOf(notRead);
            left = List.copyOf(left);
        }
    }

    /**
     * Rows set aside for one reason.
     *
     * @param shown up to three of them, drawn by hash
     */
    public record SetAside(long rows, List<SetAsideRow> shown) {

        public SetAside {
            shown = List.copyOf(shown);
        }
    }

    /**
     * Examples.
     *
     * @param comparisons judgements between responses, ties included
     * @param ties judgements that neither is better
     * @param responses responses an example
     * @param turns turns a prompt
     */
    public record Examples(long count, long comparisons, long ties, LengthHistogram responses, LengthHistogram turns) {}

    /**
     * Lengths: characters are Unicode code points of what turns say; tokens are those of the text that the model's template
     * gives.
     *
     * @param promptCharacters one value an example
     * @param responseCharacters one value a response
     * @param tokens present where a model was given
     */
    public record Lengths(
            LengthHistogram promptCharacters, LengthHistogram responseCharacters, Optional<TokenLengths> tokens) {}

    /**
     * Lengths in tokens: {@code conversation = prompt + response}.
     *
     * @param prompt one value an example: tokens at the start of its conversations that the prompt alone gives, which can be
     *     computed once
     * @param response one value a response: all further tokens, the template's own included
     * @param conversation one value a response: what the model has to hold
     */
    public record TokenLengths(LengthHistogram prompt, LengthHistogram response, LengthHistogram conversation) {}

    /**
     * What scoring would take. Texts are conversations, one a response.
     *
     * @param texts all of them
     * @param distinctTexts different ones: what is computed, the others being duplicates
     * @param prompts different prompts of the distinct texts
     * @param characters of what turns say, prompts counted with each of their responses
     * @param tokens present where a model was given
     */
    public record Work(long texts, long distinctTexts, long prompts, Amount characters, Optional<Amount> tokens) {

        /** Share of the texts that are duplicates of others, from 0 to 1. */
        public double duplicateShare() {
            return texts == 0 ? 0 : (double) (texts - distinctTexts) / texts;
        }
    }

    /**
     * An amount of text, with less and less counted twice.
     *
     * @param asked of all texts
     * @param distinct of the distinct texts
     * @param shared of the distinct texts, each prompt counted once for all texts that follow it. About what a run computes:
     *     it also shares what the template writes before a response, but only between texts that meet in a packed batch
     */
    public record Amount(long asked, long distinct, long shared) {

        /** Share of the distinct texts that is saved because their prompts are shared, from 0 to 1. */
        public double sharedPromptShare() {
            return distinct == 0 ? 0 : (double) (distinct - shared) / distinct;
        }

        /** Share of all that need not be computed, from 0 to 1. */
        public double savedShare() {
            return asked == 0 ? 0 : (double) (asked - shared) / asked;
        }
    }

    /**
     * How the data fits a model.
     *
     * @param folder of the model
     * @param maxTokens the longest conversation that it scores; {@link Integer#MAX_VALUE} where nothing bounds it
     * @param onTooLong what becomes of a longer one
     * @param tooLongTexts conversations that are longer
     * @param tooLongRows rows with such a conversation; not among those set aside here, as a setting may have them scored
     */
    public record Fit(String folder, int maxTokens, OnTooLong onTooLong, long tooLongTexts, long tooLongRows) {}

    /**
     * A value by which results are broken down.
     *
     * @param distinct how many different values there are
     * @param mostFrequent the most frequent values, the most frequent first; equally frequent ones in alphabetical order
     */
    public record Slice(String name, long distinct, List<ValueCount> mostFrequent) {

        public Slice {
            mostFrequent = List.copyOf(mostFrequent);
        }
    }

    /**
     * A slice's value.
     *
     * @param rows used rows that have it
     */
    public record ValueCount(String value, long rows) implements Serializable {}
}
