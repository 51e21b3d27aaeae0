package io.prefscore.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * Where a command writes: results go to the standard output, progress, settings and complaints to the standard error, so
 * that the output of a command can be piped.
 *
 * @param out standard output
 * @param err standard error
 * @param kind whether the standard error is looked at by a person
 * @param columns its width in characters
 */
record Terminal(PrintWriter out, PrintWriter err, Kind kind, int columns) {

    /** Whether a written line can be taken back. */
    enum Kind {
        INTERACTIVE,
        PLAIN
    }

    /** Set by {@code jobs/prefscore} to 1 or 0: only the shell can tell whether the standard error is a terminal. */
    static final String IS_TERMINAL = "PREFSCORE_TERMINAL";

    /** Set by {@code jobs/prefscore} to the terminal's width. */
    static final String COLUMNS = "PREFSCORE_COLUMNS";

    private static final int USUAL_COLUMNS = 80;

    /** Narrower than this nothing sensible fits, and whatever says so is wrong. */
    private static final int LEAST_COLUMNS = 20;

    /** This process's own. */
    static Terminal system() {
        Map<String, String> environment = System.getenv();
        return new Terminal(
                new PrintWriter(System.out, true, Charset.defaultCharset()),
                new PrintWriter(System.err, true, Charset.defaultCharset()),
                kind(environment),
                columns(environment));
    }

    static Kind kind(Map<String, String> environment) {
        return environment.getOrDefault(IS_TERMINAL, "0").equals("1") ? Kind.INTERACTIVE : Kind.PLAIN;
    }

    static int columns(Map<String, String> environment) {
        String told = environment.getOrDefault(COLUMNS, "");
        if (!told.matches("[0-9]{1,5}")) {
            return USUAL_COLUMNS;
        }
        int columns = Integer.parseInt(told);
        return columns < LEAST_COLUMNS ? USUAL_COLUMNS : columns;
    }
}
