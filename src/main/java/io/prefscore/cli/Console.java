package io.prefscore.cli;

import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.ProgressListener.Progress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where one command talks: notes and progress go to the standard error, its result to the standard output.
 *
 * @param form of the result
 * @param quiet whether there are neither notes nor progress
 */
record Console(Terminal terminal, Form form, boolean quiet) {

    /** In which form the result is printed. */
    enum Form {
        TEXT,
        JSON,
        CSV,
        NOTHING
    }

    /** Says something that is no result. */
    void note(List<String> lines) {
        if (!quiet) {
            lines.forEach(terminal.err()::println);
            terminal.err().flush();
        }
    }

    /**
     * Does the work while its progress is shown.
     *
     * @param interrupted what is said where the process is told to end meanwhile, by the last progress heard
     */
    <T> T during(Function<ProgressListener, T> work, Function<Optional<Progress>, String> interrupted) {
        ProgressDisplay display = quiet ? new SilentProgress() : TerminalProgress.on(terminal);
        try (Interruption.Watch watched = Interruption.watch(terminal, display, interrupted)) {
            T result = work.apply(watched.display());
            watched.display().done();
            return result;
        }
    }

    /** Prints the result in the form that was asked for. */
    void print(Supplier<String> text, Supplier<String> json, Supplier<Sheet> sheet) {
        terminal.out()
                .print(
                        switch (form) {
                            case TEXT -> text.get();
                            case JSON -> json.get();
                            case CSV -> sheet.get();
                            case NOTHING -> "";
                        });
        terminal.out().flush();
    }

    /** Shows nothing, and knows how far the job is. */
    private static final class SilentProgress implements ProgressDisplay {

        private volatile Optional<Progress> last = Optional.empty();

        @Override
        public void onProgress(Progress progress) {
            last = Optional.of(progress);
        }

        @Override
        public Optional<Progress> last() {
            return last;
        }

        @Override
        public void done() {
            // nothing was shown
        }

        @Override
        public void close() {
            // nothing was shown
        }
    }
}
