package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.BrokenCheckpoints;
import io.prefscore.GoldenModels;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
