package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.GoldenModels;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TorchScript file that the user asked for: here a small one, made on the spot. */
final class TorchScriptSourceTest {

    /** The mean of the token ids. */
    private static final String MEAN = """
            class Mean(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Mean, ids: Tensor, mask: Tensor) -> Tensor:
                return torch.sum(torch.mul(torch.to(ids, 6), torch.to(mask, 6)), [1], False) / torch.sum(mask, [1], False)
            """;

    @TempDir
    private Path folder;

    @Test
    void scoresWithTheFile() throws IOException, ConversationRefused {
        Path golden = layOut();
        Files.write(folder.resolve("mean.pt"), TorchScriptArchive.of("Mean", MEAN));
        List<String> texts = GoldenModels.rows(golden).stream()
                .limit(5)
                .map(GoldenModels.GoldenRow::rendered)
                .toList();
        try (RewardModel model = source().open(new ModelSource.Device.Cpu(1));
                TextTokenizer tokenizer = TextTokenizer.read(folder, 4096)) {
            List<Rewards.Outcome> outcomes = model.score(texts).outcomes();
            for (int i = 0; i < texts.size(); i++) {
                int[] tokens = tokenizer.encode(texts.get(i));
                float mean = (float) Arrays.stream(tokens).average().orElseThrow();
                assertThat(outcomes.get(i)).isInstanceOfSatisfying(Rewards.Scored.class, scored -> {
                    assertThat(scored.reward()).isCloseTo(mean, Offset.offset(1e-3f));
                    assertThat(scored.tokens()).isEqualTo(tokens.length);
                });
            }
        }
    }

    @Test
    void refusesAFolderWithoutExactlyOneFile() throws IOException {
        layOut();

        assertThatThrownBy(this::source)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("exactly one .pt file; found 0");
    }

    @Test
    void refusesAFileThatIsNoTorchScript() throws IOException {
        layOut();
        Files.writeString(folder.resolve("mean.pt"), "no archive");

        assertThatThrownBy(() -> source().open(new ModelSource.Device.Cpu(1)).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("mean.pt: cannot be loaded as TorchScript");
    }

    /** Tokenizer and template of a golden model, without its weights. */
    private Path layOut() throws IOException {
        Path golden = GoldenModels.folder("qwen2-seqcls-tiny");
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            Files.copy(golden.resolve(name), folder.resolve(name));
        }
        return golden;
    }

    private TorchScriptSource source() {
        return TorchScriptSource.read(
                new ModelSettings(
                        folder.toString(),
                        ModelSettings.Kind.TORCHSCRIPT,
                        ModelSettings.DeviceKind.CPU,
                        ModelSettings.Dtype.AUTO,
                        ModelSettings.Pooling.AUTO,
                        4096,
                        8,
                        ModelSettings.Sharing.ON,
                        OptionalInt.empty()),
                new EncodeSettings(
                        Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.empty(), OnTooLong.SET_ASIDE),
                new Configuration());
    }
}
