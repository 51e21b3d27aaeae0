package io.prefscore.model;

import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.preference.UserError;
import java.util.List;
import java.util.Optional;

/** No model: its rewards were computed elsewhere and stand in the data. */
public record GivenSource(String column) implements FolderSource {

    private static final long serialVersionUID = 1;

    @Override
    public String fingerprint() {
        return new Fingerprint().with("recipe", "column 1 " + column).hex();
    }

    @Override
    public Optional<String> rewardsColumn() {
        return Optional.of(column);
    }

    @Override
    public ConversationRenderer renderer() {
        return WeightlessSource::render;
    }

    @Override
    public RewardModel open(Device device) {
        throw new UserError(
                UserError.Kind.SETTINGS,
                "model.kind: is column, which is no model: rewards are read from the data, and no other text has one");
    }

    @Override
    public ModelFacts facts() {
        String none = "no model";
        return new ModelFacts(
                "rewards of the column " + column,
                0,
                0,
                none,
                none,
                none,
                Integer.MAX_VALUE,
                OnTooLong.SET_ASIDE,
                "none added",
                "independent of the date",
                fingerprint(),
                List.of());
    }
}
