package io.prefscore.cli;

import io.prefscore.scoring.ProgressListener.Progress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.spark.util.SignalUtils;
import org.jspecify.annotations.Nullable;

/**
 * What happens when somebody ends the process, with Ctrl-C or as a scheduler does: one line says what is left, and the process
 * ends with the code by which shells tell of such an end. Nothing is waited for: whatever is written whole stays, whatever is
 * not counts for nothing, as when a machine fails.
 */
final class Interruption {

    /** So long Spark may tidy its own temporary files away. */
    private static final long SECONDS_TO_TIDY = 2;

    private static final AtomicBoolean UNDER_WAY = new AtomicBoolean();
    private static final AtomicReference<@Nullable Watch> WATCHED = new AtomicReference<>();

    private Interruption() {}

    /** A job that goes on, and its display, until both are closed. */
    record Watch(Terminal terminal, ProgressDisplay display, Function<Optional<Progress>, String> left)
            implements AutoCloseable {

        private void tell() {
            Optional<Progress> last = display.last();
            display.close();
            terminal.err().println("interrupted; " + left.apply(last));
            terminal.err().flush();
        }

        @Override
        public void close() {
            WATCHED.set(null);
            display.close();
        }
    }

    /** Has this process end so. */
    static void handle() {
        SignalUtils.register("INT", () -> ended(ExitCode.INTERRUPTED.code()));
        SignalUtils.register("TERM", () -> ended(ExitCode.TERMINATED.code()));
    }

    /** Says so of a job where the process ends meanwhile. */
    static Watch watch(Terminal terminal, ProgressDisplay display, Function<Optional<Progress>, String> left) {
        Watch watch = new Watch(terminal, display, left);
        WATCHED.set(watch);
        return watch;
    }

    private static boolean ended(int code) {
        if (!UNDER_WAY.compareAndSet(false, true)) {
            // asked twice
            Runtime.getRuntime().halt(code);
        }
        Watch watched = WATCHED.get();
        if (watched != null) {
            watched.tell();
        }
        // what threads say while they are stopped tells nobody anything
        System.err.close();
        Thread tidying = new Thread(() -> System.exit(code), "prefscore-exit");
        tidying.setDaemon(true);
        tidying.start();
        try {
            tidying.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_TIDY));
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
        return true;
    }
}
