package io.prefscore.scoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program in the place of {@code nvidia-smi}. */
final class FakeGpus {

    private FakeGpus() {}

    /**
     * Lays the program down.
     *
     * @param shell what it does
     * @return the folder to put on the PATH
     */
    static Path program(Path folder, String shell) throws IOException {
        Path program = folder.resolve("nvidia-smi");
        Files.writeString(program, "#!/bin/sh\n" + shell + "\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        return folder;
    }
}
