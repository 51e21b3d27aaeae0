package io.prefscore.cli;

import java.time.Duration;

/**
 * How far a stage of a run is.
 *
 * @param stage what is being done, in one or two words
 * @param doneTexts texts done so far
 * @param totalTexts texts to do at most; 0 where that is not known or the stage does not go by texts
 * @param totalPairs comparisons that all of those texts serve; 0 where the data has none
 * @param doneTokens tokens of the done texts
 * @param elapsed time since any fixed moment; only differences count
 */
record Progress(String stage, long doneTexts, long totalTexts, long totalPairs, long doneTokens, Duration elapsed) {

    boolean isDone() {
        return totalTexts > 0 && doneTexts >= totalTexts;
    }

    /** Done texts among all, in [0, 1]. */
    double share() {
        return totalTexts == 0 ? 0 : Math.min(1, (double) doneTexts / totalTexts);
    }

    /** How fast it went between an earlier state of the same stage and this one. */
    Pace since(Progress earlier) {
        double seconds = elapsed.minus(earlier.elapsed).toNanos() / 1e9;
        long texts = doneTexts - earlier.doneTexts;
        long tokens = doneTokens - earlier.doneTokens;
        if (seconds <= 0 || texts <= 0) {
            return new Pace(0, 0, 0, Duration.ZERO);
        }
        double textsPerSecond = texts / seconds;
        double pairsPerText = totalTexts == 0 ? 0 : (double) totalPairs / totalTexts;
        double secondsLeft = Math.max(0, totalTexts - doneTexts) / textsPerSecond;
        return new Pace(
                textsPerSecond,
                textsPerSecond * pairsPerText,
                tokens / seconds,
                Duration.ofMillis(Math.round(secondsLeft * 1000)));
    }

    /**
     * Speeds; all zero where nothing was done yet.
     *
     * @param pairsPerSecond a text counting for as many pairs as the average one
     * @param remaining time left if it goes on like this
     */
    record Pace(double textsPerSecond, double pairsPerSecond, double tokensPerSecond, Duration remaining) {

        boolean isKnown() {
            return textsPerSecond > 0;
        }
    }
}
