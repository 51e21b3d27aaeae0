package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.config.CacheSettings;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /** Of the three bytes {@code abc}; from FIPS 180-4's examples. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    private Path file;
    private FileHashes hashes;

    @BeforeEach
    void writeAFile() throws IOException {
        file = Files.writeString(folder.resolve("weights"), "abc");
        Files.setLastModifiedTime(file, LONG_AGO);
        hashes = inAnHour();
    }

    /** To which nothing was written just now. */
    private FileHashes inAnHour() {
        return new FileHashes(
                Optional.of(folder.resolve("memory")), Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
    }

    /** As {@code rsync --inplace --times} writes. */
    private void writeInPlace(String content) throws IOException {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    @Test
    void readsAFileOnceForAllProcesses() throws IOException {
        assertThat(hashes.of(file)).isEqualTo(ABC);
        try (Stream<Path> notes = Files.list(folder.resolve("memory"))) {
            Path note = notes.filter(path -> !path.toString().endsWith(".lock"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(note, Files.readString(note).replace(ABC, "what is remembered"));
        }

        assertThat(hashes.of(file)).isEqualTo("what is remembered");
        assertThat(inAnHour().of(file)).isEqualTo("what is remembered");
    }

    @Test
    void readsAFileAgainThatWasOverwrittenInPlaceWithItsLengthAndTimeKept() throws IOException {
        hashes.of(file);
        FileTime before = (FileTime) Files.getAttribute(file, "unix:ctime");
        FileTime after = before;
        while (after.equals(before)) {
            writeInPlace("xyz");
            after = (FileTime) Files.getAttribute(file, "unix:ctime");
        }

        assertThat(hashes.of(file)).isEqualTo(Fingerprint.of(file));
    }

    @Test
    void readsAFileAgainThatHasChanged() throws IOException {
        hashes.of(file);

        Files.writeString(file, "xyz");
        assertThat(hashes.of(file)).as("another time").isNotEqualTo(ABC);
        writeInPlace("abcd");
        assertThat(hashes.of(file)).as("another length").isEqualTo(Fingerprint.of(file));
        Path other = Files.writeString(folder.resolve("other"), "xyz");
        Files.setLastModifiedTime(other, LONG_AGO);
        Files.delete(file);
        Files.move(other, file);
        assertThat(hashes.of(file)).as("another file").isEqualTo(Fingerprint.of(file));
    }

    @Test
    void remembersNothingOfAFileThatWasWrittenJustNow() throws IOException {
        new FileHashes(Optional.of(folder.resolve("memory")), Clock.systemUTC()).of(file);

        try (Stream<Path> notes = Files.list(folder.resolve("memory"))) {
            assertThat(notes.filter(path -> !path.toString().endsWith(".lock"))).isEmpty();
        }
    }

    @Test
    void followsLinksToWhatTheyNameNow() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path other = Files.writeString(folder.resolve("other"), "xyz");
        Files.setLastModifiedTime(other, LONG_AGO);
        assertThat(hashes.of(link)).isEqualTo(ABC);

        Files.delete(link);
        Files.createSymbolicLink(link, other);

        assertThat(hashes.of(link)).isEqualTo(Fingerprint.of(other));
    }

    @Test
    void doesWithoutMemoryWhereNothingCanBeWritten() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");
        FileHashes forgetful = FileHashes.of(new CacheSettings(Optional.of(taken.toString()), OptionalLong.empty()));

        assertThat(forgetful.of(file)).isEqualTo(ABC);
        writeInPlace("xyz");
        assertThat(forgetful.of(file)).isEqualTo(Fingerprint.of(file));
        assertThatThrownBy(
                        () -> CacheFolder.find(new CacheSettings(Optional.of(taken.toString()), OptionalLong.empty())))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("model.cache: nothing can be written to [" + taken + "]");
    }

    @Test
    void looksForTheCacheInTheUsualPlaces() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "prefscore-me");

        assertThat(CacheFolder.usual(Map.of("XDG_CACHE_HOME", "/fast"), "/home/me", "me"))
                .isEqualTo(List.of(Path.of("/fast/prefscore"), temporary));
        assertThat(CacheFolder.usual(Map.of("XDG_CACHE_HOME", "relative"), "/home/me", "me"))
                .isEqualTo(List.of(Path.of("/home/me/.cache/prefscore"), temporary));
        assertThat(CacheFolder.usual(Map.of(), "?", "me")).isEqualTo(List.of(temporary));
    }
}
