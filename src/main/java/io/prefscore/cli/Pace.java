package io.prefscore.cli;

import io.prefscore.scoring.ProgressListener.Progress;
import java.time.Duration;

/**
 * How fast a stage goes; all zero where nothing was done yet.
 *
 * @param pairsPerSecond a text counting for as many pairs as the average one; 0 where the data has no pairs
 * @param remaining time left if it goes on like this
 */
record Pace(double textsPerSecond, double pairsPerSecond, double tokensPerSecond, Duration remaining) {

    /** Between an earlier state of a stage and a later one of the same stage. */
    static Pace between(Progress earlier, Progress later) {
        double seconds = later.elapsed().minus(earlier.elapsed()).toNanos() / 1e9;
        long texts = later.textsDone() - earlier.textsDone();
        long tokens = later.tokensDone() - earlier.tokensDone();
        if (seconds <= 0 || texts <= 0) {
            return new Pace(0, 0, 0, Duration.ZERO);
        }
        double textsPerSecond = texts / seconds;
        double pairsPerText = later.textsTotal() == 0 ? 0 : (double) later.pairsTotal() / later.textsTotal();
        double secondsLeft = Math.max(0, later.textsTotal() - later.textsDone()) / textsPerSecond;
        return new Pace(
                textsPerSecond,
                textsPerSecond * pairsPerText,
                tokens / seconds,
                Duration.ofMillis(Math.round(secondsLeft * 1000)));
    }

    boolean isKnown() {
        return textsPerSecond > 0;
    }
}
