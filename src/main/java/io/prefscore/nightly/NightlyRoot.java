package io.prefscore.nightly;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.preference.UserError;
import io.prefscore.report.ScoredRun;
import io.prefscore.scoring.RunRecord;
import io.prefscore.scoring.WholeFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of all nights, on any Hadoop file system:
 *
 * <pre>
 * ROOT/plans/NAME.json          what the run was to score, written before it begins
 * ROOT/runs/NAME/               what a run writes; _RUN.json proves it ours and finished
 * ROOT/runs/NAME/_DRIFT.json    how it compares with the one before
 * ROOT/runs/NAME/_ACCEPTED.json someone took it for good though it failed
 * </pre>
 */
final class NightlyRoot {

    static final String DRIFT = "_DRIFT.json";
    static final String ACCEPTED = "_ACCEPTED.json";
    private static final String ENDING = ".json";

    private final Path folder;
    private final FileSystem fileSystem;

    NightlyRoot(String folder, Configuration hadoop) {
        try {
            this.folder = new Path(folder);
            this.fileSystem = this.folder.getFileSystem(hadoop);
        } catch (IOException | IllegalArgumentException failure) {
            throw unusable(folder, failure);
        }
    }

    /** Whether a file, by its full path, stands in this folder. */
    boolean holds(String file) {
        return file.startsWith(fileSystem.makeQualified(folder) + "/");
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** The folder of a run. */
    String run(String name) {
        return runPath(name).toString();
    }

    /** Where the plan of a run stands. */
    String planFile(String name) {
        return planPath(name).toString();
    }

    private Path runPath(String name) {
        return new Path(new Path(folder, "runs"), name);
    }

    private Path planPath(String name) {
        return new Path(new Path(folder, "plans"), name + ENDING);
    }

    /** All finished runs, in the order of their names; folders without a record of ours are passed over. */
    List<FinishedRun> finished() {
        List<FinishedRun> runs = new ArrayList<>();
        for (FileStatus child : children(new Path(folder, "runs"))) {
            if (child.isDirectory()) {
                finished(child.getPath().getName()).ifPresent(runs::add);
            }
        }
        return runs;
    }

    /** The run of this name, if it is finished. */
    Optional<FinishedRun> finished(String name) {
        return read(new Path(runPath(name), RunRecord.FILE)).flatMap(record -> FinishedRun.of(name, record));
    }

    /** Names of all plans, in their order. */
    List<String> plans() {
        return children(new Path(folder, "plans")).stream()
                .map(file -> file.getPath().getName())
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .toList();
    }

    Optional<Plan> plan(String name) {
        return read(planPath(name)).map(json -> Plan.of(name, json));
    }

    void write(Plan plan) {
        write(planPath(plan.name()), plan.json());
    }

    /** One of the small files that stand beside a run's tables; empty where there is none. */
    Optional<JsonObject> read(String run, String file) {
        return read(new Path(runPath(run), file));
    }

    void write(String run, String file, String json) {
        write(new Path(runPath(run), file), json);
    }

    /** The table of statistics in a run's report; empty where it has none. */
    Optional<String> statistics(String run) {
        Path table = new Path(ScoredRun.reportOf(run(run)), "tables/statistics");
        try {
            return fileSystem.exists(table) ? Optional.of(table.toString()) : Optional.empty();
        } catch (IOException failure) {
            throw unusable(table.toString(), failure);
        }
    }

    /** Removes the tables and the store of a finished run and leaves its records. */
    boolean removeTables(FinishedRun run) {
        boolean removed = false;
        try {
            for (FileStatus child : children(runPath(run.name()))) {
                String name = child.getPath().getName();
                boolean ours = FinishedRun.TABLES.contains(name) || name.startsWith("_");
                if (child.isDirectory() && ours) {
                    removed |= fileSystem.delete(child.getPath(), true);
                }
            }
        } catch (IOException failure) {
            throw unusable(run(run.name()), failure);
        }
        return removed;
    }

    private List<FileStatus> children(Path parent) {
        try {
            return Arrays.stream(fileSystem.listStatus(parent))
                    .sorted(Comparator.comparing(FileStatus::getPath))
                    .toList();
        } catch (FileNotFoundException none) {
            return List.of();
        } catch (IOException failure) {
            throw unusable(parent.toString(), failure);
        }
    }

    /** Empty for a file that is not there or holds no JSON object: then it is none that we wrote. */
    private Optional<JsonObject> read(Path file) {
        try (InputStream stream = fileSystem.open(file)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(JsonParser.parseString(text).getAsJsonObject());
        } catch (FileNotFoundException | JsonParseException | IllegalStateException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw unusable(file.toString(), failure);
        }
    }

    private void write(Path file, String text) {
        try {
            WholeFile.write(fileSystem, file, text);
        } catch (IOException failure) {
            throw unusable(file.toString(), failure);
        }
    }

    private static UserError unusable(String path, Exception failure) {
        return new UserError(UserError.Kind.OUTPUT, path + ": cannot be used: " + UserError.reason(failure), failure);
    }
}
