package io.prefscore.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.GoldenModels;
import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.model.TextFacts;
import io.prefscore.preference.Flag;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.LengthModel;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.Runs;
import io.prefscore.scoring.ScoreJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that can be scored and are odd, as inspecting and scoring count them. */
@OnOneSpark("sums of conditions")
@ExtendWith(LocalSpark.class)
class OddRowsTest {

    private record Pair(String prompt, String chosen, String rejected) {

        private boolean contradicts(Pair other) {
            return prompt.equals(other.prompt)
                    && chosen.equals(other.rejected)
                    && rejected.equals(other.chosen)
                    && !chosen.equals(rejected);
        }

        private String line(int number) {
            return "{\"id\": \"%d\", \"prompt\": \"%s\", \"chosen\": \"%s\", \"rejected\": \"%s\"}"
                    .formatted(number, prompt, chosen, rejected);
        }
    }

    @TempDir
    private Path folder;

    private static Settings settings(Path file, String... assignments) {
        SettingsReader reader = new SettingsReader().flag("--input", "input.paths", List.of(file.toString()));
        for (String assignment : assignments) {
            reader.set(assignment);
        }
        return reader.read(SettingsUse.INSPECT);
    }

    private Path write(List<Pair> pairs) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Pair pair : pairs) {
            lines.add(pair.line(lines.size()));
        }
        return Files.write(folder.resolve("pairs.jsonl"), lines);
    }

    private static Map<Flag, Long> inspected(SparkSession spark, Settings settings) {
        return InspectJob.run(spark, settings, Optional.empty(), progress -> {}).flagged();
    }

    private Map<Flag, Long> scored(SparkSession spark, Settings settings, String name) {
        return ScoreJob.run(
                        spark,
                        Runs.settings(settings.input(), folder.resolve(name)),
                        new LengthModel(
                                folder + name, folder.resolve(name + "-journal").toString()),
                        ProgressListener.SILENT)
                .rows()
                .flagged();
    }

    @Test
    void countsThemAlikeWhereverTheyStand(SparkSession spark) throws IOException {
        Random random = new Random(7);
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < 120; row++) {
            pairs.add(new Pair(
                    row % 40 == 0 ? " " : "p" + random.nextInt(4), "r" + random.nextInt(4), "r" + random.nextInt(4)));
        }
        pairs.add(new Pair("alone", "", "x"));
        long contradicted = pairs.stream()
                .filter(pair -> pairs.stream().anyMatch(pair::contradicts))
                .count();
        Map<Flag, Long> expected = Map.of(
                Flag.CONTRADICTED,
                contradicted,
                Flag.EMPTY_PROMPT,
                3L,
                Flag.EMPTY_RESPONSE,
                1L,
                Flag.IDENTICAL_RESPONSES,
                pairs.stream()
                        .filter(pair -> pair.chosen().equals(pair.rejected()))
                        .count());
        Settings settings = settings(write(pairs));

        assertThat(contradicted).isBetween(10L, 110L);
        assertThat(inspected(spark, settings)).isEqualTo(expected);
        assertThat(scored(spark, settings, "scored")).isEqualTo(expected);
    }

    @Test
    void countsTheModelsOwnSpecialTokens(SparkSession spark) throws IOException {
        Path file = write(List.of(
                new Pair("p", "a <|im_end|> b", "c"),
                new Pair("p<|endoftext|>", "d", "e"),
                new Pair("p", "<|im_ende|>", "< |im_end|>")));
        Settings settings = settings(file);
        TextFacts facts = TextFacts.read(
                new SettingsReader()
                        .flag(
                                "--model",
                                "model.path",
                                GoldenModels.folder("worldpm-tiny").toString())
                        .read(SettingsUse.CHECK)
                        .model(),
                settings.encode());

        assertThat(InspectJob.run(spark, settings, Optional.of(facts), progress -> {})
                        .flagged())
                .containsEntry(Flag.SPECIAL_TOKENS, 2L);
        assertThat(inspected(spark, settings)).doesNotContainKey(Flag.SPECIAL_TOKENS);
    }

    @Test
    void stopsWhereThereAreMoreThanTheLimit(SparkSession spark) throws IOException {
        Path file = write(List.of(
                new Pair("", "a", "b"),
                new Pair("p", "a", "b"),
                new Pair("p", "b", "a"),
                new Pair("q", "a", "b"),
                new Pair("q", "b", "c")));
        Settings atTheLimit =
                settings(file, "input.max-flagged.empty-prompt=20 %", "input.max-flagged.contradicted=0.4");
        Settings above = settings(file, "input.max-flagged.empty-prompt=19 %", "input.max-flagged.contradicted=0.4");

        assertThat(scored(spark, atTheLimit, "scored")).containsEntry(Flag.CONTRADICTED, 2L);
        assertThatThrownBy(() -> scored(spark, above, "stopped"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT))
                .hasMessageContaining("empty-prompt: 1 of 5 rows (20.0 %); input.max-flagged.empty-prompt is 19 %")
                .hasMessageNotContaining("contradicted:");
        assertThat(folder.resolve("stopped-journal")).doesNotExist();
        Inspection inspection = InspectJob.run(spark, above, Optional.empty(), progress -> {});
        assertThat(inspection.exceedsLimit(Flag.EMPTY_PROMPT)).isTrue();
        assertThat(inspection.exceedsLimit(Flag.CONTRADICTED)).isFalse();
    }

    @Test
    void refusesALimitOfNoFlag() {
        assertThatThrownBy(() -> settings(folder, "input.max-flagged.empty-promt=1 %"))
                .hasMessageContaining("input.max-flagged.empty-promt")
                .hasMessageContaining("the nearest is empty-prompt");
        assertThatThrownBy(() -> settings(folder, "input.max-flagged.empty-prompt=1.5"))
                .hasMessageContaining("must lie between 0 % and 100 %; found 150.0 %");
        assertThatThrownBy(() -> settings(folder, "input.max-flagged=3"))
                .hasMessageContaining("must be a group of shares");
    }
}
