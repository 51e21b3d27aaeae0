package io.prefscore.demo;

import io.prefscore.config.EncodeSettings;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.model.FolderSource;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.Rewards.Outcome;
import io.prefscore.model.Rewards.Scored;
import io.prefscore.preference.Message;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a built-in model makes of generated pairs, without Spark. */
final class DemoMargins {

    private DemoMargins() {}

    /**
     * Rewards of the chosen less those of the rejected answers.
     *
     * @param folder to unpack the model into
     */
    static double[] of(BuiltInModel member, List<DemoPair> pairs, Path folder) throws IOException, ConversationRefused {
        ModelSource source = FolderSource.read(settings(member.unpackTo(folder)), ENCODE);
        List<String> texts = new ArrayList<>();
        for (DemoPair pair : pairs) {
            texts.add(render(source.renderer(), pair.prompt(), pair.chosen()));
            texts.add(render(source.renderer(), pair.prompt(), pair.rejected()));
        }
        try (RewardModel model = source.open(new ModelSource.Device.Cpu(1))) {
            List<Outcome> outcomes = model.score(texts).outcomes();
            double[] margins = new double[pairs.size()];
            for (int pair = 0; pair < margins.length; pair++) {
                margins[pair] = reward(outcomes.get(2 * pair)) - reward(outcomes.get(2 * pair + 1));
            }
            return margins;
        }
    }

    private static final EncodeSettings ENCODE =
            new EncodeSettings(Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.empty(), OnTooLong.SET_ASIDE);

    private static ModelSettings settings(Path folder) {
        return new ModelSettings(
                folder.toString(),
                ModelSettings.Kind.CHECKPOINT,
                ModelSettings.DeviceKind.CPU,
                ModelSettings.Dtype.FLOAT32,
                ModelSettings.Pooling.AUTO,
                1024,
                4,
                ModelSettings.Sharing.ON,
                OptionalInt.of(1));
    }

    private static String render(ConversationRenderer renderer, String prompt, String answer)
            throws ConversationRefused {
        return renderer.render(List.of(new Message("user", prompt), new Message("assistant", answer)));
    }

    private static double reward(Outcome outcome) {
        return ((Scored) outcome).reward();
    }
}
