package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that reads a data set. */
final class InputOptions extends DataOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How the files are written; auto, the default, goes by their names.")
    private @Nullable String format;

    @Override
    void addTo(SettingsReader reader) {
        super.addTo(reader);
        Flags.add(reader, "--format", "input.format", format);
    }
}
