package io.prefscore.scoring;

import io.prefscore.config.ColumnMapping;
import io.prefscore.dataset.UnreadColumn;
import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run did, computed from the tables that it wrote.
 *
 * @param output folder of the tables
 * @param schema the preference schema that the rows were read as
 * @param schemaReason why this one
 * @param declaration how its columns were read
 * @param notRead columns that nothing was read from
 * @param rows what became of the input rows
 * @param wholeRows of a run over a part, the rows of the whole input, about; empty where that is not known
 * @param judged how the model's judgements stand to the labels
 * @param work what scoring took
 * @param executors what each executor did, by name; none where all texts stood in the store
 * @param stages time by stage, in order
 * @param elapsed the whole run
 */
public record RunSummary(
        String output,
        String schema,
        String schemaReason,
        ColumnMapping declaration,
        List<UnreadColumn> notRead,
        Rows rows,
        OptionalLong wholeRows,
        Judged judged,
        Work work,
        List<Executor> executors,
        List<StageTime> stages,
        Duration elapsed) {

    public RunSummary {
        notRead = List.copyOf(notRead);
        executors = List.copyOf(executors);
        stages = List.copyOf(stages);
    }

    /**
     * Rows: {@code read = scored + the sum of setAside}, always.
     *
     * @param setAside by reason, reasons without rows left out
     * @param flagged scored rows by what is odd about them, flags without rows left out; a row may have several
     */
    public record Rows(long read, long scored, Map<Skip.Reason, Long> setAside, Map<Flag, Long> flagged) {

        public Rows {
            setAside = Map.copyOf(setAside);
            flagged = Map.copyOf(flagged);
        }

        /** Rows set aside for whatever reason. */
        public long allSetAside() {
            return setAside.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Comparisons: {@code comparisons = agreeing + disagreeing + rewardTies + labelTies}.
     *
     * @param agreeing the preferred response has strictly the greater reward
     * @param disagreeing the other one has
     * @param rewardTies the label prefers one, the rewards are equal
     * @param labelTies the label itself says that neither is better
     * @param accuracy agreeing over all but label ties: a reward tie is no win; empty without such comparisons
     * @param meanMargin mean of preferred minus other reward over all but label ties
     * @param bradleyTerryLoss mean of −log σ(margin) in nats over all but label ties; chance is log 2 = 0.6931
     */
    public record Judged(
            long comparisons,
            long agreeing,
            long disagreeing,
            long rewardTies,
            long labelTies,
            OptionalDouble accuracy,
            OptionalDouble meanMargin,
            OptionalDouble bradleyTerryLoss) {}

    /**
     * Work: what rows asked for, and what of it was done in this run after duplicates, the store and shared prompts.
     *
     * @param textsAsked responses of all rows that could be rendered
     * @param textsDistinct different texts among them
     * @param textsComputed texts given to the model by this run; the rest stood in the store
     * @param tokensAsked tokens of all responses with their prompts, of rows that were scored
     * @param tokensComputed tokens that went through the layers in this run
     * @param batches packed batches
     * @param forward time in the forward pass, summed over tasks that ran side by side
     */
    public record Work(
            long textsAsked,
            long textsDistinct,
            long textsComputed,
            long tokensAsked,
            long tokensComputed,
            long batches,
            Duration forward) {}

    /**
     * Work of one executor, of tasks that ended well.
     *
     * @param name {@code id on host}
     * @param texts texts given to its model
     * @param tokensComputed tokens that went through the layers
     * @param forward time in the forward pass
     */
    public record Executor(String name, long texts, long tokensComputed, Duration forward) {}

    /** Wall time of a stage. */
    public record StageTime(Stage stage, Duration elapsed) {}
}
