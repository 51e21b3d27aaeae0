package io.prefscore.cli;

/** Shows how far a run is. Safe for use by several threads. */
interface ProgressDisplay extends AutoCloseable {

    /** Takes the newest state; may pass over it where the last one was shown a moment ago. */
    void show(Progress progress);

    /** Leaves the display with its last state on a line of its own. */
    @Override
    void close();
}
