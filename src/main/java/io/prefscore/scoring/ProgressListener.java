package io.prefscore.scoring;

import java.time.Duration;

/** Hears how a job goes on. Called on the driver, by one thread at a time; returns at once. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener SILENT = progress -> {};

    void onProgress(Progress progress);

    /**
     * A moment of a job. The figures come from live counters, which a retried task may raise twice: for eyes, not for
     * the record.
     *
     * @param what is being done: the label of a {@link Stage} of a scoring run, or another job in a word
     * @param step of it, in words; empty for none
     * @param share of it that is done, from 0 to 1
     * @param texts what a model does meanwhile; {@link Texts#NONE} where none works
     * @param elapsed since the job began
     */
    record Progress(String what, String step, double share, Texts texts, Duration elapsed) {

        /** Of a job in which no model works. */
        public static Progress of(String what, String step, double share, Duration elapsed) {
            return new Progress(what, step, share, Texts.NONE, elapsed);
        }
    }

    /**
     * The distinct texts that a model scores.
     *
     * @param done scored so far
     * @param total to score; 0 where none is
     * @param stored those of them that stand in the store, where they outlive this run
     * @param pairs rows with a comparison, which all of those texts serve; 0 where the data has none
     * @param tokens of the texts scored so far
     */
    record Texts(long done, long total, long stored, long pairs, long tokens) {

        /** No model works. */
        public static final Texts NONE = new Texts(0, 0, 0, 0, 0);
    }
}
