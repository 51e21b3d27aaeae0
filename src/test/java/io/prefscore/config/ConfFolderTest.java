package io.prefscore.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfFolderTest {

    private static final Path FOLDER = Path.of("conf");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> listing = Files.list(FOLDER)) {
            return listing
                    .filter(file -> file.toString().endsWith(".conf"))
                    // properties of Spark's
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("spark-"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void parsesAndLetsTheCommandNameTheModel(Path file) {
        Settings settings = read(file);

        assertThat(settings.model().path()).isEqualTo("m");
        // a model without weights pools nothing
        if (settings.model().kind().needsFolder()) {
            assertThat(settings.model().pooling()).isNotEqualTo(ModelSettings.Pooling.AUTO);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-helpsteer2", "-ultrafeedback", "-rlhflow"})
    void givesWorldPmAnEmptySystemTurn(String fineTune) {
        Settings settings = read(FOLDER.resolve("worldpm-72b" + fineTune + ".conf"));

        assertThat(settings.encode().systemPrompt()).contains("");
        assertThat(settings.model().pooling()).isEqualTo(ModelSettings.Pooling.LAST_TOKEN);
    }

    @Test
    void givesTheMathModelItsInstruction() {
        assertThat(read(FOLDER.resolve("qwen2.5-math-rm-72b.conf")).encode().systemPrompt())
                .contains("Please reason step by step, and put your final answer within \\boxed{}.");
    }

    @Test
    void givesSkyworkNoSystemTurn() {
        assertThat(read(FOLDER.resolve("skywork-reward-v2.conf")).encode().systemPrompt())
                .isEmpty();
    }

    @Test
    void tellsANightEverythingItNeeds() {
        Settings settings =
                new SettingsReader().file(FOLDER.resolve("nightly.conf")).read(SettingsUse.NIGHTLY);

        assertThat(settings.encode().systemPrompt()).contains("");
        assertThat(settings.store().path()).contains(settings.nightly().root().orElseThrow() + "/store");
        assertThat(settings.nightly().drift())
                .isEqualTo(SettingsReader.defaults().nightly().drift());
    }

    private static Settings read(Path file) {
        return new SettingsReader()
                .file(file)
                .flag("--model", "model.path", "m")
                .read(SettingsUse.CHECK);
    }
}
