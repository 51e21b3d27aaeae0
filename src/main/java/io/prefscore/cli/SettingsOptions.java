package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command: where its settings come from. */
final class SettingsOptions {

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "Settings file; may be repeated, a later file wins over an earlier one.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, such as encode.max-tokens=2048; may be repeated, wins over all files. "
                    + "The value stands as it is; null unsets.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--no-texts", description = "Show and log no prompt and no response, and quote no row.")
    private boolean noTexts;

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** How much is said, and in which form. */
    OutputOptions output() {
        return output;
    }

    /** A reader that has seen the files and then the assignments. */
    SettingsReader reader() {
        return addTo(new SettingsReader());
    }

    /** Has a reader see the files and then the assignments; both win over what it saw before. */
    SettingsReader addTo(SettingsReader reader) {
        files.forEach(reader::file);
        assignments.forEach(reader::set);
        if (noTexts) {
            reader.flag("--no-texts", "include-texts", "off");
        }
        return reader;
    }
}
