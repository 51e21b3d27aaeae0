package io.prefscore.scoring;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;

/** A driver of its own for a run whose model notes the devices that it is opened on. */
public final class GpuRun {

    private static final int PARTITIONS = 8;

    private GpuRun() {}

    /** Arguments: the input, the output, the model's journal. */
    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder().appName("gpu run").getOrCreate();
        try {
            ScoreJob.run(
                    spark,
                    Runs.settings(Runs.input(arguments[0]), Path.of(arguments[1]), OptionalInt.of(PARTITIONS)),
                    new LengthModel("gpu run", arguments[2]),
                    ProgressListener.SILENT);
        } finally {
            spark.stop();
        }
    }
}
