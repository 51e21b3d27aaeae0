package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.GoldenModels;
import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.model.CheckpointSource;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.model.Rewards;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody changes a model, the data or the output in the midst of a run. */
@OnOneSpark("files of a model and of data are looked at by Java and Hadoop; ScoreJobTest runs the job with both")
@ExtendWith(LocalSpark.class)
class ReplacedFilesTest {

    private static final int ROWS = 24;

    /** How often a test's interference has taken place; executors of local mode are this process. */
    private static final AtomicInteger DONE = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path model;
    private Path input;

    @BeforeEach
    void copyTheModel() throws IOException {
        DONE.set(0);
        model = Files.createDirectory(folder.resolve("model"));
        try (Stream<Path> files = Files.list(GoldenModels.folder("worldpm-tiny"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        input = writeData("pairs.jsonl", "more than");
    }

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private Path writeData(String name, String words) throws IOException {
        return Files.write(
                folder.resolve(name),
                IntStream.range(10, 10 + ROWS)
                        .mapToObj(row -> "{\"prompt\": \"What is " + row + "?\", \"chosen\": \"One " + words + " "
                                + (row - 1) + ".\", \"rejected\": \"Less than " + row + ".\"}")
                        .toList());
    }

    private Path weights() {
        return model.resolve("model-00007-of-00007.safetensors");
    }

    private Path output(String name) {
        return folder.resolve(name);
    }

    private Settings settings(String output) {
        return ClusterRun.settings(
                input.toString(),
                output(output).toString(),
                model.toString(),
                new ScoringSettings(OptionalLong.empty(), OptionalInt.of(1)));
    }

    private RunSummary score(SparkSession spark, String output, Interference interference) {
        Settings settings = settings(output);
        ModelSource source = CheckpointSource.read(settings.model(), settings.encode());
        return ScoreJob.run(spark, settings, new DisturbedSource(source, interference), ProgressListener.SILENT);
    }

    private List<Path> committedWaves(String output) throws IOException {
        try (Stream<Path> files = Files.walk(output(output))) {
            return files.filter(file -> file.toString().contains("wave=") && file.endsWith("_SUCCESS"))
                    .toList();
        }
    }

    private interface Action extends Serializable {

        void run() throws IOException;
    }

    /** What is done before the model is opened, and after it has scored a text of a call. */
    private record Interference(Action beforeOpening, Action afterScoring) implements Serializable {

        static final Interference NONE = new Interference(() -> {}, () -> {});

        static Interference beforeOpening(Action action) {
            return new Interference(action, () -> {});
        }

        static Interference afterScoring(Action action) {
            return new Interference(() -> {}, action);
        }
    }

    /** A source that is interfered with. */
    private record DisturbedSource(ModelSource source, Interference interference) implements ModelSource {

        @Override
        public String fingerprint() {
            return source.fingerprint();
        }

        @Override
        public ConversationRenderer renderer() {
            return source.renderer();
        }

        @Override
        public RewardModel open(Device device) {
            act(interference.beforeOpening());
            RewardModel opened = source.open(device);
            return new RewardModel() {
                @Override
                public Rewards score(List<String> texts) {
                    opened.score(texts.subList(0, 1));
                    act(interference.afterScoring());
                    return opened.score(texts);
                }

                @Override
                public int charactersPerCall() {
                    return opened.charactersPerCall();
                }

                @Override
                public boolean isCurrent() {
                    return opened.isCurrent();
                }

                @Override
                public void close() {
                    opened.close();
                }
            };
        }

        private static void act(Action action) {
            try {
                action.run();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Other numbers in the same place, length and time of modification kept. */
    private static void overwriteInPlace(Path weights) throws IOException {
        FileTime before = Files.getLastModifiedTime(weights);
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            byte[] last = new byte[64];
            file.seek(file.length() - last.length);
            file.write(last);
        }
        Files.setLastModifiedTime(weights, before);
        DONE.incrementAndGet();
    }

    @Test
    void refusesWeightsThatWereReplacedBeforeTheyWereLoaded(SparkSession spark) throws IOException {
        String weights = weights().toString();
        Interference replace = Interference.beforeOpening(() -> {
            Path other = Files.copy(Path.of(weights), Path.of(weights + ".new"));
            overwriteInPlace(other);
            Files.move(other, Path.of(weights), StandardCopyOption.REPLACE_EXISTING);
        });

        assertThatThrownBy(() -> score(spark, "out", replace))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "model-00007-of-00007.safetensors: is not what the driver read when the run began")
                .extracting(failure -> ((UserError) failure).kind())
                .isEqualTo(UserError.Kind.MODEL);
        assertThat(DONE.get()).isPositive();
        assertThat(committedWaves("out")).isEmpty();
    }

    @Test
    void keepsNoRewardsOfWeightsThatWereOverwrittenInPlace(SparkSession spark) throws IOException {
        RunSummary before = score(spark, "before", Interference.NONE);
        assertThat(before.rows().scored()).isEqualTo(ROWS);
        ModelHolder.closeAll();
        Settings settings = settings("out");
        String fingerprint =
                CheckpointSource.read(settings.model(), settings.encode()).fingerprint();
        String weights = weights().toString();
        Interference overwrite = Interference.afterScoring(() -> {
            overwriteInPlace(Path.of(weights));
        });

        assertThatThrownBy(() -> score(spark, "out", overwrite))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model-00007-of-00007.safetensors")
                // the task's first try says by whom, the later ones what they find
                .hasMessageContaining("leave a model's files alone while a run goes on")
                .extracting(failure -> ((UserError) failure).kind())
                .isEqualTo(UserError.Kind.MODEL);
        assertThat(DONE.get()).isPositive();
        assertThat(committedWaves("out")).isEmpty();
        assertThat(CheckpointSource.read(settings.model(), settings.encode()).fingerprint())
                .as("the remembered hash is of other weights")
                .isNotEqualTo(fingerprint);
    }

    /** As after a second download: other files, the same content. */
    @Test
    void opensAModelAnewWhoseFilesWerePutThereAgain(SparkSession spark) throws IOException {
        score(spark, "before", Interference.NONE);
        int loads = ModelHolder.loads();
        Path other = Files.copy(weights(), folder.resolve("other"));
        Files.move(other, weights(), StandardCopyOption.REPLACE_EXISTING);

        RunSummary again = score(spark, "again", Interference.NONE);

        assertThat(again.rows().scored()).isEqualTo(ROWS);
        assertThat(ModelHolder.loads()).isEqualTo(loads + 1);
    }

    @Test
    void namesAnInputFileThatWasReplaced(SparkSession spark) throws IOException {
        Path other = writeData("other", "less than");
        assertThat(Files.size(other)).isEqualTo(Files.size(input));
        String from = other.toString();
        String to = input.toString();
        Interference replace = Interference.afterScoring(() -> {
            if (Files.exists(Path.of(from))) {
                Files.setLastModifiedTime(Path.of(from), FileTime.fromMillis(1));
                Files.move(Path.of(from), Path.of(to), StandardCopyOption.REPLACE_EXISTING);
                DONE.incrementAndGet();
            }
        });

        assertThatThrownBy(() -> score(spark, "out", replace))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("pairs.jsonl: was written to, replaced or removed while it was read")
                .extracting(failure -> ((UserError) failure).kind())
                .isEqualTo(UserError.Kind.INPUT);
        assertThat(DONE.get()).isEqualTo(1);
        assertThat(output("out").resolve("_RUN.json")).doesNotExist();
    }

    @Test
    void saysThatALaterStartHasTakenTheRunOver(SparkSession spark) {
        Settings settings = settings("out");
        String identity = RunRecord.identity(settings, CheckpointSource.read(settings.model(), settings.encode()));
        String output = settings.output();
        Interference takeOver = Interference.afterScoring(() -> {
            new OutputFolder(output, identity, Settings.Overwrite.OFF, new org.apache.hadoop.conf.Configuration())
                    .claim();
            DONE.incrementAndGet();
        });

        assertThatThrownBy(() -> score(spark, "out", takeOver))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the same run was started again elsewhere and goes on there")
                .extracting(failure -> ((UserError) failure).kind())
                .isEqualTo(UserError.Kind.OUTPUT);
        assertThat(DONE.get()).isPositive();
    }
}
