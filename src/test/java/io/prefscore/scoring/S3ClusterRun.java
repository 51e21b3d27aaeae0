package io.prefscore.scoring;

import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.model.CheckpointSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;

/** A driver of its own for a run on a cluster whose model stands on S3. */
public final class S3ClusterRun {

    /** Enough for each of three executors to be stopped in its third task. */
    private static final int TASKS = 12;

    private S3ClusterRun() {}

    /** Arguments: the input, the output, the model, the journals' folder, a file of Hadoop's settings. */
    public static void main(String[] arguments) throws IOException {
        Properties hadoop = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[4]))) {
            hadoop.load(reader);
        }
        SparkSession.Builder builder = SparkSession.builder().appName("cluster run from S3");
        hadoop.stringPropertyNames().forEach(key -> builder.config("spark.hadoop." + key, hadoop.getProperty(key)));
        Settings settings = ClusterRun.settings(
                arguments[0],
                arguments[1],
                arguments[2],
                new ScoringSettings(OptionalLong.empty(), OptionalInt.of(TASKS)));
        SparkSession spark = builder.getOrCreate();
        try {
            CheckpointSource source = CheckpointSource.read(
                    settings.model(), settings.encode(), spark.sparkContext().hadoopConfiguration());
            ScoreJob.run(spark, settings, new JournaledSource(source, arguments[3]), ProgressListener.SILENT);
        } finally {
            spark.stop();
        }
    }
}
