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
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.Rewards;
import io.prefscore.preference.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden conversations: rewards of the reference from every model as an executor opens it, and from some through the whole
 * job, lines of JSON in.
 */
@OnOneSpark("what a job does with a model other tests show with both")
@ExtendWith(LocalSpark.class)
class GoldenJobTest {

    /** Of the spread of a model's scores. */
    private static final double TO_REFERENCE = 1e-4;

    private static final double TO_ITSELF = 1e-5;

    private static final EncodeSettings ENCODE = new EncodeSettings(
            Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.empty(), EncodeSettings.OnTooLong.SET_ASIDE);

    /** What is said of a conversation. */
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
    void givesTheReferencesRewardsWhereAnExecutorOpensTheModel(Path model) throws Exception {
        assertReferences(GoldenModels.reloadedRows(model), opened(model));
    }

    /** Models that differ in tokenizer, template, pooling and attention: the job hands all of them its texts the same way. */
    @ParameterizedTest
    @ValueSource(strings = {"worldpm-tiny", "gemma2-seqcls-tiny", "llama-yarn-oldstyle-spm"})
    void givesTheReferencesRewardsHoweverManyTasksScore(String name, SparkSession spark, @TempDir Path folder)
            throws Exception {
        Path model = GoldenModels.folder(name);
        List<GoldenRow> rows = GoldenModels.reloadedRows(model);
        Path input = Files.write(folder.resolve("golden.jsonl"), lines(rows));

        Map<String, Verdict> seven = score(spark, model, input, folder.resolve("seven"), 7);
        assertReferences(rows, seven);
        assertSame(opened(model), seven, GoldenModels.scale(rows));

        if (name.equals("worldpm-tiny")) {
            assertSame(score(spark, model, input, folder.resolve("one"), 1), seven, GoldenModels.scale(rows));
        }
    }

    private static void assertReferences(List<GoldenRow> rows, Map<String, Verdict> verdicts) {
        double scale = GoldenModels.scale(rows);
        assertThat(verdicts).hasSize(rows.size());
        for (int index = 0; index < rows.size(); index++) {
            Verdict verdict = verdicts.get(Integer.toString(index));
            assertThat(verdict.reward())
                    .as("row %d", index)
                    .isCloseTo(rows.get(index).score(), within(TO_REFERENCE * scale));
            assertThat(verdict.tokens())
                    .as("row %d", index)
                    .isEqualTo(rows.get(index).inputIds().length);
        }
    }

    private static void assertSame(Map<String, Verdict> ones, Map<String, Verdict> others, double scale) {
        assertThat(ones.keySet()).isEqualTo(others.keySet());
        ones.forEach((id, verdict) -> {
            assertThat(verdict.reward()).as(id).isCloseTo(reward(others, id), within(TO_ITSELF * scale));
            assertThat(verdict.tokens()).as(id).isEqualTo(others.get(id).tokens());
        });
    }

    /** Reads the model, ships it, opens it, and scores all conversations in one call: what tasks do, without them. */
    private static Map<String, Verdict> opened(Path model) throws Exception {
        FolderSource source = shipped(FolderSource.read(modelSettings(model), ENCODE));
        List<String> texts = new ArrayList<>();
        for (GoldenRow row : GoldenModels.reloadedRows(model)) {
            texts.add(source.renderer().render(row.messages()));
        }
        Map<String, Verdict> verdicts = new TreeMap<>();
        try (RewardModel opened = source.open(new ModelSource.Device.Cpu(1))) {
            for (Rewards.Outcome outcome : opened.score(texts).outcomes()) {
                Rewards.Scored scored = (Rewards.Scored) outcome;
                verdicts.put(Integer.toString(verdicts.size()), new Verdict(scored.reward(), scored.tokens()));
            }
        }
        return verdicts;
    }

    private static FolderSource shipped(FolderSource source) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(source);
        }
        return (FolderSource) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
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
        Settings settings = new Settings(
                Runs.input(input.toString()),
                ENCODE,
                modelSettings(model),
                StoreSettings.IN_OUTPUT,
                new ScoringSettings(OptionalLong.empty(), OptionalInt.of(partitions)),
                output.toString());
        RunSummary summary =
                ScoreJob.run(spark, settings, FolderSource.read(settings.model(), ENCODE), ProgressListener.SILENT);
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

    private static ModelSettings modelSettings(Path model) {
        return new ModelSettings(
                model.toString(),
                ModelSettings.Kind.CHECKPOINT,
                ModelSettings.DeviceKind.CPU,
                ModelSettings.Dtype.FLOAT32,
                ModelSettings.Pooling.AUTO,
                1024,
                2,
                ModelSettings.Sharing.ON,
                OptionalInt.of(1));
    }
}
