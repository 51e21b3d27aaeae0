package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.prefscore.config.InputSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowEstimateTest {

    /** Some three megabytes, of which one is looked at. */
    private static final int ROWS = 40_000;

    private static final byte[] LINES = IntStream.range(0, ROWS)
            .mapToObj(row -> "{\"prompt\": \"question %05d of many\", \"answer\": \"%s\"}%n"
                    .formatted(row, Integer.toHexString(row * 0x9E3779B1).repeat(4)))
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private OptionalLong estimated(String name, byte[] content) throws IOException {
        String file = Files.write(folder.resolve(name), content).toString();
        Configuration hadoop = new Configuration();
        return RowEstimate.of(
                InputFiles.list(List.of(file), InputSettings.Format.AUTO, hadoop)
                        .files(),
                hadoop);
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(content);
        }
        return packed.toByteArray();
    }

    @Test
    void comesNearByTheFirstMegabyte() throws IOException {
        assertThat(estimated("plain.jsonl", LINES).orElse(0)).isCloseTo(ROWS, Percentage.withPercentage(1));
        assertThat(estimated("packed.jsonl.gz", gzipped(LINES)).orElse(0))
                .isCloseTo(ROWS, Percentage.withPercentage(10));
        assertThat(estimated("packed.jsonl.zst", Zstd.compress(LINES)).orElse(0))
                .isCloseTo(ROWS, Percentage.withPercentage(25));
    }

    @Test
    void saysNothingOfALongList() throws IOException {
        assertThat(estimated("list.json", "[\n{\"a\": 1},\n{\"a\": 2}\n]\n".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
