package io.prefscore.scoring;

import java.time.Duration;

/** Hears how a run goes on. Called on the driver, by one thread at a time; returns at once. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener SILENT = progress -> {};

    void onProgress(Progress progress);

    /**
     * A moment of a run. The figures come from live counters, which a retried task may raise twice: for eyes, not for
     * the record.
     *
     * @param stage what is being done
     * @param textsDone texts scored so far in this run
     * @param textsTotal texts to score at most: duplicates, which are scored once, are still counted in it
     * @param pairsTotal rows with a comparison, which all of those texts serve; 0 where the data has none
     * @param tokensDone tokens of the texts scored so far
     * @param elapsed since the run began
     */
    record Progress(Stage stage, long textsDone, long textsTotal, long pairsTotal, long tokensDone, Duration elapsed) {}
}
