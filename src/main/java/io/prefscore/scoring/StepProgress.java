package io.prefscore.scoring;

import java.time.Duration;
import org.apache.spark.SparkContext;

/**
 * Tells a {@link ProgressListener} how far a job is that goes by steps: by the shares of its time that they usually take, and
 * within a step by the tasks of Spark's jobs. Driver side.
 */
public final class StepProgress extends TaskShare implements AutoCloseable {

    private final SparkContext context;
    private final ProgressListener listener;
    private final String what;
    private final long startedNanos = System.nanoTime();
    private String step = "";
    private double from;
    private double until;

    /** @param what is done, in a word */
    public StepProgress(SparkContext context, ProgressListener listener, String what) {
        this.context = context;
        this.listener = listener;
        this.what = what;
        context.addSparkListener(this);
    }

    /**
     * A step begins, and the one before it is done.
     *
     * @param next in words
     * @param done share of the whole that is done when it ends, from 0 to 1
     * @param jobs how many jobs of Spark's it usually takes
     */
    public synchronized void enter(String next, double done, int jobs) {
        step = next;
        from = until;
        until = done;
        begin(jobs);
        tell();
    }

    @Override
    void tell() {
        double share = from + (until - from) * taskShare();
        listener.onProgress(ProgressListener.Progress.of(what, step, share, elapsed()));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** All steps are done, or will not be: nothing is told any more. */
    @Override
    public void close() {
        context.removeSparkListener(this);
    }
}
