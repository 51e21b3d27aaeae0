package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.prefscore.BrokenCheckpoints;
import io.prefscore.GoldenModels;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are whole, and in which more stands than is needed. */
class CheckpointTest {

    private static final String GOLDEN = "llama-seqcls-tiny";

    @TempDir
    private Path scratch;

    /** {@code PreTrainedModel.from_pretrained} looks for {@code model.safetensors} first, in transformers 4.57 and 5.18. */
    @Test
    void takesTheSingleFileWhereAnIndexStandsBesideIt() throws IOException {
        Path folder = new BrokenCheckpoints(scratch).copy(GOLDEN);
        Files.writeString(folder.resolve("model.safetensors.index.json"), """
                {"weight_map": {"score.weight": "model-00001-of-00001.safetensors"}}
                """);
        Files.writeString(folder.resolve("model-00001-of-00001.safetensors"), "other values");

        assertThat(Checkpoint.read(folder).weightFiles())
                .containsExactlyInAnyOrderElementsOf(Checkpoint.read(GoldenModels.folder(GOLDEN)).weightFiles().stream()
                        .map(file -> folder.resolve(String.valueOf(file.getFileName())))
                        .toList());
    }

    /** The fingerprints are those of a version that followed {@code tokenizer.json} alone. */
    @Test
    void hasAnotherFingerprintWhereFilesBesideTheTokenizerChangeIt() throws IOException {
        Path folder = new BrokenCheckpoints(scratch).copy("qwen3-bias-window-eps");
        assertThat(fingerprint(folder)).isEqualTo("b78597363fea2e80666494e780f7fe26bf0621bb10c9e3b9ad3b04d56408376b");

        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<|im_end|>"}
                """);
        assertThat(fingerprint(folder)).isEqualTo("949e946368af9c6b926505f2d9d9bc8b0f8b7319b721e2112491ccf91acbf3fe");

        Files.writeString(folder.resolve("tokenizer_config.json"), """
                {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]"}
                """);
        assertThat(fingerprint(folder))
                .isNotEqualTo("412dfdeedca092e006f3df47d03e32151ad5a4cbf49c6101af8d79657dca6c98")
                .isNotEqualTo("949e946368af9c6b926505f2d9d9bc8b0f8b7319b721e2112491ccf91acbf3fe");
    }

    @Test
    void setsATextAsideThatHoldsATokenWhichTheModelLacks() throws IOException {
        Path folder = new BrokenCheckpoints(scratch).copy("qwen3-bias-window-eps");
        int size = Checkpoint.config(folder).vocabulary();
        JsonArray names = new JsonArray();
        IntStream.range(565, size + 7).forEach(id -> names.add("<token " + id + ">"));
        JsonObject config = new JsonObject();
        config.add("additional_special_tokens", names);
        Files.writeString(folder.resolve("tokenizer_config.json"), config.toString());
        GoldenModels.GoldenRow row = GoldenModels.reloadedRows(folder).get(0);

        FolderSource source = source(folder);
        try (RewardModel model = source.open(new ModelSource.Device.Cpu(1))) {
            List<Rewards.Outcome> outcomes = model.score(
                            List.of("a <token " + size + "> b", row.rendered(), "<token " + (size - 1) + ">"))
                    .outcomes();
            assertThat(outcomes.get(0))
                    .isEqualTo(new Rewards.Refused(new Skip(
                            Skip.Reason.TOKEN_BEYOND_MODEL,
                            "the text holds token " + size + " of the tokenizer, the model has " + size
                                    + " (vocab_size); filter the input, or take the tokenizer that the model was"
                                    + " trained with")));
            assertThat(outcomes.get(1))
                    .isInstanceOfSatisfying(Rewards.Scored.class, scored -> assertThat((double) scored.reward())
                            .isCloseTo(row.score(), within(1e-4)));
            assertThat(outcomes.get(2)).isInstanceOf(Rewards.Scored.class);
        }
        assertThat(source.facts().warnings())
                .singleElement()
                .asString()
                .isEqualTo(String.format(
                        "the model has %d tokens (vocab_size), the tokenizer more: %d '<token %d>', %d '<token %d>',"
                                + " %d '<token %d>', %d '<token %d>', %d '<token %d>' and 2 others; texts that hold one"
                                + " are set aside",
                        IntStream.concat(
                                        IntStream.of(size),
                                        IntStream.range(size, size + 5).flatMap(id -> IntStream.of(id, id)))
                                .boxed()
                                .toArray()));
        assertThat(source(GoldenModels.folder(GOLDEN)).facts().warnings()).isEmpty();
    }

    private static String fingerprint(Path folder) {
        return source(folder).fingerprint();
    }

    private static FolderSource source(Path folder) {
        Settings settings = new SettingsReader()
                .flag("--model", "model.path", folder.toString())
                .set("model.device=cpu")
                .read(SettingsUse.CHECK);
        return FolderSource.read(settings.model(), settings.encode());
    }

    @Test
    void passesOverASwitchOfWindowsThatIsOffWhereThereAreNone() {
        BrokenCheckpoints checkpoints = new BrokenCheckpoints(scratch);
        Path off = checkpoints.withConfiguration(GOLDEN, config -> config.addProperty("use_sliding_window", false));
        Path on = checkpoints.withConfiguration(GOLDEN, config -> config.addProperty("use_sliding_window", true));

        assertThat(Checkpoint.read(off).config())
                .isEqualTo(Checkpoint.read(GoldenModels.folder(GOLDEN)).config());
        assertThatThrownBy(() -> Checkpoint.read(on))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("use_sliding_window is not an option of LlamaForSequenceClassification");
    }
}
