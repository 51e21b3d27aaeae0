package io.prefscore;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.GoldenModels.GoldenRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenModelsTest {

    static List<Path> folders() {
        return GoldenModels.folders();
    }

    static List<BrokenCheckpoints.Case> cases() {
        return BrokenCheckpoints.cases();
    }

    @Test
    void theReadmeTellsOfEveryModel() throws IOException {
        Path readme = GoldenModels.folder("worldpm-tiny").resolveSibling("README.md");

        assertThat(GoldenModels.folders()).hasSize(21);
        for (Path folder : GoldenModels.folders()) {
            assertThat(Files.readString(readme)).contains("`" + folder.getFileName() + "`");
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyModelHasRowsWhoseScoresSpread(Path folder) {
        List<GoldenRow> rows = GoldenModels.rows(folder);

        assertThat(rows).hasSizeGreaterThanOrEqualTo(12);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.messages()).isNotEmpty();
            assertThat(row.inputIds()).isNotEmpty();
            assertThat(row.score()).isFinite();
        });
        assertThat(rows.stream().mapToDouble(GoldenRow::score).distinct().count())
                .isGreaterThan(rows.size() / 2);
        assertThat(GoldenModels.scale(rows)).isBetween(1.0, 10.0);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void onlyHalfPrecisionModelsChangeWhenTheyAreReloaded(Path folder) {
        List<GoldenRow> rows = GoldenModels.rows(folder);
        List<GoldenRow> reloaded = GoldenModels.reloadedRows(folder);

        double largest = 0;
        for (int i = 0; i < rows.size(); i++) {
            largest = Math.max(
                    largest, Math.abs(rows.get(i).score() - reloaded.get(i).score()));
        }
        assertThat(reloaded).hasSameSizeAs(rows);
        if (List.of("qwen2-bf16-tied-oldstyle", "llama-bias-linear-f16-bos")
                .contains(String.valueOf(folder.getFileName()))) {
            assertThat(largest).isBetween(1e-3, 0.2);
        } else {
            assertThat(largest).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyBrokenCheckpointDiffersFromItsModel(BrokenCheckpoints.Case broken, @TempDir Path scratch)
            throws IOException {
        Path folder = broken.breakage().apply(new BrokenCheckpoints(scratch));

        String golden = folder.getFileName().toString().replaceAll("-\\d+$", "");
        assertThat(contents(folder)).isNotEqualTo(contents(GoldenModels.folder(golden)));
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                contents.put(file.getFileName().toString(), bytes.length + " bytes, hash " + Arrays.hashCode(bytes));
            }
        }
        return contents;
    }
}
