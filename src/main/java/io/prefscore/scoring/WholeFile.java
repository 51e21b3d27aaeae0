package io.prefscore.scoring;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files that others take as a sign: they are there whole or not at all. */
public final class WholeFile {

    /** Schemes of stores where renaming a folder copies every file of it, one by one. */
    private static final Set<String> WITHOUT_RENAME = Set.of("s3a", "s3", "s3n", "gs", "oss", "cosn", "swift");

    private WholeFile() {}

    /**
     * Writes a text over what may stand there: beside and renamed, or, where the last byte makes a file appear, at once. What
     * is beside has the file's name, a dot and more.
     */
    public static void write(FileSystem fileSystem, Path file, String text) throws IOException {
        boolean renames = canRename(fileSystem);
        Path written = renames ? file.suffix("." + UUID.randomUUID()) : file;
        try (OutputStream stream = fileSystem.create(written, true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        if (renames) {
            fileSystem.delete(file, false);
            if (!fileSystem.rename(written, file)) {
                throw new IOException(file + " could not be put in place");
            }
        }
    }

    /** Whether files can be put in place by renaming, as object stores cannot. */
    static boolean canRename(FileSystem fileSystem) {
        return !WITHOUT_RENAME.contains(fileSystem.getUri().getScheme());
    }
}
