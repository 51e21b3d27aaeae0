package io.prefscore.ml;

import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Folders for what a session tries out, which driver and executors all see; they go with the driver. */
final class Scratch {

    /** Setting of Spark's that names a folder for it. */
    private static final String SETTING = "spark.prefscore.scratch";

    private static @Nullable Path root;

    private Scratch() {}

    /** The folder for a question, the same one for the same text. */
    static String folder(SparkSession spark, String question) {
        String name = UUID.nameUUIDFromBytes(question.getBytes(StandardCharsets.UTF_8))
                .toString();
        return new Path(root(spark), name).toString();
    }

    private static synchronized Path root(SparkSession spark) {
        Path known = root;
        if (known != null) {
            return known;
        }
        try {
            Path made = new Path(place(spark), "prefscore-" + UUID.randomUUID());
            FileSystem files = made.getFileSystem(spark.sparkContext().hadoopConfiguration());
            files.mkdirs(made);
            files.deleteOnExit(made);
            root = made;
            return made;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path place(SparkSession spark) throws IOException {
        String set = spark.conf().get(SETTING, "");
        if (!set.isBlank()) {
            return new Path(set);
        }
        if (spark.sparkContext().isLocal()) {
            return new Path(Files.createTempDirectory("prefscore-").toUri());
        }
        FileSystem shared = FileSystem.get(spark.sparkContext().hadoopConfiguration());
        if (shared.getUri().getScheme().equals("file")) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    SETTING + " must name a folder that driver and executors all see, since this cluster has no file"
                            + " system of its own; set it with spark.conf.set");
        }
        return new Path(shared.getHomeDirectory(), ".prefscore");
    }
}
