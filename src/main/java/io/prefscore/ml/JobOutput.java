package io.prefscore.ml;

import io.prefscore.nightly.NightTables;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportFolder;
import io.prefscore.scoring.ComparisonSlices;
import io.prefscore.scoring.RunRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a job wrote, by the names of its tables: a scoring run's {@code scores}, {@code comparisons} and {@code set-aside}; the
 * tables of a report, of scaling curves or of a filter's receipt, and with them the filter's {@code data} (or {@code train}
 * and {@code validation}) and {@code decisions}; of a folder of nights {@code nights}, {@code drift} and the
 * {@code statistics} of each. Driver side.
 *
 * <p>Serializable, but empty at the other end: a function that a notebook defines beside one of these takes it along to the
 * executors, whether it uses it or not.
 */
public final class JobOutput implements Serializable {

    /** Files that say that a folder is finished. */
    private static final String COMPARISONS = "comparisons";

    private static final List<String> RECORDS = Stream.concat(
                    Stream.of(RunRecord.FILE),
                    Stream.of(ReportFolder.Kind.values()).map(ReportFolder.Kind::numbers))
            .toList();

    private final transient String folder;
    private final transient Map<String, Supplier<Dataset<Row>>> tables;

    private JobOutput(String folder, Map<String, Supplier<Dataset<Row>>> tables) {
        this.folder = folder;
        this.tables = tables;
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
                Map<String, Supplier<Dataset<Row>>> tables = new TreeMap<>();
                if (isFinished(files, path)) {
                    add(spark, files, path, tables);
                    add(spark, files, new Path(path, ReportFolder.TABLES), tables);
                } else {
                    NightTables.read(spark, path.toString()).forEach((name, table) -> tables.put(name, () -> table));
                    requireAny(tables, path);
                }
                return new JobOutput(named, tables);
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
                    "no folder given; name the output of jobs/prefscore score, report, scaling, filter or nightly");
        }
        return folder.strip();
    }

    private static void requireAny(Map<String, Supplier<Dataset<Row>>> tables, Path folder) {
        if (tables.isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    folder + ": holds no finished output of prefscore (none of " + String.join(", ", RECORDS)
                            + " is there); name the output of jobs/prefscore score, report, scaling, filter or"
                            + " nightly");
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

    private static void add(
            SparkSession spark, FileSystem files, Path folder, Map<String, Supplier<Dataset<Row>>> tables)
            throws IOException {
        try {
            for (FileStatus file : files.listStatus(folder)) {
                if (isTable(files, file)) {
                    tables.put(file.getPath().getName(), () -> read(spark, file.getPath()));
                }
            }
        } catch (FileNotFoundException none) {
            // a scoring run keeps its tables beside its record, all others in a folder of their own
        }
    }

    private static Dataset<Row> read(SparkSession spark, Path path) {
        Dataset<Row> table = spark.read().parquet(path.toString());
        return path.getName().equals(COMPARISONS) ? ComparisonSlices.unpacked(table) : table;
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
        return new ArrayList<>(tables.keySet());
    }

    /**
     * A table.
     *
     * @throws UserError where there is none of that name
     */
    public Dataset<Row> table(String name) {
        return Plainly.call(() -> {
            Supplier<Dataset<Row>> table = tables.get(name);
            if (table == null) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        folder + ": holds no table " + name + "; it holds " + String.join(", ", tables.keySet()));
            }
            return table.get();
        });
    }

    /** Makes each table a view of the session, for SQL: {@code scaling-curves} with prefix {@code my_} is my_scaling_curves. */
    public void createViews(String prefix) {
        names().forEach(name -> table(name).createOrReplaceTempView(prefix + name.replace('-', '_')));
    }

    @Override
    public String toString() {
        return folder + ": " + String.join(", ", names());
    }
}
