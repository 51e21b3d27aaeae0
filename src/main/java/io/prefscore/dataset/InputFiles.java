package io.prefscore.dataset;

import io.prefscore.config.InputSettings;
import io.prefscore.preference.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * @param format PARQUET or JSONL
 * @param layout whether folders are named {@code column=value}
 */
record InputFiles(List<String> paths, List<InputFile> files, InputSettings.Format format, Layout layout) {

    /** What folder names mean. */
    enum Layout {
        /** Nothing. */
        PLAIN,
        /** {@code column=value}: Spark makes columns of them. */
        PARTITIONED
    }

    InputFiles {
        paths = List.copyOf(paths);
        files = List.copyOf(files);
    }

    /** Lists the paths' data files. Hidden files, and files beside the data such as {@code README.md}, are left out. */
    static InputFiles list(List<String> paths, InputSettings.Format wanted, Configuration hadoop) {
        List<FileStatus> found = new ArrayList<>();
        Layout layout = Layout.PLAIN;
        for (String path : paths) {
            for (FileStatus root : expand(path, hadoop)) {
                List<FileStatus> below = new ArrayList<>();
                collect(root, hadoop, below);
                String rootPath = root.getPath().toString();
                boolean partitioned = below.stream().anyMatch(file -> file.getPath()
                        .getParent()
                        .toString()
                        .substring(Math.min(
                                rootPath.length(),
                                file.getPath().getParent().toString().length()))
                        .contains("="));
                layout = partitioned ? Layout.PARTITIONED : layout;
                found.addAll(below);
            }
        }
        return of(paths, found, wanted, layout);
    }

    private static InputFiles of(
            List<String> paths, List<FileStatus> found, InputSettings.Format wanted, Layout layout) {
        List<FileStatus> parquet =
                found.stream().filter(file -> Naming.isParquet(name(file))).toList();
        List<FileStatus> lines =
                found.stream().filter(file -> Naming.isLines(name(file))).toList();
        InputSettings.Format format =
                switch (wanted) {
                    case AUTO -> recognise(paths, parquet, lines, found);
                    case PARQUET -> InputSettings.Format.PARQUET;
                    case JSONL -> InputSettings.Format.JSONL;
                };
        List<FileStatus> ours = format == InputSettings.Format.PARQUET ? parquet : lines;
        List<InputFile> files = (ours.isEmpty() ? found : ours)
                .stream()
                        .map(file -> new InputFile(
                                file.getPath().toString(),
                                file.getLen(),
                                Instant.ofEpochMilli(file.getModificationTime())))
                        .distinct()
                        .sorted(Comparator.comparing(InputFile::path))
                        .toList();
        if (files.isEmpty()) {
            throw new UserError(UserError.Kind.INPUT, String.join(", ", paths) + ": holds no files");
        }
        return new InputFiles(paths, files, format, layout);
    }

    private static InputSettings.Format recognise(
            List<String> paths, List<FileStatus> parquet, List<FileStatus> lines, List<FileStatus> found) {
        if (!parquet.isEmpty() && !lines.isEmpty()) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    String.join(", ", paths) + ": holds both Parquet and JSON lines (" + name(parquet.get(0)) + ", "
                            + name(lines.get(0)) + "); set input.format or name the files");
        }
        if (parquet.isEmpty() && lines.isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            found.stream().limit(5).forEach(file -> names.add(name(file)));
            throw new UserError(
                    UserError.Kind.INPUT,
                    String.join(", ", paths) + ": holds no .parquet, .jsonl, .ndjson or .json file (.gz too); found: "
                            + (names.isEmpty() ? "nothing" : String.join(", ", names))
                            + (names.isEmpty() ? "" : "; set input.format if they are one of these"));
        }
        return parquet.isEmpty() ? InputSettings.Format.JSONL : InputSettings.Format.PARQUET;
    }

    private static FileStatus[] expand(String path, Configuration hadoop) {
        try {
            Path given = new Path(path);
            FileSystem fileSystem = given.getFileSystem(hadoop);
            FileStatus[] matches = fileSystem.globStatus(given);
            if (matches == null || matches.length == 0) {
                throw new UserError(UserError.Kind.INPUT, path + ": no such file or folder");
            }
            return matches;
        } catch (FileNotFoundException missing) {
            throw new UserError(UserError.Kind.INPUT, path + ": no such file or folder", missing);
        } catch (IOException | IllegalArgumentException failure) {
            throw new UserError(UserError.Kind.INPUT, path + ": cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static void collect(FileStatus root, Configuration hadoop, List<FileStatus> found) {
        if (root.isFile()) {
            found.add(root);
            return;
        }
        try {
            for (FileStatus child : root.getPath().getFileSystem(hadoop).listStatus(root.getPath())) {
                if (!Naming.isHidden(name(child))) {
                    collect(child, hadoop, found);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(FileStatus file) {
        return file.getPath().getName();
    }

    /** What to hand to Spark's reader: the files themselves, or the roots where folder names make columns. */
    String[] names() {
        return layout == Layout.PARTITIONED
                ? paths.toArray(String[]::new)
                : files.stream().map(InputFiles::escaped).toArray(String[]::new);
    }

    /** Options that go with {@link #names}. */
    Map<String, String> options() {
        if (layout == Layout.PLAIN) {
            return Map.of();
        }
        String endings = format == InputSettings.Format.PARQUET
                ? "*.{parquet,parq}"
                : "*.{jsonl,ndjson,json,jsonl.gz,ndjson.gz,json.gz,jsonl.bz2,ndjson.bz2,json.bz2}";
        return Map.of("pathGlobFilter", endings);
    }

    /** Options for reading one of the files alone with the columns that its folders name. */
    Map<String, String> optionsForOneFile() {
        return layout == Layout.PARTITIONED && paths.size() == 1 ? Map.of("basePath", paths.get(0)) : Map.of();
    }

    /** A path with everything escaped that Spark would take for a glob. */
    static String escaped(InputFile file) {
        return file.path().replaceAll("([\\\\*?{}\\[\\]])", "\\\\$1");
    }

    /** Whether each file's last path component is its alone, so that it can name rows. */
    boolean haveDistinctNames() {
        return files.stream().map(InputFile::name).distinct().count() == files.size();
    }

    /** What file names tell. */
    private static final class Naming {

        private static final List<String> LINES = List.of(".jsonl", ".ndjson", ".json");
        private static final List<String> PACKED = List.of("", ".gz", ".bz2");

        static boolean isParquet(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.endsWith(".parquet") || lower.endsWith(".parq");
        }

        static boolean isLines(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return LINES.stream()
                    .anyMatch(ending -> PACKED.stream().anyMatch(packing -> lower.endsWith(ending + packing)));
        }

        static boolean isHidden(String name) {
            boolean partition = name.startsWith("_") && name.contains("=");
            return name.startsWith(".") || (name.startsWith("_") && !partition);
        }
    }
}
