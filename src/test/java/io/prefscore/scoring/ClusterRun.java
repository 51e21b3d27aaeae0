package io.prefscore.scoring;

import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import io.prefscore.model.CheckpointSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** A driver of its own for a run on a cluster. */
public final class ClusterRun {

    /** Enough for each of two executors to finish two tasks and to be stopped in its third. */
    static final int PARTITIONS = 8;

    /** A task for each core. */
    private static final int TASKS_OF_SMALL_WAVES = 2;

    /** Longer texts are set aside. */
    static final int MAX_TOKENS = 600;

    private ClusterRun() {}

    /** Arguments: the input, the output, the checkpoint's folder, the journals' folder, and characters of a wave if need be. */
    public static void main(String[] arguments) {
        OptionalLong wave = arguments.length > 4 ? OptionalLong.of(Long.parseLong(arguments[4])) : OptionalLong.empty();
        int tasks = wave.isPresent() ? TASKS_OF_SMALL_WAVES : PARTITIONS;
        Settings settings =
                settings(arguments[0], arguments[1], arguments[2], new ScoringSettings(wave, OptionalInt.of(tasks)));
        CheckpointSource source = CheckpointSource.read(settings.model(), settings.encode());
        SparkSession spark = SparkSession.builder().appName("cluster run").getOrCreate();
        try {
            ScoreJob.run(spark, settings, new JournaledSource(source, arguments[3]), ProgressListener.SILENT);
        } finally {
            spark.stop();
        }
    }

    static List<String> arguments(String input, String output, String model, String journals) {
        return List.of(input, output, model, journals);
    }

    static Settings settings(String input, String output, String model, ScoringSettings scoring) {
        return new Settings(
                Runs.input(input),
                new EncodeSettings(
                        Optional.of(""),
                        LocalDate.of(2026, 1, 1),
                        OptionalInt.of(MAX_TOKENS),
                        EncodeSettings.OnTooLong.SET_ASIDE),
                new ModelSettings(
                        model,
                        ModelSettings.Kind.CHECKPOINT,
                        ModelSettings.DeviceKind.CPU,
                        ModelSettings.Dtype.FLOAT32,
                        ModelSettings.Pooling.AUTO,
                        2048,
                        1,
                        ModelSettings.Sharing.ON,
                        OptionalInt.empty()),
                StoreSettings.IN_OUTPUT,
                scoring,
                output);
    }
}
