package io.prefscore.model;

import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ModelSettings;
import org.apache.hadoop.conf.Configuration;

/** A model as settings name one, in a folder unless it has no weights; it can tell about itself without being opened. */
public interface FolderSource extends ModelSource {

    /** Reads a folder as {@link #read(ModelSettings, EncodeSettings, Configuration)}, with this host's own settings of Hadoop. */
    static FolderSource read(ModelSettings settings, EncodeSettings encode) {
        return read(settings, encode, new Configuration());
    }

    /**
     * Reads and checks the model that the settings name. A folder that is not local is fetched into this host's cache;
     * executors will fetch it into theirs.
     *
     * @param settings with a device that is not {@code auto}: what scores depend on has to be settled before the first one
     * @param hadoop reaches the folder if it is not local
     * @throws io.prefscore.preference.UserError naming what is wrong with the folder
     */
    static FolderSource read(ModelSettings settings, EncodeSettings encode, Configuration hadoop) {
        return switch (settings.kind()) {
            case CHECKPOINT -> CheckpointSource.read(settings, encode, hadoop);
            case TORCHSCRIPT -> TorchScriptSource.read(settings, encode, hadoop);
            case LENGTH, CONSTANT -> WeightlessSource.of(settings.kind());
            case COLUMN -> new GivenSource(settings.path());
        };
    }

    /** What a person wants to know of the model before trusting its scores. */
    ModelFacts facts();
}
