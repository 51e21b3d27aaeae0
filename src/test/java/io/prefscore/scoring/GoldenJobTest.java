package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.prefscore.GoldenModels;
import io.prefscore.GoldenModels.GoldenRow;
import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import io.prefscore.model.FolderSource;
import io.prefscore.preference.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden conversations through the whole job: lines of JSON in, rewards of the reference out. */
@OnOneSpark("21 models in the same job, which other tests run with both; with each of them it takes a minute")
@ExtendWith(LocalSpark.class)
class GoldenJobTest {

    /** Of the spread of a model's scores. */
    private static final double TO_REFERENCE = 1e-4;

    private static final double TO_ITSELF = 1e-5;

    /** One model of each architecture: with these, one task is compared with seven. */
    private static final Set<String> ALSO_ALONE = Set.of(
            "worldpm-tiny",
            "qwen2-seqcls-tiny",
            "qwen3-yarn-tiny",
            "llama-seqcls-tiny",
            "mistral-window-tiny",
            "gemma2-seqcls-tiny");

    /** What the job says of a conversation. */
    private record Verdict(double reward, int tokens) {}

    static Stream<Path> models() {
        return GoldenModels.folders().stream();
    }

    @AfterAll
    static void closeModels() {
        ModelHolder.closeAll();
    }

    @ParameterizedTest
    @MethodSource("models")
    void givesTheReferencesRewardsHoweverManyTasksScore(Path model, SparkSession spark, @TempDir Path folder)
            throws Exception {
        List<GoldenRow> rows = GoldenModels.reloadedRows(model);
        double scale = GoldenModels.scale(rows);
        Path input = Files.write(folder.resolve("golden.jsonl"), lines(rows));

        Map<String, Verdict> seven = score(spark, model, input, folder.resolve("seven"), 7);
        assertThat(seven).hasSize(rows.size());
        for (int index = 0; index < rows.size(); index++) {
            Verdict verdict = seven.get(Integer.toString(index));
            assertThat(verdict.reward())
                    .as("row %d", index)
                    .isCloseTo(rows.get(index).score(), within(TO_REFERENCE * scale));
            assertThat(verdict.tokens())
                    .as("row %d", index)
                    .isEqualTo(rows.get(index).inputIds().length);
        }

        if (ALSO_ALONE.contains(String.valueOf(model.getFileName()))) {
            Map<String, Verdict> one = score(spark, model, input, folder.resolve("one"), 1);
            assertThat(one.keySet()).isEqualTo(seven.keySet());
            one.forEach((id, verdict) -> {
                assertThat(verdict.reward()).as(id).isCloseTo(reward(seven, id), within(TO_ITSELF * scale));
                assertThat(verdict.tokens()).as(id).isEqualTo(seven.get(id).tokens());
            });
        }
    }

    private static double reward(Map<String, Verdict> verdicts, String id) {
        return verdicts.get(id).reward();
    }

    private static List<String> lines(List<GoldenRow> rows) {
        List<String> lines = new ArrayList<>();
        for (GoldenRow row : rows) {
            JsonArray turns = new JsonArray();
            for (Message message : row.messages()) {
                JsonObject turn = new JsonObject();
                turn.addProperty("role", message.role());
                turn.addProperty("content", message.content());
                turns.add(turn);
            }
            JsonObject line = new JsonObject();
            line.addProperty("id", Integer.toString(lines.size()));
            line.add("messages", turns);
            lines.add(line.toString());
        }
        return lines;
    }

    private static Map<String, Verdict> score(SparkSession spark, Path model, Path input, Path output, int partitions) {
        EncodeSettings encode = new EncodeSettings(
                Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.empty(), EncodeSettings.OnTooLong.SET_ASIDE);
        Settings settings = new Settings(
                Runs.input(input.toString()),
                encode,
                new ModelSettings(
                        model.toString(),
                        ModelSettings.Kind.CHECKPOINT,
                        ModelSettings.DeviceKind.CPU,
                        ModelSettings.Dtype.FLOAT32,
                        ModelSettings.Pooling.AUTO,
                        1024,
                        2,
                        ModelSettings.Sharing.ON,
                        OptionalInt.of(1)),
                StoreSettings.IN_OUTPUT,
                new ScoringSettings(OptionalLong.empty(), OptionalInt.of(partitions)),
                output.toString());
        RunSummary summary =
                ScoreJob.run(spark, settings, FolderSource.read(settings.model(), encode), ProgressListener.SILENT);
        assertThat(summary.rows().allSetAside()).isZero();
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (Row row : spark.read()
                .parquet(output.resolve("scores").toString())
                .selectExpr("id", "prefscore.rewards[0]", "prefscore.tokens[0]")
                .collectAsList()) {
            verdicts.put(row.getString(0), new Verdict(row.getFloat(1), row.getInt(2)));
        }
        return verdicts;
    }
}
