package io.prefscore.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfFolderTest {

    private static final Path FOLDER = Path.of("conf");

    @TempDir
    private Path folder;

    static Stream<Path> files() throws IOException {
        try (Stream<Path> listing = Files.list(FOLDER)) {
            return listing
                    .filter(file -> file.toString().endsWith(".conf"))
                    // properties of Spark's, and what needs no model
                    .filter(file -> !String.valueOf(file.getFileName()).matches("(spark|filter)-.*"))
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

    @Test
    void cleansANoisySetBeforeItsShapeChanges() {
        FilterSettings clean = filter("clean");

        assertThat(clean.policies())
                .containsExactly(
                        new FilterPolicy.ExactDuplicates(
                                FilterPolicy.Same.PROMPT_AND_RESPONSES, FilterPolicy.Keep.LARGEST_MARGIN),
                        FilterPolicy.Agreement.DEFAULTS);
        assertThat(clean.shape()).isEqualTo(FilterSettings.Shape.AUTO);
    }

    @Test
    void buildsPairsThatTrainersRead() {
        FilterSettings pairs = filter("pairs");

        assertThat(pairs.policies())
                .extracting(FilterPolicy::label)
                .containsExactly("near-duplicates", "reward", "pairs");
        assertThat(pairs.shape()).isEqualTo(FilterSettings.Shape.PREFERENCE_CONVERSATIONAL);
    }

    @Test
    void curatesAStrongSetAndHoldsSomeBack() {
        FilterSettings strong = filter("strong");

        assertThat(strong.policies())
                .extracting(FilterPolicy::label)
                .containsExactly("near-duplicates", "label-confidence", "length-balance", "sample");
        assertThat(strong.validation()).isEqualTo(0.05);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean", "pairs", "strong"})
    void readsThePoliciesThatAreCommentedOutToo(String recipe) throws IOException {
        Path file = FOLDER.resolve("filter-" + recipe + ".conf");
        String all = Files.readString(file).replaceAll("(?m)^(\\s*)# (\\{ .*\\} \\})$", "$1$2");
        long commented = Files.readString(file)
                .lines()
                .filter(line -> line.strip().startsWith("# {"))
                .count();

        FilterSettings settings = new SettingsReader()
                .file(Files.writeString(folder.resolve("all.conf"), all))
                .set("filter.scores=run")
                .set("output.path=out")
                .read(SettingsUse.FILTER)
                .filter();

        assertThat(settings.policies())
                .hasSize((int) commented + filter(recipe).policies().size());
    }

    private static FilterSettings filter(String recipe) {
        return new SettingsReader()
                .file(FOLDER.resolve("filter-" + recipe + ".conf"))
                .set("filter.scores=run")
                .set("output.path=out")
                .read(SettingsUse.FILTER)
                .filter();
    }

    private static Settings read(Path file) {
        return new SettingsReader()
                .file(file)
                .flag("--model", "model.path", "m")
                .read(SettingsUse.CHECK);
    }
}
