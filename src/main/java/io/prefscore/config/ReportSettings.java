package io.prefscore.config;

import java.util.List;

/**
 * What is said of scored comparisons: group {@code report} of the settings.
 *
 * @param use whether a scoring run ends with a report
 * @param scores outputs of scoring runs to report on; empty where rewards come from {@code input} or a run reports on itself
 * @param rewardsColumns columns of {@code input} that hold rewards in the order of a row's responses, one a model
 * @param slices further columns to break results down by
 * @param texts whether prompts and responses may be shown
 * @param examples comparisons to show of each kind
 * @param confidenceLevel of all intervals, between 0.5 and 1
 * @param replicates of the bootstrap
 * @param seed of everything random
 */
public record ReportSettings(
        Use use,
        List<String> scores,
        List<String> rewardsColumns,
        List<String> slices,
        Texts texts,
        int examples,
        double confidenceLevel,
        int replicates,
        long seed) {

    /** Fewer replicates leave nothing beyond a percentile of 2.5 %. */
    private static final int FEWEST_REPLICATES = 100;

    private static final int MOST_REPLICATES = 10_000;
    private static final int MOST_EXAMPLES = 1_000;

    public ReportSettings {
        scores = List.copyOf(scores);
        rewardsColumns = List.copyOf(rewardsColumns);
        slices = List.copyOf(slices);
        Requirements requirements = new Requirements();
        requirements.require(
                scores.stream().noneMatch(String::isBlank),
                "report.scores",
                "must not contain a blank path; remove it");
        requirements.require(
                rewardsColumns.stream().noneMatch(String::isBlank),
                "report.rewards-columns",
                "must not contain a blank name; remove it");
        requirements.require(
                rewardsColumns.stream().distinct().count() == rewardsColumns.size(),
                "report.rewards-columns",
                "must not name a column twice; found " + String.join(", ", rewardsColumns));
        requirements.require(
                scores.isEmpty() || rewardsColumns.isEmpty(),
                "report.rewards-columns",
                "must not be set together with report.scores; give scored runs, or data with columns of rewards");
        requirements.require(
                examples >= 0 && examples <= MOST_EXAMPLES,
                "report.examples",
                "must lie between 0 and " + MOST_EXAMPLES + "; found " + examples);
        requirements.require(
                confidenceLevel >= 0.5 && confidenceLevel < 1,
                "report.confidence-level",
                "must be at least 50 % and below 100 %; found " + confidenceLevel * 100 + " %");
        requirements.require(
                replicates >= FEWEST_REPLICATES && replicates <= MOST_REPLICATES,
                "report.replicates",
                "must lie between " + FEWEST_REPLICATES + " and " + MOST_REPLICATES + "; found " + replicates);
        requirements.enforce();
    }

    /** Whether a scoring run ends with a report. */
    public enum Use {
        ON,
        OFF
    }

    /** Whether a report shows texts. */
    public enum Texts {
        ON,
        /** No prompt and no response leaves the tables, for data that is private. */
        OFF
    }

    /** The same report on these runs. */
    public ReportSettings on(List<String> runs) {
        return new ReportSettings(use, runs, List.of(), slices, texts, examples, confidenceLevel, replicates, seed);
    }
}
