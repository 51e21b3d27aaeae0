package io.prefscore.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a finished run, as the summary shows them.
 *
 * @param rowsRead input rows; the scored and the set-aside ones together
 * @param rowsScored rows that stand in the {@code scores} table
 * @param rowsSetAside rows in the {@code set-aside} table by the label of their reason, in the order to show them
 * @param judgement how the rewards agree with the labels; empty where the data has no comparisons
 * @param texts conversations and tokens
 * @param elapsed the whole run
 * @param scoring the part of it in which the model worked; zero where everything was in the store already
 * @param output the folder that holds the tables
 */
record RunFigures(
        long rowsRead,
        long rowsScored,
        Map<String, Long> rowsSetAside,
        Optional<Judgement> judgement,
        Texts texts,
        Duration elapsed,
        Duration scoring,
        String output) {

    RunFigures {
        rowsSetAside = new LinkedHashMap<>(rowsSetAside);
    }

    /** Rows set aside for any reason. */
    long setAside() {
        return rowsSetAside.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * How rewards and labels agree.
     *
     * @param comparisons all that were judged, at least one
     * @param pairwiseAccuracy share of comparisons, label ties left out, in which the preferred response has strictly the
     *     greater reward; empty where all are label ties, like the two figures below
     * @param rewardTies comparisons whose label prefers one response and whose rewards are equal
     * @param labelTies comparisons whose label says that neither is better
     * @param meanMargin mean of preferred minus other reward
     * @param bradleyTerryLoss mean of −log σ(margin), natural logarithm
     */
    record Judgement(
            long comparisons,
            OptionalDouble pairwiseAccuracy,
            long rewardTies,
            long labelTies,
            OptionalDouble meanMargin,
            OptionalDouble bradleyTerryLoss) {}

    /**
     * What was asked of the model and what it had to do for that.
     *
     * @param asked conversations of all scored rows
     * @param distinct different ones among them
     * @param computed those that were not in the store yet
     * @param tokensAsked tokens of all conversations asked for
     * @param tokensComputed tokens that went through the layers
     */
    record Texts(long asked, long distinct, long computed, long tokensAsked, long tokensComputed) {}
}
