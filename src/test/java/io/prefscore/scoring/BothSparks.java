package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Compares what the builds for two versions of Spark made of the same rows. It wants an output of each, so {@code .ci/run}
 * makes these and calls it by name; the tests of one build leave it out.
 */
@ExtendWith(LocalSpark.class)
class BothSparks {

    private static final Path DEFAULT = Path.of(System.getProperty("prefscore.output-of-4.0", ""));
    private static final Path OTHER = Path.of(System.getProperty("prefscore.output-of-3.5", ""));

    @Test
    void giveTheSameTables(SparkSession spark) throws IOException {
        assertThat(footer(DEFAULT)).contains("org.apache.spark.version").contains("4.0.");
        assertThat(footer(OTHER)).contains("org.apache.spark.version").contains("3.5.");

        SameTables expected = SameTables.as(spark, DEFAULT, "id");
        assertThat(expected.scores()).isNotEmpty();
        assertThat(expected.comparisons()).isNotEmpty();
        expected.areIn(spark, OTHER);
        System.out.printf(
                "the same from both: %,d rows, %,d comparisons%n",
                expected.scores().size(), expected.comparisons().size());
    }

    /** A data file's end, where Spark writes its version into. */
    private static String footer(Path output) throws IOException {
        try (Stream<Path> files = Files.list(output.resolve("scores"))) {
            Path file = files.filter(path -> path.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 10_000));
        }
    }
}
