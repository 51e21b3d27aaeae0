package io.prefscore.scoring;

import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that a run writes, and who may write there: nobody once {@code _RUN.json} stands in it; the same run again
 * while it does not; a new run if the folder is absent or empty.
 */
final class OutputFolder {

    private static final String RUN_RECORD = "_RUN.json";
    private static final String CLAIM = "_STARTED.json";
    private static final String WORK = "_work";
    private static final String STORE = "_store";
    private static final String SCORES = "scores";
    private static final String COMPARISONS = "comparisons";
    private static final String SET_ASIDE = "set-aside";

    private final Path folder;
    private final FileSystem fileSystem;

    OutputFolder(String folder, Configuration hadoop) {
        if (folder.isEmpty()) {
            throw new UserError(UserError.Kind.SETTINGS, "output: no folder given");
        }
        try {
            this.folder = new Path(folder);
            this.fileSystem = this.folder.getFileSystem(hadoop);
        } catch (IOException | IllegalArgumentException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT, folder + ": cannot be written: " + failure.getMessage(), failure);
        }
    }

    /**
     * Refuses where this run may not write. Writes nothing.
     *
     * @param identity what makes a run this run: only one with the same text may go on with an unfinished output
     */
    void check(String identity) {
        try {
            if (fileSystem.exists(path(RUN_RECORD))) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder + ": holds a finished run; remove it or choose another output folder");
            }
            if (!fileSystem.exists(folder)) {
                return;
            }
            if (!fileSystem.getFileStatus(folder).isDirectory()) {
                throw new UserError(UserError.Kind.OUTPUT, folder + ": is a file; output must be a folder");
            }
            boolean claimed = fileSystem.exists(path(CLAIM));
            if (!claimed && fileSystem.listStatus(folder).length > 0) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder
                                + ": holds files that are no run of ours; choose a folder that is empty or does not exist");
            }
            if (claimed && !read(path(CLAIM)).equals(identity)) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder
                                + ": holds an unfinished run with other input or another model; finish that one with its own"
                                + " settings, remove it, or choose another output folder");
            }
        } catch (IOException failure) {
            throw new UserError(UserError.Kind.OUTPUT, folder + ": cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** Makes the folder this run's own, and clears away what an unfinished attempt left, but for its store. */
    void claim(String identity) {
        try {
            fileSystem.mkdirs(folder);
            if (!fileSystem.exists(path(CLAIM))) {
                create(path(CLAIM), identity);
            }
            for (String table : List.of(SCORES, COMPARISONS, SET_ASIDE, WORK)) {
                fileSystem.delete(path(table), true);
            }
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT, folder + ": cannot be written: " + failure.getMessage(), failure);
        }
    }

    /** Writes the record of the run, after which the folder is finished, and removes what only an unfinished one needs. */
    void finish(String record) {
        try {
            fileSystem.delete(path(WORK), true);
            create(path(RUN_RECORD), record);
            fileSystem.delete(path(CLAIM), false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whole or not at all: written beside and renamed. */
    private void create(Path path, String text) throws IOException {
        Path beside = path(path.getName() + ".writing");
        try (OutputStream stream = fileSystem.create(beside, true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        if (!fileSystem.rename(beside, path)) {
            throw new IOException(path + " could not be put in place");
        }
    }

    private String read(Path path) throws IOException {
        try (InputStream stream = fileSystem.open(path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path path(String name) {
        return new Path(folder, name);
    }

    String scores() {
        return path(SCORES).toString();
    }

    String comparisons() {
        return path(COMPARISONS).toString();
    }

    String setAside() {
        return path(SET_ASIDE).toString();
    }

    String store() {
        return path(STORE).toString();
    }

    /** Where the {@link StagedRows} stand while the run works. */
    String staged() {
        return new Path(path(WORK), "rows").toString();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
