package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.prefscore.GoldenModels;
import io.prefscore.GoldenModels.GoldenRow;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSettings.Sharing;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.DemoPair;
import io.prefscore.demo.Kind;
import io.prefscore.demo.Mix;
import io.prefscore.demo.ModelFamily;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.Split;
import io.prefscore.encode.TextTokenizer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The model that comes with the project, scored by the project. */
final class BuiltInModelScoresTest {

    private static final int PAIRS = 500;

    /** Of one standard deviation of the scores. */
    private static final double TO_REFERENCE = 1e-4;

    @TempDir
    private Path parent;

    private Path folder = Path.of("not unpacked yet");

    @BeforeEach
    void unpack() throws IOException {
        folder = ModelFamily.largest().unpackTo(parent.resolve("model"));
    }

    @Test
    void scoresHeldOutPairsAsTheReference() throws URISyntaxException {
        URL rows = Objects.requireNonNull(getClass().getResource("/demo/golden.json"));
        List<GoldenRow> golden = GoldenModels.rows(Path.of(rows.toURI()).resolveSibling("."));
        try (TextTokenizer tokenizer = TextTokenizer.read(folder, 4096)) {
            assertThat(golden).allSatisfy(row -> assertThat(Arrays.stream(tokenizer.encode(row.rendered()))
                            .asLongStream()
                            .toArray())
                    .isEqualTo(row.inputIds()));
        }
        float[] rewards = score(golden.stream().map(GoldenRow::rendered).toList());
        double tolerance = TO_REFERENCE * GoldenModels.scale(golden);
        for (int i = 0; i < rewards.length; i++) {
            assertThat((double) rewards[i]).isCloseTo(golden.get(i).score(), within(tolerance));
        }
    }

    /** Every member, by the figures that the training script wrote down of the same held-out pairs. */
    @ParameterizedTest
    @MethodSource("members")
    void scoresAsTheTrainingScriptDid(BuiltInModel member) throws IOException {
        double[] expected = margins(member);
        folder = member.unpackTo(parent.resolve(member.name()));
        List<DemoPair> pairs = new PreferenceGenerator(2, Split.HELD_OUT)
                .pairs(expected.length)
                .toList();
        float[] rewards = score(texts(pairs));
        double ourLoss = 0;
        double theirLoss = 0;
        for (int i = 0; i < expected.length; i++) {
            double margin = (double) rewards[2 * i] - rewards[2 * i + 1];
            assertThat(margin).isCloseTo(expected[i], within(TO_REFERENCE * Math.max(1, Math.abs(expected[i]))));
            ourLoss += Math.log1p(Math.exp(-margin));
            theirLoss += Math.log1p(Math.exp(-expected[i]));
        }
        assertThat(ourLoss / expected.length).isCloseTo(theirLoss / expected.length, within(1e-3));
    }

    static List<BuiltInModel> members() {
        return ModelFamily.members();
    }

    private static double[] margins(BuiltInModel member) throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(BuiltInModelScoresTest.class.getResourceAsStream("/demo/family.json")),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader)
                    .getAsJsonObject()
                    .getAsJsonObject("margins")
                    .getAsJsonArray(member.name())
                    .asList()
                    .stream()
                    .mapToDouble(JsonElement::getAsDouble)
                    .toArray();
        }
    }

    private static List<String> texts(List<DemoPair> pairs) {
        List<String> texts = new ArrayList<>();
        for (DemoPair pair : pairs) {
            texts.add(render(pair.prompt(), pair.chosen()));
            texts.add(render(pair.prompt(), pair.rejected()));
        }
        return texts;
    }

    /** Bounds five standard errors of {@link #PAIRS} pairs below what the manifest says of the model. */
    @ParameterizedTest
    @CsvSource({"ADVERSARIAL, 0.84", "OBJECTIVE, 0.77", "SUBJECTIVE, 0.56"})
    void hasLearntWhatItWasTaught(Kind kind, double accuracy) {
        List<DemoPair> pairs = new PreferenceGenerator(77, Split.HELD_OUT, Mix.only(kind), 0)
                .pairs(PAIRS)
                .toList();
        float[] rewards = score(texts(pairs));
        int won = 0;
        for (int i = 0; i < rewards.length; i += 2) {
            won += rewards[i] > rewards[i + 1] ? 1 : 0;
        }
        assertThat((double) won / PAIRS).isGreaterThan(accuracy);
    }

    /** What the model's chat template makes of one question and its answer. */
    private static String render(String prompt, String answer) {
        return "<|im_start|>user\n" + prompt + "<|im_end|>\n<|im_start|>assistant\n" + answer + "<|im_end|>\n"
                + "<|endoftext|>";
    }

    private float[] score(List<String> texts) {
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
        try (RewardModel model =
                CheckpointRewardModel.open(folder, Device.cpu(), 1, DataType.FLOAT32, settings, encode)) {
            List<Rewards.Outcome> outcomes = model.score(texts).outcomes();
            float[] rewards = new float[texts.size()];
            for (int i = 0; i < rewards.length; i++) {
                rewards[i] = ((Rewards.Scored) outcomes.get(i)).reward();
            }
            return rewards;
        }
    }
}
