package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of every command: how much it says, and in which form. */
final class OutputOptions {

    /** So many settings are shown before the work. */
    private static final int SHOWN = 5;

    @ArgGroup
    private Form form = new Form();

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but what went wrong, and print no summary.")
    private boolean quiet;

    @Option(names = "--show-settings", description = "Show all settings before the work, and not only those you gave.")
    private boolean showSettings;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show all settings, and stack traces.")
    private boolean verbose;

    /** What is printed in place of tables for people. */
    private static final class Form {

        @Option(names = "--json", description = "Print one JSON object for programs instead of tables for people.")
        private boolean json;

        @Option(names = "--csv", description = "Print comma-separated values for a sheet instead of tables for people.")
        private boolean csv;
    }

    /** Where the command talks. */
    Console on(Terminal terminal) {
        Console.Form printed = form.json
                ? Console.Form.JSON
                : form.csv ? Console.Form.CSV : quiet ? Console.Form.NOTHING : Console.Form.TEXT;
        return new Console(terminal, printed, quiet);
    }

    /**
     * What the settings are, before the work: those that are not the built-in ones, or all.
     *
     * @param recorded where all of them will stand, in words
     */
    List<String> shown(Settings settings, String recorded) {
        if (showSettings || verbose) {
            return SettingsWriter.lines(settings);
        }
        List<String> own = SettingsWriter.changed(settings);
        int left = own.size() - SHOWN;
        String others = left > 0 ? "… and " + left + " others" : "all other settings are the built-in ones";
        List<String> shown = new ArrayList<>(own.subList(0, Math.min(own.size(), SHOWN)));
        shown.add("# " + others + "; all: --show-settings" + recorded);
        return shown;
    }
}
