package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that is told which model to work with. */
final class ModelOptions {

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "Checkpoint folder: config.json, *.safetensors, tokenizer.json.")
    private @Nullable String model;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--allow-torchscript",
            description = "The model is a TorchScript file in DJL's layout. It is code and runs as code: "
                    + "give this only for a file that you trust.")
    private boolean torchscript;

    SettingsOptions settings() {
        return settings;
    }

    /** A reader that has seen the files and assignments, and then the model's own flags. */
    SettingsReader reader() {
        SettingsReader reader = settings.reader();
        Flags.add(reader, "--model", "model.path", model);
        if (torchscript) {
            reader.allowTorchscript();
        }
        return reader;
    }
}
