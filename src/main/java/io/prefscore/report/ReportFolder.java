package io.prefscore.report;

import io.prefscore.config.Settings.Overwrite;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.WholeFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The folder that a report is written to: {@code tables/}, a page, and the numbers last, which say that the report is
 * finished. A finished one is never written over; what an unfinished one left is.
 */
public final class ReportFolder {

    /** Folder of the tables, within each of them. */
    public static final String TABLES = "tables";

    private static final String WORK = "_work";

    /** Names of the files in the folder. */
    public enum Kind {
        /** On scored comparisons. */
        REPORT("report.html", "metrics.json", "report", ""),
        /** On points of models of many sizes. */
        SCALING("scaling.html", "scaling.json", "scaling report", ""),
        /** On what a filter did, beside what it kept. */
        FILTER("filter.html", "receipt.json", "filter", "data train validation decisions");

        private final String page;
        private final String numbers;
        private final String label;
        /** Names of folders besides the usual ones, with spaces between them. */
        private final String more;

        Kind(String page, String numbers, String label, String more) {
            this.page = page;
            this.numbers = numbers;
            this.label = label;
            this.more = more;
        }

        /** Name of the file that is written last. */
        public String numbers() {
            return numbers;
        }

        /** Beginnings of names: a file that is being written has an ending besides. */
        private Stream<String> names() {
            return Stream.concat(folders(), Stream.of(page, numbers, "." + page, "." + numbers));
        }

        private Stream<String> folders() {
            return Stream.concat(
                    Stream.of(TABLES, WORK), Stream.of(more.split(" ")).filter(name -> !name.isEmpty()));
        }
    }

    private final Kind kind;
    /** A task carries what it writes; Spark warns of one beyond a megabyte. */
    private static final int ROWS_PER_FILE = 5_000;

    private final Path folder;
    private final FileSystem fileSystem;

    public ReportFolder(Kind kind, String folder, Configuration hadoop) {
        this.kind = kind;
        try {
            this.folder = new Path(folder);
            this.fileSystem = this.folder.getFileSystem(hadoop);
        } catch (IOException | IllegalArgumentException failure) {
            throw unusable(folder, failure);
        }
    }

    /**
     * Refuses where no report may be written, and clears away what an unfinished one left.
     *
     * @param overwrite whether a finished one goes, too
     */
    public void claim(Overwrite overwrite) {
        try {
            if (overwrite == Overwrite.OFF && isFinished()) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder + ": holds a finished " + kind.label
                                + "; remove it, choose another output folder, or give --overwrite");
            }
            if (fileSystem.exists(folder)) {
                refuseForeign();
            }
            fileSystem.delete(path(kind.numbers), false);
            for (String name : kind.folders().toList()) {
                fileSystem.delete(path(name), true);
            }
            fileSystem.mkdirs(folder);
        } catch (IOException failure) {
            throw unusable(folder.toString(), failure);
        }
    }

    private void refuseForeign() throws IOException {
        FileStatus status = fileSystem.getFileStatus(folder);
        if (!status.isDirectory()) {
            throw new UserError(UserError.Kind.OUTPUT, folder + ": is a file; output must be a folder");
        }
        boolean foreign = Arrays.stream(fileSystem.listStatus(folder))
                .map(file -> file.getPath().getName())
                .anyMatch(name -> kind.names().noneMatch(name::startsWith));
        if (foreign) {
            throw new UserError(
                    UserError.Kind.OUTPUT,
                    folder + ": holds files that are no " + kind.label
                            + " of ours; choose a folder that is empty or does not exist");
        }
    }

    private String table(String name) {
        return new Path(path(TABLES), name).toString();
    }

    /** Writes a tidy table, in more files than one where it is long. */
    public void writeTable(SparkSession spark, String name, List<Row> rows, StructType schema) {
        for (int from = 0; from == 0 || from < rows.size(); from += ROWS_PER_FILE) {
            spark.createDataFrame(rows.subList(from, Math.min(rows.size(), from + ROWS_PER_FILE)), schema)
                    .coalesce(1)
                    .write()
                    .mode(from == 0 ? "overwrite" : "append")
                    .parquet(table(name));
        }
    }

    /** A folder of the output's own, such as {@code decisions}. */
    public String folder(String name) {
        return path(name).toString();
    }

    /** A place for what is needed while the report is made. */
    public String work(String name) {
        return new Path(path(WORK), name).toString();
    }

    /** Writes the page. */
    public void writePage(String page) {
        try {
            WholeFile.write(fileSystem, path(kind.page), page);
        } catch (IOException failure) {
            throw unusable(folder.toString(), failure);
        }
    }

    /** Writes the numbers, after which the report is finished. */
    public void finish(String numbers) {
        try {
            fileSystem.delete(path(WORK), true);
            WholeFile.write(fileSystem, path(kind.numbers), numbers);
        } catch (IOException failure) {
            throw unusable(folder.toString(), failure);
        }
    }

    /** Whether a finished report is there. */
    boolean isFinished() {
        try {
            return fileSystem.exists(path(kind.numbers));
        } catch (IOException failure) {
            throw unusable(folder.toString(), failure);
        }
    }

    private Path path(String name) {
        return new Path(folder, name);
    }

    private static UserError unusable(String path, Exception failure) {
        return new UserError(
                UserError.Kind.OUTPUT, path + ": cannot be written: " + UserError.reason(failure), failure);
    }
}
