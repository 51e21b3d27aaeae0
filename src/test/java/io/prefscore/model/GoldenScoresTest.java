package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSettings.Sharing;
import io.prefscore.encode.TextTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden model against the reference implementation's token ids and scores. */
final class GoldenScoresTest {

    private static final Path GOLDEN = Path.of(System.getProperty("golden", "src/test/resources/golden"));

    static Stream<Path> models() throws Exception {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void equalsTheReference(Path folder) throws Exception {
        List<String> texts = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        try (TextTokenizer tokenizer = TextTokenizer.read(folder)) {
            for (JsonElement row : JsonParser.parseString(Files.readString(folder.resolve("golden.json")))
                    .getAsJsonObject()
                    .getAsJsonArray("rows")) {
                JsonObject facts = row.getAsJsonObject();
                texts.add(facts.get("rendered").getAsString());
                scores.add(facts.get("score").getAsDouble());
                int[] ids = facts.getAsJsonArray("input_ids").asList().stream()
                        .mapToInt(JsonElement::getAsInt)
                        .toArray();
                assertThat(tokenizer.encode(facts.get("rendered").getAsString()))
                        .isEqualTo(ids);
            }
        }
        ModelSettings settings = new ModelSettings(
                folder.toString(),
                ModelSettings.Kind.CHECKPOINT,
                ModelSettings.DeviceKind.CPU,
                ModelSettings.Dtype.FLOAT32,
                ModelSettings.Pooling.AUTO,
                1024,
                4,
                Sharing.ON,
                OptionalInt.empty());
        EncodeSettings encode = new EncodeSettings(
                Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.empty(), OnTooLong.SET_ASIDE);
        double s = Math.max(1, deviation(scores));
        double worst = 0;
        try (RewardModel model =
                CheckpointRewardModel.open(folder, Device.cpu(), 2, DataType.FLOAT32, settings, encode)) {
            Rewards rewards = model.score(texts);
            for (int i = 0; i < scores.size(); i++) {
                Rewards.Scored scored = (Rewards.Scored) rewards.outcomes().get(i);
                worst = Math.max(worst, Math.abs(scored.reward() - scores.get(i)));
            }
            System.out.printf("%-45s %.2e %s%n", folder.getFileName(), worst / s, rewards.cost());
        }
        assertThat(worst).isCloseTo(0, within(1e-4 * s));
    }

    private static double deviation(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return Math.sqrt(values.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
