package io.prefscore.report;

import io.prefscore.preference.UserError;
import io.prefscore.scoring.WholeFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that a report is written to: {@code tables/}, {@code report.html}, and {@code metrics.json} last, which says that
 * the report is finished. A finished one is never written over; what an unfinished one left is.
 */
final class ReportFolder {

    private static final String METRICS = "metrics.json";
    private static final String PAGE = "report.html";
    private static final String TABLES = "tables";
    private static final String WORK = "_work";
    /** Beginnings of names: a file that is being written has an ending besides. */
    private static final Set<String> OURS = Set.of(PAGE, METRICS, TABLES, WORK, "." + PAGE, "." + METRICS);

    private final Path folder;
    private final FileSystem fileSystem;

    ReportFolder(String folder, Configuration hadoop) {
        try {
            this.folder = new Path(folder);
            this.fileSystem = this.folder.getFileSystem(hadoop);
        } catch (IOException | IllegalArgumentException failure) {
            throw unusable(folder, failure);
        }
    }

    /** Refuses where no report may be written, and clears away what an unfinished one left. */
    void claim() {
        try {
            if (fileSystem.exists(path(METRICS))) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder + ": holds a finished report; remove it or choose another output folder");
            }
            if (fileSystem.exists(folder)) {
                refuseForeign();
            }
            for (String name : List.of(TABLES, WORK)) {
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
                .anyMatch(name -> OURS.stream().noneMatch(name::startsWith));
        if (foreign) {
            throw new UserError(
                    UserError.Kind.OUTPUT,
                    folder
                            + ": holds files that are no report of ours; choose a folder that is empty or does not exist");
        }
    }

    /** Where a table goes. */
    String table(String name) {
        return new Path(path(TABLES), name).toString();
    }

    /** A place for what is needed while the report is made. */
    String work(String name) {
        return new Path(path(WORK), name).toString();
    }

    /** Writes the page and the metrics, after which the report is finished. */
    void finish(String page, String metrics) {
        try {
            WholeFile.write(fileSystem, path(PAGE), page);
            fileSystem.delete(path(WORK), true);
            WholeFile.write(fileSystem, path(METRICS), metrics);
        } catch (IOException failure) {
            throw unusable(folder.toString(), failure);
        }
    }

    /** Whether a folder holds a finished report. */
    static boolean isFinished(String folder, Configuration hadoop) throws IOException {
        Path metrics = new Path(folder, METRICS);
        return metrics.getFileSystem(hadoop).exists(metrics);
    }

    private Path path(String name) {
        return new Path(folder, name);
    }

    private static UserError unusable(String path, Exception failure) {
        return new UserError(
                UserError.Kind.OUTPUT, path + ": cannot be written: " + UserError.reason(failure), failure);
    }
}
