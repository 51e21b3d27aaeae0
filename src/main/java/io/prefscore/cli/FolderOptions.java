package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that writes a folder. */
final class FolderOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder to write; must not exist, be empty, or hold what this very command left unfinished.")
    private @Nullable String output;

    @Option(
            names = "--overwrite",
            description = "Remove what an earlier run of this command wrote to the output folder.")
    private boolean overwrite;

    /** Has a reader see these flags, which win over what it saw before. */
    void addTo(SettingsReader reader) {
        Flags.add(reader, "--output", "output.path", output);
        if (overwrite) {
            reader.flag("--overwrite", "output.overwrite", "on");
        }
    }
}
