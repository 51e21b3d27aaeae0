package io.prefscore.cli;

import io.prefscore.config.InvalidSettings;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Shows what went wrong. What the user can mend is shown by its message alone; anything else in one line, with its trace
 * in a file, since a trace on the screen hides the one line that matters.
 */
final class Failures implements IExecutionExceptionHandler {

    /** How much is shown on the screen. */
    enum Detail {
        SHORT,
        TRACE
    }

    /** Chains of causes are short; a chain that bites its own tail must not hang us. */
    private static final int DEEPEST_CAUSE = 50;

    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) {
        boolean verbose = command.getParseResult().hasMatchedOption("--verbose");
        return handle(exception, verbose ? Detail.TRACE : Detail.SHORT).code();
    }

    ExitCode handle(Throwable thrown, Detail detail) {
        Optional<InvalidSettings> settings = within(thrown, InvalidSettings.class);
        Optional<UserError> mendable = within(thrown, UserError.class);
        if (settings.isPresent()) {
            terminal.err().println(settings.get().getMessage());
        } else if (mendable.isPresent()) {
            terminal.err().println(mendable.get().getMessage());
        } else {
            terminal.err().println(describe(thrown, detail));
        }
        if (detail == Detail.TRACE) {
            thrown.printStackTrace(terminal.err());
        }
        terminal.err().flush();
        return settings.map(invalid -> ExitCode.SETTINGS)
                .or(() -> mendable.map(error -> ExitCode.of(error.kind())))
                .orElse(ExitCode.UNEXPECTED);
    }

    /** Spark and the thread pools wrap what a task throws, several layers deep. */
    private static <T extends Throwable> Optional<T> within(Throwable thrown, Class<T> type) {
        Throwable current = thrown;
        for (int depth = 0; depth < DEEPEST_CAUSE && current != null; depth++) {
            if (type.isInstance(current)) {
                return Optional.of(type.cast(current));
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    private static String describe(Throwable thrown, Detail detail) {
        Throwable root = root(thrown);
        String text = "unexpected " + line(thrown) + (root == thrown ? "" : "\ncaused by " + line(root));
        return detail == Detail.TRACE ? text : text + "\n" + traceFile(thrown);
    }

    private static Throwable root(Throwable thrown) {
        Throwable current = thrown;
        for (int depth = 0; depth < DEEPEST_CAUSE && current.getCause() != null; depth++) {
            current = current.getCause();
        }
        return current;
    }

    /** Class and first line of the message: Spark puts whole traces into its messages. */
    private static String line(Throwable thrown) {
        String message = Objects.requireNonNullElse(thrown.getMessage(), "");
        return thrown.getClass().getName() + ": "
                + message.strip().lines().findFirst().orElse("no message");
    }

    private static String traceFile(Throwable thrown) {
        try {
            Path file = Files.createTempFile("prefscore-", ".log");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                thrown.printStackTrace(writer);
            }
            return "the full trace is in " + file;
        } catch (IOException unwritable) {
            return "run again with --verbose for the full trace";
        }
    }
}
