package io.prefscore.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueDaysTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T00:00:00Z, UTC, 2026-11-21",
        "2026-11-21T23:59:59Z, UTC, 2026-11-20",
        "2026-11-22T02:00:00Z, America/New_York, 2026-11-20",
        "2026-11-21T23:30:00Z, Europe/Berlin, 2026-11-21",
        // a day of 25 hours
        "2026-10-25T23:30:00Z, Europe/Berlin, 2026-10-25",
    })
    void meansYesterdayWhereTheTimeZoneIs(Instant now, String zone, String yesterday) {
        assertThat(names(now, NightlyRequest.USUAL, "nightly.time-zone=" + zone))
                .containsExactly(yesterday);
    }

    @Test
    void goesFromADayToYesterday() {
        Instant now = Instant.parse("2026-03-02T12:00:00Z");

        assertThat(names(now, NightlyRequest.USUAL, "nightly.since=2026-02-26"))
                .containsExactly("2026-02-26", "2026-02-27", "2026-02-28", "2026-03-01");
        assertThat(names(
                        now,
                        new NightlyRequest(Optional.of(LocalDate.of(2024, 2, 29)), Optional.empty()),
                        "nightly.since=2026-02-26"))
                .containsExactly("2024-02-29");
    }

    @ParameterizedTest
    @CsvSource({
        "a/dt={yyyy-MM-dd}/*.parquet, a/dt=2026-03-01/*.parquet",
        "a/{yyyy}/{MM}/{dd}, a/2026/03/01",
        "'a/{yyyy/MM/dd}/{x,y}', 'a/2026/03/01/{x,y}'",
        "a/{uuuuMMdd}, a/20260301",
        "a/{yyyy}-{DDD}, a/2026-060",
    })
    void putsTheDayIntoThePath(String path, String expected) {
        assertThat(DatedPath.isIn(List.of(path))).isTrue();
        assertThat(DatedPath.of(List.of(path), LocalDate.of(2026, 3, 1))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"a/b", "'a/{dev,test}'", "'a/{2026-01-01,2026-01-02}'", "a/{train}", "a/{}"})
    void takesNothingElseForADate(String path) {
        assertThat(DatedPath.isIn(List.of(path))).isFalse();
    }

    @Test
    void countsPartitionsThatHoldNothingButHiddenFilesAsAbsent() throws Exception {
        Path day = Files.createDirectories(folder.resolve("2026-03-01"));
        Files.createFile(day.resolve("_SUCCESS"));

        assertThat(nights(Instant.parse("2026-03-02T12:00:00Z"), NightlyRequest.USUAL))
                .singleElement()
                .isInstanceOf(Due.Absent.class);

        Files.writeString(day.resolve("a.jsonl"), "{}");
        assertThat(nights(Instant.parse("2026-03-02T12:00:00Z"), NightlyRequest.USUAL))
                .singleElement()
                .isInstanceOfSatisfying(
                        Due.ToScore.class,
                        toScore -> assertThat(toScore.plan().paths()).containsExactly(folder + "/2026-03-01"));
    }

    private List<String> names(Instant now, NightlyRequest request, String... assignments) {
        return nights(now, request, assignments).stream().map(Due.Night::name).toList();
    }

    private List<Due.Night> nights(Instant now, NightlyRequest request, String... assignments) {
        SettingsReader reader = new SettingsReader()
                .set("model.kind=length")
                .set("nightly.root=" + folder.resolve("nights"))
                .set("input.paths=" + folder + "/{yyyy-MM-dd}");
        List.of(assignments).forEach(reader::set);
        Settings settings = reader.read(SettingsUse.NIGHTLY);
        Configuration hadoop = new Configuration();
        return new DueDays(settings, request, Clock.fixed(now, ZoneOffset.UTC), hadoop)
                .nights(Map.of(), new NightlyRoot(folder.resolve("nights").toString(), hadoop));
    }
}
