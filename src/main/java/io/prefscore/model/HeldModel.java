package io.prefscore.model;

import io.prefscore.model.ModelFolder.Held;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A model whose files stay where and what they are until it is closed: its weights are mapped, so whoever writes to them changes
 * its rewards.
 */
record HeldModel(RewardModel model, Held held, FileWatch files) implements RewardModel {

    /**
     * Opens a model in a folder of this host.
     *
     * @throws io.prefscore.preference.UserError where its files are others than the driver read
     */
    static RewardModel open(ModelFolder folder, Function<Path, RewardModel> opening) {
        Held held = folder.hold();
        try {
            FileWatch files = held.watch();
            RewardModel model = opening.apply(held.path());
            if (!files.isUntouched()) {
                model.close();
            }
            files.requireUntouched();
            return new HeldModel(model, held, files);
        } catch (RuntimeException | Error failure) {
            held.close();
            throw failure;
        }
    }

    @Override
    public Rewards score(List<String> texts) {
        Rewards rewards = model.score(texts);
        files.requireUntouched();
        return rewards;
    }

    @Override
    public boolean isCurrent() {
        return files.isUntouched();
    }

    @Override
    public int charactersPerCall() {
        return model.charactersPerCall();
    }

    @Override
    public void close() {
        try (held) {
            model.close();
        }
    }
}
