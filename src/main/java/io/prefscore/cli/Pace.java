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
        long texts = later.texts().done() - earlier.texts().done();
        long tokens = later.texts().tokens() - earlier.texts().tokens();
        if (seconds <= 0 || texts <= 0) {
            return new Pace(0, 0, 0, Duration.ZERO);
        }
        double textsPerSecond = texts / seconds;
        long total = later.texts().total();
        double pairsPerText = total == 0 ? 0 : (double) later.texts().pairs() / total;
        double secondsLeft = Math.max(0, total - later.texts().done()) / textsPerSecond;
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
