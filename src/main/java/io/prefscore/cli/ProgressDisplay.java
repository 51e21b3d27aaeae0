package io.prefscore.cli;

import io.prefscore.scoring.ProgressListener;

/** Shows how far a run is; may pass over a state where the last one was shown a moment ago. Safe for use by several threads. */
interface ProgressDisplay extends ProgressListener, AutoCloseable {

    /** Leaves the display with its last state on a line of its own. */
    @Override
    void close();
}
