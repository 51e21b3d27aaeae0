package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.prefscore.BrokenCheckpoints;
import io.prefscore.GoldenModels;
import io.prefscore.GoldenModels.GoldenRow;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.EncodeSettings.OnTooLong;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSettings.Sharing;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.preference.UserError;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden model against the reference implementation, and against itself however its work is cut. */
final class GoldenScoresTest {

    /** Of one standard deviation of the scores; see the exactness contract in {@code src/site/markdown/models.md}. */
    private static final double TO_REFERENCE = 1e-4;

    private static final double TO_ITSELF = 1e-5;

    /** Of each model: 63 ways of cutting the work in all. */
    private static final int ROUNDS = 3;

    static Stream<Path> models() {
        return GoldenModels.folders().stream();
    }

    static Stream<BrokenCheckpoints.Case> broken() {
        return BrokenCheckpoints.cases().stream()
                .filter(broken -> !broken.name().contains("template"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void tokenizesAsTheReference(Path folder) throws ConversationRefused {
        try (TextTokenizer tokenizer = TextTokenizer.read(folder, 4096)) {
            for (GoldenRow row : GoldenModels.rows(folder)) {
                assertThat(Arrays.stream(tokenizer.encode(row.rendered()))
                                .asLongStream()
                                .toArray())
                        .as(row.rendered())
                        .isEqualTo(row.inputIds());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void scoresAsTheReference(Path folder) {
        List<GoldenRow> rows = GoldenModels.reloadedRows(folder);
        double scale = GoldenModels.scale(rows);
        float[] rewards = score(folder, rows.stream().map(GoldenRow::rendered).toList(), 1024, 4, Sharing.ON, 2);
        double worst = 0;
        for (int i = 0; i < rewards.length; i++) {
            worst = Math.max(worst, Math.abs(rewards[i] - rows.get(i).score()));
        }
        System.out.printf("%-45s largest difference %.1e s%n", folder.getFileName(), worst / scale);
        assertThat(worst).isCloseTo(0, within(TO_REFERENCE * scale));
    }

    @ParameterizedTest
    @MethodSource("models")
    void scoresTheSameHoweverTheWorkIsCut(Path folder) {
        List<GoldenRow> rows = GoldenModels.rows(folder);
        double scale = GoldenModels.scale(rows);
        List<String> texts =
                new ArrayList<>(rows.stream().map(GoldenRow::rendered).toList());
        float[] alone = score(folder, texts, 1, 1, Sharing.OFF, 1);
        Random random = new Random(folder.getFileName().toString().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            int budget = 1 + random.nextInt(3000);
            Sharing sharing = random.nextInt(4) == 0 ? Sharing.OFF : Sharing.ON;
            float[] rewards = score(
                    folder,
                    order.stream().map(texts::get).toList(),
                    budget,
                    1 + random.nextInt(4),
                    sharing,
                    1 + random.nextInt(2));
            for (int i = 0; i < rewards.length; i++) {
                assertThat((double) rewards[i])
                        .as("row %d, budget %d, sharing %s", order.get(i), budget, sharing)
                        .isCloseTo(alone[order.get(i)], within(TO_ITSELF * scale));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesABrokenCheckpointAndSaysWhatIsWrong(BrokenCheckpoints.Case broken, @TempDir Path folder) {
        Path checkpoint = broken.breakage().apply(new BrokenCheckpoints(folder));
        assertThatThrownBy(() -> open(checkpoint, 1024, 4, Sharing.ON, 1).close())
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.MODEL))
                .hasMessageContainingAll(broken.mustSay().toArray(String[]::new));
    }

    @Test
    void setsALongConversationAsideOrCutsItWhereAskedTo() {
        Path folder = GoldenModels.folder("worldpm-tiny");
        String text = GoldenModels.rows(folder).get(0).rendered();
        for (OnTooLong policy : OnTooLong.values()) {
            EncodeSettings encode =
                    new EncodeSettings(Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.of(50), policy);
            try (RewardModel model = CheckpointRewardModel.open(
                    folder, Device.cpu(), 1, DataType.FLOAT32, settings(folder, 1024, 4, Sharing.ON), encode)) {
                Rewards.Outcome outcome = model.score(List.of(text)).outcomes().get(0);
                if (policy == OnTooLong.SET_ASIDE) {
                    assertThat(outcome).isInstanceOf(Rewards.Refused.class);
                } else {
                    assertThat(outcome).isInstanceOfSatisfying(Rewards.Scored.class, scored -> {
                        assertThat(scored.tokens()).isEqualTo(50);
                        assertThat(scored.truncated()).isPositive();
                    });
                }
            }
        }
    }

    private static float[] score(Path folder, List<String> texts, int budget, int sweep, Sharing sharing, int threads) {
        try (RewardModel model = open(folder, budget, sweep, sharing, threads)) {
            List<Rewards.Outcome> outcomes = model.score(texts).outcomes();
            float[] rewards = new float[outcomes.size()];
            for (int i = 0; i < rewards.length; i++) {
                rewards[i] = ((Rewards.Scored) outcomes.get(i)).reward();
            }
            return rewards;
        }
    }

    private static RewardModel open(Path folder, int budget, int sweep, Sharing sharing, int threads) {
        EncodeSettings encode = new EncodeSettings(
                Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.empty(), OnTooLong.SET_ASIDE);
        return CheckpointRewardModel.open(
                folder, Device.cpu(), threads, DataType.FLOAT32, settings(folder, budget, sweep, sharing), encode);
    }

    private static ModelSettings settings(Path folder, int budget, int sweep, Sharing sharing) {
        return new ModelSettings(
                folder.toString(),
                ModelSettings.Kind.CHECKPOINT,
                ModelSettings.DeviceKind.CPU,
                ModelSettings.Dtype.FLOAT32,
                ModelSettings.Pooling.AUTO,
                budget,
                sweep,
                sharing,
                OptionalInt.empty());
    }
}
