package io.prefscore.scoring;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files that others take as a sign: they are there whole or not at all. */
public final class WholeFile {

    private WholeFile() {}

    /** Writes a text beside its place and then puts it there, over what may stand there. */
    public static void write(FileSystem fileSystem, Path file, String text) throws IOException {
        Path beside = file.suffix(".writing");
        try (OutputStream stream = fileSystem.create(beside, true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        fileSystem.delete(file, false);
        if (!fileSystem.rename(beside, file)) {
            throw new IOException("it could not be put in place");
        }
    }
}
