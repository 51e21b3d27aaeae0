package io.prefscore.scoring;

import io.prefscore.config.Settings.Overwrite;
import io.prefscore.preference.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that a run writes, and who may write there: nobody once {@code _RUN.json} stands in it; the same run again
 * while it does not; a new run if the folder is absent or empty.
 *
 * <p>A run that is started while an earlier start of it still works takes the output over. Each start writes a name of its
 * own into {@code _ATTEMPT}, and looks before it begins a wave, puts a table in place or finishes whether the name still
 * stands: the last one to have written it goes on, every other stops. This needs a file system that shows what was written
 * last, as all that Hadoop supports do, and none that can create a file only if it is absent.
 *
 * <p>Where folders can be renamed, tables are written aside and put in place whole. Object stores cannot rename: there a
 * table's files appear when its committer lets them, and a start that was taken over between its last look and that moment
 * can still add files to a table. The count of the table's rows, which comes before {@code _RUN.json}, finds that out unless
 * it comes later still. A table without {@code _RUN.json} beside it is not to be relied on.
 */
final class OutputFolder {

    /** A table of the output. */
    enum Table {
        SCORES,
        COMPARISONS,
        SET_ASIDE;

        /** {@code set-aside} for {@link #SET_ASIDE}. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String CLAIM = "_STARTED.json";
    private static final String ATTEMPT = "_ATTEMPT";
    private static final String WORK = "_work";
    private static final String STORE = "_store";
    private static final String REPORT = "report";

    /** All that may stand in the folder. */
    private static final Set<String> OURS = Stream.concat(
                    Stream.of(RunRecord.FILE, CLAIM, ATTEMPT, WORK, STORE, REPORT),
                    Stream.of(Table.values()).map(Table::label))
            .collect(Collectors.toSet());

    private final Path folder;
    private final FileSystem fileSystem;
    private final String identity;
    private final Overwrite overwrite;
    private final String attempt = UUID.randomUUID().toString();

    /**
     * @param identity what makes a run this run: only one with the same text may go on with an unfinished output
     * @param overwrite whether another run's output may be removed
     */
    OutputFolder(String folder, String identity, Overwrite overwrite, Configuration hadoop) {
        this.identity = identity;
        this.overwrite = overwrite;
        if (folder.isEmpty()) {
            throw new UserError(UserError.Kind.SETTINGS, "output: no folder given");
        }
        try {
            this.folder = new Path(folder);
            this.fileSystem = this.folder.getFileSystem(hadoop);
        } catch (IOException | IllegalArgumentException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT, folder + ": cannot be written: " + UserError.reason(failure), failure);
        }
    }

