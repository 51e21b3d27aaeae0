package io.prefscore.ml;

import io.prefscore.preference.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a job wrote, by the names of its tables: a scoring run's {@code scores}, {@code comparisons} and {@code set-aside}; the
 * tables of a report, of scaling curves or of a filter's receipt, and with them the filter's {@code data} (or {@code train}
 * and {@code validation}) and {@code decisions}. Driver side.
 *
 * <p>Serializable, but empty at the other end: a function that a notebook defines beside one of these takes it along to the
 * executors, whether it uses it or not.
 */
public final class JobOutput implements Serializable {

    private static final String TABLES = "tables";
    /** Files that say that a folder is finished. */
    private static final List<String> RECORDS = List.of("_RUN.json", "metrics.json", "scaling.json", "receipt.json");

    private final transient SparkSession spark;
    private final transient String folder;
    private final transient Map<String, String> paths;

    private JobOutput(SparkSession spark, String folder, Map<String, String> paths) {
        this.spark = spark;
        this.folder = folder;
        this.paths = paths;
    }

    /**
     * Opens a folder that {@code jobs/prefscore} wrote, whatever the command was.
     *
     * @throws UserError where there is none, or an unfinished one
     */
    public static JobOutput open(SparkSession spark, String folder) {
        return Plainly.call(() -> {
            String named = named(folder);
            try {
                Path path = new Path(named);
                FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
                requireFinished(files, path);
                Map<String, String> paths = new TreeMap<>();
                add(files, path, paths);
                add(files, new Path(path, TABLES), paths);
                return new JobOutput(spark, named, paths);
            } catch (IOException | IllegalArgumentException failure) {
                throw new UserError(
                        UserError.Kind.INPUT, folder + ": cannot be read: " + UserError.reason(failure), failure);
            }
        });
    }

    /** The folder that a user named, without spaces around it. */
    static String named(String folder) {
        if (folder.isBlank()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    "no folder given; name the output of jobs/prefscore score, report, scaling or filter");
        }
        return folder.strip();
    }

    private static void requireFinished(FileSystem files, Path folder) throws IOException {
        if (!isFinished(files, folder)) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    folder + ": holds no finished output of prefscore (none of " + String.join(", ", RECORDS)
                            + " is there); name the output of jobs/prefscore score, report, scaling or filter");
        }
    }

    private static boolean isFinished(FileSystem files, Path folder) throws IOException {
        for (String record : RECORDS) {
            if (files.exists(new Path(folder, record))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a folder can be opened. */
    static boolean isFinished(SparkSession spark, String folder) {
        try {
            Path path = new Path(folder);
            return isFinished(path.getFileSystem(spark.sparkContext().hadoopConfiguration()), path);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void add(FileSystem files, Path folder, Map<String, String> paths) throws IOException {
        try {
            for (FileStatus file : files.listStatus(folder)) {
                if (isTable(files, file)) {
                    paths.put(file.getPath().getName(), file.getPath().toString());
                }
            }
        } catch (FileNotFoundException none) {
            // a scoring run keeps its tables beside its record, all others in a folder of their own
        }
    }

    private static boolean isTable(FileSystem files, FileStatus file) throws IOException {
        String name = file.getPath().getName();
        return file.isDirectory()
                && !name.startsWith("_")
                && Arrays.stream(files.listStatus(file.getPath()))
                        .anyMatch(part -> part.getPath().getName().endsWith(".parquet"));
    }

    /** The folder, as the user named it. */
    public String folder() {
        return folder;
    }

    /** Names of the tables, in alphabetical order. */
    public List<String> names() {
        return new ArrayList<>(paths.keySet());
    }

    /**
     * A table.
     *
     * @throws UserError where there is none of that name
     */
    public Dataset<Row> table(String name) {
        return Plainly.call(() -> {
            String path = paths.get(name);
            if (path == null) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        folder + ": holds no table " + name + "; it holds " + String.join(", ", paths.keySet()));
            }
            return spark.read().parquet(path);
        });
    }

    /** Makes each table a view of the session, for SQL: {@code scaling-curves} with prefix {@code my_} is my_scaling_curves. */
    public void createViews(String prefix) {
        names().forEach(name -> table(name).createOrReplaceTempView(prefix + name.replace('-', '_')));
    }
}
