package io.prefscore.model;

import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ModelSettings;

/** A model as settings name one, in a folder unless it has no weights; it can tell about itself without being opened. */
public interface FolderSource extends ModelSource {

    /**
     * Reads and checks the model that the settings name.
     *
     * @param settings with a device that is not {@code auto}: what scores depend on has to be settled before the first one
     * @throws io.prefscore.preference.UserError naming what is wrong with the folder
     */
    static FolderSource read(ModelSettings settings, EncodeSettings encode) {
        return switch (settings.kind()) {
            case CHECKPOINT -> CheckpointSource.read(settings, encode);
            case TORCHSCRIPT -> TorchScriptSource.read(settings, encode);
            case LENGTH, CONSTANT -> WeightlessSource.of(settings.kind());
        };
    }

    /** What a person wants to know of the model before trusting its scores. */
    ModelFacts facts();
}