    /** Refuses where this run may not write. Writes nothing. */
    void check() {
        try {
            boolean replaced = isReplaced();
            if (!replaced && fileSystem.exists(path(RunRecord.FILE))) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder
                                + ": holds a finished run; remove it, choose another output folder, or give --overwrite");
            }
            if (!fileSystem.exists(folder)) {
                return;
            }
            if (!fileSystem.getFileStatus(folder).isDirectory()) {
                throw new UserError(UserError.Kind.OUTPUT, folder + ": is a file; output must be a folder");
            }
            if (replaced) {
                refuseForeign();
                return;
            }
            boolean claimed = fileSystem.exists(path(CLAIM));
            if (!claimed && !Arrays.stream(fileSystem.listStatus(folder)).allMatch(OutputFolder::isHalfWritten)) {
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
            throw new UserError(
                    UserError.Kind.OUTPUT, folder + ": cannot be read: " + UserError.reason(failure), failure);
        }
    }

    /** Whether the folder holds another run, which is to go. */
    private boolean isReplaced() throws IOException {
        if (overwrite == Overwrite.OFF || !fileSystem.exists(folder)) {
            return false;
        }
        boolean unfinished = fileSystem.exists(path(CLAIM));
        return fileSystem.exists(path(RunRecord.FILE))
                || (unfinished && !read(path(CLAIM)).equals(identity));
    }

    private void refuseForeign() throws IOException {
        List<String> foreign = Arrays.stream(fileSystem.listStatus(folder))
                .filter(file -> !isHalfWritten(file))
                .map(file -> file.getPath().getName())
                .filter(name -> !OURS.contains(name))
                .sorted()
                .toList();
        if (!foreign.isEmpty()) {
            throw new UserError(
                    UserError.Kind.OUTPUT,
                    folder + ": holds " + String.join(", ", foreign)
                            + " besides a run, so --overwrite removes nothing; move them elsewhere, or choose another"
                            + " output folder");
        }
    }

    /** Makes the folder this start's own, and clears away what an unfinished one left, but for its store. */
    void claim() {
        try {
            fileSystem.mkdirs(folder);
            if (isReplaced()) {
                refuseForeign();
                // first what says that the run is whole
                for (String name : List.of(RunRecord.FILE, CLAIM, REPORT)) {
                    fileSystem.delete(path(name), true);
                }
            }
            if (!fileSystem.exists(path(CLAIM))) {
                WholeFile.write(fileSystem, path(CLAIM), identity);
            }
            WholeFile.write(fileSystem, path(ATTEMPT), attempt);
            for (Table table : Table.values()) {
                fileSystem.delete(path(table.label()), true);
            }
            fileSystem.delete(path(WORK), true);
            for (FileStatus file : fileSystem.listStatus(folder)) {
                if (isHalfWritten(file)) {
                    fileSystem.delete(file.getPath(), false);
                }
            }
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT, folder + ": cannot be written: " + UserError.reason(failure), failure);
        }
    }

    /** A file of ours whose writer was killed before it could put it in place. */
    private static boolean isHalfWritten(FileStatus file) {
        String name = file.getPath().getName();
        return file.isFile() && Stream.of(RunRecord.FILE, CLAIM, ATTEMPT).anyMatch(ours -> name.startsWith(ours + "."));
    }

    /**
     * Makes sure that no other start has taken the output over.
     *
     * @throws UserError of kind OUTPUT if one has
     */
    void requireOwn() {
        try {
            if (!owner().equals(attempt)) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder + ": the same run was started again elsewhere and goes on there; this one stops. What it"
                                + " computed is kept in the store");
            }
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT, folder + ": cannot be read: " + UserError.reason(failure), failure);
        }
    }

    private String owner() throws IOException {
        try {
            return read(path(ATTEMPT));
        } catch (FileNotFoundException justBeingReplaced) {
            return "";
        }
    }

    /** Where a table is to be written; {@link #publish} then puts it in place. */
    String draft(Table table) {
        requireOwn();
        return WholeFile.canRename(fileSystem)
                ? work(table.label())
                : path(table.label()).toString();
    }

    /**
     * Puts a table in place.
     *
     * @return where it stands
     */
    String publish(Table table) {
        requireOwn();
        Path place = path(table.label());
        try {
            if (WholeFile.canRename(fileSystem) && !fileSystem.rename(new Path(work(table.label())), place)) {
                throw new IOException(place + " could not be put in place");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return place.toString();
    }

    /**
     * Writes the record of the run, after which the folder is finished, and removes what only an unfinished one needs.
     *
     * @param storeToo whether the store inside the output is such a thing
     */
    void finish(String record, boolean storeToo) {
        requireOwn();
        try {
            fileSystem.delete(path(WORK), true);
            WholeFile.write(fileSystem, path(RunRecord.FILE), record);
            if (storeToo) {
                fileSystem.delete(path(STORE), true);
            }
            fileSystem.delete(path(CLAIM), false);
            fileSystem.delete(path(ATTEMPT), false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
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

    /** A name that no other start of the run has. */
    String attempt() {
        return attempt;
    }

    /** Names a run in the store; every start of it has the same name. */
    String run() {
        return UUID.nameUUIDFromBytes((folder + "\n" + identity).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Names a wave of this start. */
    String wave(int number) {
        return run() + "-" + attempt + "-" + number;
    }

    /** The store that stands inside the output. */
    String store() {
        return path(STORE).toString();
    }

    /** A place for what is needed while this start works; another start has another. */
    String work(String name) {
        return new Path(path(WORK), attempt + "/" + name).toString();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
