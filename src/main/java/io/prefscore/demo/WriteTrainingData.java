package io.prefscore.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes generated pairs as JSONL, for the script that trains the built-in models:
 * {@code java -cp target/classes io.prefscore.demo.WriteTrainingData SEED PAIRS SPLIT FILE}.
 */
public final class WriteTrainingData {

    private WriteTrainingData() {}

    /**
     * Writes the first pairs of a data set of the usual mix without label noise.
     *
     * @param arguments seed, number of pairs, {@code training} or {@code held-out}, file to write
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException(
                    "usage: SEED PAIRS training|held-out FILE; found " + String.join(" ", arguments));
        }
        long seed = Long.parseLong(arguments[0]);
        long pairs = Long.parseLong(arguments[1]);
        write(new PreferenceGenerator(seed, split(arguments[2])), pairs, Path.of(arguments[3]));
    }

    /** Writes the first pairs of a data set, one a line, in order. */
    static void write(PreferenceGenerator generator, long pairs, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (long number = 0; number < pairs; number++) {
                writer.write(JsonLines.line(generator.pair(number)));
                writer.write('\n');
            }
        }
    }

    private static Split split(String label) {
        return Arrays.stream(Split.values())
                .filter(split -> split.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("a split is training or held-out; found '" + label + "'"));
    }
}
