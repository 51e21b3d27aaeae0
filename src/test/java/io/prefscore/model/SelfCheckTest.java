package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.GoldenModels;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check before the first row, of models that are allowed few tokens. */
class SelfCheckTest {

    private static final String MODEL = "llama-yarn-oldstyle-spm";

    /** The long conversation of the check has more tokens than any of these. */
    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60})
    void passesWithFewTokens(int maxTokens) {
        ModelSource source = source(maxTokens);
        try (RewardModel model = source.open(new ModelSource.Device.Cpu(1))) {
            assertThat(SelfCheck.largestDifference(model, source.renderer())).isLessThan(1e-4);
        }
    }

    @Test
    void saysThatNoConversationFits() {
        assertThatThrownBy(() -> source(5).open(new ModelSource.Device.Cpu(1)).close())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "self-check: even a question and an answer of one letter are not scored: too-long, ")
                .hasMessageEndingWith("the limit is 5; raise encode.max-tokens, or look at the tokenizer")
                .hasMessageNotContaining("Refused[");
    }

    private static FolderSource source(int maxTokens) {
        Settings settings = new SettingsReader()
                .flag("--model", "model.path", GoldenModels.folder(MODEL).toString())
                .set("model.device=cpu")
                .set("encode.max-tokens=" + maxTokens)
                .read(SettingsUse.CHECK);
        return FolderSource.read(settings.model(), settings.encode());
    }
}
