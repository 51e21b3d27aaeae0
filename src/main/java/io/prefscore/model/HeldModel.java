package io.prefscore.model;

import io.prefscore.model.ModelFolder.Held;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A model whose files stay where they are until it is closed: its weights are mapped, not read. */
record HeldModel(RewardModel model, Held held) implements RewardModel {

    /** Opens a model in a folder of this host. */
    static RewardModel open(ModelFolder folder, Function<Path, RewardModel> opening) {
        Held held = folder.hold();
        try {
            return new HeldModel(opening.apply(held.path()), held);
        } catch (RuntimeException | Error failure) {
            held.close();
            throw failure;
        }
    }

    @Override
    public Rewards score(List<String> texts) {
        return model.score(texts);
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
