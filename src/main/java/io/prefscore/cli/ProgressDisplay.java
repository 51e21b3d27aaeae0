package io.prefscore.cli;

import io.prefscore.scoring.ProgressListener;
import java.util.Optional;

/** Shows how far a job is; may pass over a state where the last one was shown a moment ago. Safe for use by several threads. */
interface ProgressDisplay extends ProgressListener, AutoCloseable {

    /** What it heard last of the stage that goes on. */
    Optional<Progress> last();

    /** The job is done, and with it the stage that was shown last. */
    void done();

    /** Leaves the display with its last state on a line of its own. */
    @Override
    void close();
}
