package io.prefscore.dataset;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files behind the paths that a user gave, and how they are written.
 *
 * @param paths what the user gave: files, folders or globs
 * @param files the data files in them, by path; at least one
 * @param format PARQUET, JSONL or CSV
 * @param layout whether folders are named {@code column=value}
 * @param roots for files below such folders, where those begin: by the file's path
 */
record InputFiles(
        List<String> paths,
        List<InputFile> files,
        InputSettings.Format format,
        Layout layout,
        Map<String, String> roots) {

    /** What folder names mean. */
    enum Layout {
        /** Nothing. */
        PLAIN,
        /** {@code column=value}: Spark makes columns of them. */
        PARTITIONED
    }

    /** What stands in the place of a file's data where a repository was cloned without its large files. */
    private static final String LARGE_FILE_POINTER = "version https://git-lfs";

    /** No such pointer has more bytes. */
    private static final int POINTER_BYTES = 200;

    InputFiles {
        paths = List.copyOf(paths);
        files = List.copyOf(files);
        roots = Map.copyOf(roots);
    }

    /**
     * Lists the paths' data files. Hidden files are left out, and files beside the data such as {@code README.md} or
     * {@code dataset_infos.json}.
     */
    static InputFiles list(List<String> paths, InputSettings.Format wanted, Configuration hadoop) {
        List<FileStatus> found = new ArrayList<>();
        Map<String, String> roots = new LinkedHashMap<>();
        for (String path : paths) {
            for (FileStatus root : expand(path, hadoop)) {
                List<FileStatus> below = new ArrayList<>();
                collect(root, hadoop, below);
                found.addAll(below);
                String rootPath = root.getPath().toString();
                if (below.stream().anyMatch(file -> standsInNamedFolder(file, rootPath))) {
                    below.forEach(file -> roots.putIfAbsent(file.getPath().toString(), rootPath));
                }
            }
        }
        return of(paths, found, wanted, roots, hadoop);
    }

    private static boolean standsInNamedFolder(FileStatus file, String root) {
        String folder = file.getPath().getParent().toString();
        return folder.substring(Math.min(root.length(), folder.length())).contains("=");
    }

    private static InputFiles of(
            List<String> paths,
            List<FileStatus> found,
            InputSettings.Format wanted,
            Map<String, String> roots,
            Configuration hadoop) {
        InputSettings.Format format = wanted == InputSettings.Format.AUTO ? recognise(paths, found) : wanted;
        List<FileStatus> ours = found.stream()
                .filter(file -> FileNames.format(name(file)).equals(Optional.of(format)))
                .toList();
        List<InputFile> files = (ours.isEmpty() ? found : ours)
                .stream()
                        .map(InputFiles::inputFile)
                        .distinct()
                        .sorted(Comparator.comparing(InputFile::path))
                        .toList();
        if (files.isEmpty()) {
            throw new UserError(UserError.Kind.INPUT, String.join(", ", paths) + ": holds no files");
        }
        refusePointers(files, hadoop);
        return new InputFiles(paths, files, format, roots.isEmpty() ? Layout.PLAIN : Layout.PARTITIONED, roots);
    }

    private static InputSettings.Format recognise(List<String> paths, List<FileStatus> found) {
        Map<InputSettings.Format, String> examples = new TreeMap<>();
        for (FileStatus file : found) {
            FileNames.format(name(file)).ifPresent(format -> examples.putIfAbsent(format, name(file)));
        }
        if (examples.size() > 1) {
            List<String> formats = new ArrayList<>();
            examples.forEach((format, example) -> formats.add(FileNames.label(format) + " (" + example + ")"));
            throw new UserError(
                    UserError.Kind.INPUT,
                    String.join(", ", paths) + ": holds files of several formats: " + String.join(", ", formats)
                            + "; say which to read with --format (input.format), or name the files");
        }
        if (examples.isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            found.stream().limit(5).forEach(file -> names.add(name(file)));
            throw new UserError(
                    UserError.Kind.INPUT,
                    String.join(", ", paths) + ": holds no data file, which is one that ends in "
                            + FileNames.endings() + "; found: "
                            + (names.isEmpty() ? "nothing" : String.join(", ", names))
                            + (names.isEmpty() ? "" : "; set input.format if they are one of these")
                            + Remedies.ofFolder(
                                    paths, found.stream().map(InputFiles::name).toList()));
        }
        return examples.keySet().iterator().next();
    }

    /** Names the first file that was left behind on a server when its repository was cloned. */
    private static void refusePointers(List<InputFile> files, Configuration hadoop) {
        for (InputFile file : files) {
            if (file.bytes() > 0 && file.bytes() <= POINTER_BYTES && isPointer(file, hadoop)) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        file.path() + ": is no data but a pointer to it, which Git LFS left there; fetch the data with"
                                + " 'git lfs pull'");
            }
        }
    }

    private static boolean isPointer(InputFile file, Configuration hadoop) {
        Path path = new Path(file.path());
        try (InputStream stream = path.getFileSystem(hadoop).open(path)) {
            byte[] start = stream.readNBytes(LARGE_FILE_POINTER.length());
            return new String(start, StandardCharsets.ISO_8859_1).equals(LARGE_FILE_POINTER);
        } catch (IOException unreadable) {
            // whoever reads the file's data says what is wrong with it
            return false;
        }
    }

    /**
     * Makes sure that files are what they were when they were listed.
     *
     * @throws UserError naming the first that was written to, replaced or removed since
     */
    static void requireUnchanged(List<InputFile> files, Configuration hadoop) {
        Map<Path, List<InputFile>> byFolder = new LinkedHashMap<>();
        for (InputFile file : files) {
            byFolder.computeIfAbsent(new Path(file.path()).getParent(), folder -> new ArrayList<>())
                    .add(file);
        }
        byFolder.forEach((folder, inFolder) -> {
            Set<InputFile> now = now(folder, hadoop);
            for (InputFile file : inFolder) {
                if (!now.contains(file)) {
                    throw new UserError(
                            UserError.Kind.INPUT,
                            file.path()
                                    + ": was written to, replaced or removed while it was read; what was made of it is"
                                    + " not kept. Leave the data alone while a run goes on, and start the run again in"
                                    + " another output folder");
                }
            }
        });
    }

    private static Set<InputFile> now(Path folder, Configuration hadoop) {
        try {
            Set<InputFile> files = new HashSet<>();
            for (FileStatus file : folder.getFileSystem(hadoop).listStatus(folder)) {
                files.add(inputFile(file));
            }
            return files;
        } catch (FileNotFoundException removed) {
            return Set.of();
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.INPUT, folder + ": cannot be read: " + UserError.reason(failure), failure);
        }
    }

    private static InputFile inputFile(FileStatus file) {
        return new InputFile(
                file.getPath().toString(), file.getLen(), Instant.ofEpochMilli(file.getModificationTime()));
    }

    /** Whether any file that is neither hidden nor a description stands behind any of the paths. */
    static boolean isAnythingAt(List<String> paths, Configuration hadoop) {
        List<FileStatus> found = new ArrayList<>();
        for (String path : paths) {
            for (FileStatus root : matches(path, hadoop)) {
                collect(root, hadoop, found);
            }
        }
        return !found.isEmpty();
    }

    private static FileStatus[] expand(String path, Configuration hadoop) {
        FileStatus[] matches = matches(path, hadoop);
        if (matches.length == 0) {
            throw new UserError(UserError.Kind.INPUT, path + ": no such file or folder" + Remedies.ofName(path));
        }
        return matches;
    }

    private static FileStatus[] matches(String path, Configuration hadoop) {
        try {
            Path given = new Path(path);
            FileSystem fileSystem = given.getFileSystem(hadoop);
            Optional<FileStatus> literal = literal(given, fileSystem);
            if (literal.isPresent()) {
                return new FileStatus[] {literal.orElseThrow()};
            }
            FileStatus[] matches = fileSystem.globStatus(given);
            return matches == null ? new FileStatus[0] : matches;
        } catch (FileNotFoundException missing) {
            return new FileStatus[0];
        } catch (IllegalArgumentException unnameable) {
            throw unnameable(path);
        } catch (IOException failure) {
            throw new UserError(UserError.Kind.INPUT, path + ": cannot be read: " + UserError.reason(failure), failure);
        }
    }

    /** What has this very name, whatever it would mean as a pattern. */
    private static Optional<FileStatus> literal(Path path, FileSystem fileSystem) throws IOException {
        try {
            return Optional.of(fileSystem.getFileStatus(path));
        } catch (FileNotFoundException aPatternThen) {
            return Optional.empty();
        }
    }

    private static UserError unnameable(String path) {
        return new UserError(
                UserError.Kind.INPUT,
                path
                        + ": Hadoop's file systems read no file with a colon in its name: rename it, or move it elsewhere");
    }

    private static void collect(FileStatus root, Configuration hadoop, List<FileStatus> found) {
        if (root.isFile()) {
            if (name(root).contains(":")) {
                throw unnameable(root.getPath().toString());
            }
            if (FileNames.isHidden(name(root))) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        root.getPath() + ": Spark reads no file whose name begins with '_' or '.'; rename it");
            }
            found.add(root);
            return;
        }
        try {
            for (FileStatus child : root.getPath().getFileSystem(hadoop).listStatus(root.getPath())) {
                boolean description = child.isFile() && FileNames.isDescription(name(child));
                if (!description && !FileNames.isHidden(name(child))) {
                    collect(child, hadoop, found);
                }
            }
        } catch (IllegalArgumentException unnameable) {
            throw unnameable(root.getPath().toString());
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.INPUT, root.getPath() + ": cannot be read: " + UserError.reason(failure), failure);
        }
    }

    private static String name(FileStatus file) {
        return file.getPath().getName();
    }

    /** What to hand to Spark's reader of Parquet: the files themselves, or the roots where folder names make columns. */
    String[] names() {
        return layout == Layout.PARTITIONED
                ? paths.toArray(String[]::new)
                : files.stream().map(InputFiles::escaped).toArray(String[]::new);
    }

    /** Options that go with {@link #names}. */
    Map<String, String> options() {
        return layout == Layout.PLAIN ? Map.of() : Map.of("pathGlobFilter", "*.{parquet,parq}");
    }

    /** Some of the files by the folder where folder names that make columns begin; under no text those without such. */
    Map<String, List<InputFile>> byRoot(List<InputFile> some) {
        Map<String, List<InputFile>> groups = new TreeMap<>();
        for (InputFile file : some) {
            groups.computeIfAbsent(roots.getOrDefault(file.path(), ""), root -> new ArrayList<>())
                    .add(file);
        }
        return groups;
    }

    /** A path with everything escaped that Spark would take for a glob. */
    static String escaped(InputFile file) {
        return file.path().replaceAll("([\\\\*?{}\\[\\]])", "\\\\$1");
    }

    /** Whether each file's last path component is its alone, so that it can name rows. */
    boolean haveDistinctNames() {
        return files.stream().map(InputFile::name).distinct().count() == files.size();
    }
}
