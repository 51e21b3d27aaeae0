package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that works with a model. */
final class CommonOptions {

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Checkpoint folder: config.json, *.safetensors, tokenizer.json.")
    private @Nullable String model;

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

    @Option(
            names = "--allow-torchscript",
            description = "The model is a TorchScript file in DJL's layout. It is code and runs as code: "
                    + "give this only for a file that you trust.")
    private boolean torchscript;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    /** A reader that has seen the files and assignments, and then the model's own flags. */
    SettingsReader reader() {
        SettingsReader reader = new SettingsReader();
        files.forEach(reader::file);
        assignments.forEach(reader::set);
        if (model != null) {
            reader.flag("--model", "model.path", Objects.requireNonNull(model));
        }
        if (torchscript) {
            reader.allowTorchscript();
        }
        return reader;
    }
}
