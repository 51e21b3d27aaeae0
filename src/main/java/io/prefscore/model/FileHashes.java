package io.prefscore.model;

import io.prefscore.config.CacheSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 of files by content, each read once a host: the hash is remembered under the file's path together with its
 * {@link FileState}.
 *
 * <p>Safe for use by several threads and processes.
 */
final class FileHashes {

    /**
     * Clocks of file systems tick this slowly at worst, so a file that was written just now could be written once more without
     * its time showing it.
     */
    private static final Duration TICK = Duration.ofSeconds(2);

    private final Optional<Path> memory;
    private final Clock clock;

    /**
     * @param memory folder for what is remembered; empty: every file is read every time
     * @param clock tells what was written just now
     */
    FileHashes(Optional<Path> memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    /** Reads every file every time. */
    static FileHashes forgetful() {
        return new FileHashes(Optional.empty(), Clock.systemUTC());
    }

    /** In the host's cache, if there is one that can be written. */
    static FileHashes of(CacheSettings cache) {
        return new FileHashes(CacheFolder.findIfAny(cache).map(folder -> folder.resolve("hashes")), Clock.systemUTC());
    }

    /** The hashes of files, read side by side: one thread takes minutes for 133 GiB. */
    List<String> of(List<Path> files) {
        return files.parallelStream().map(this::of).toList();
    }

    /**
     * The hash of a file.
     *
     * @throws io.prefscore.preference.UserError where it cannot be read
     */
    String of(Path file) {
        try {
            Path real = file.toRealPath();
            Optional<String> known = recall(real, FileState.of(real));
            return known.isPresent() ? known.get() : computed(real);
        } catch (IOException unreadable) {
            return Fingerprint.of(file);
        }
    }

    /** By one process of the host at a time: the others find what it remembered. */
    private String computed(Path real) throws IOException {
        Optional<HostLock.Hold> alone = alone(real);
        try {
            FileState before = FileState.of(real);
            Optional<String> known = recall(real, before);
            if (known.isPresent()) {
                return known.get();
            }
            String hash = Fingerprint.of(real);
            boolean settled = before.changed().isBefore(clock.instant().minus(TICK));
            if (settled && before.equals(FileState.of(real))) {
                remember(real, before, hash);
            }
            return hash;
        } finally {
            alone.ifPresent(HostLock.Hold::close);
        }
    }

    private Optional<HostLock.Hold> alone(Path real) {
        try {
            Optional<Path> note = place(real);
            if (note.isPresent()) {
                Files.createDirectories(note.get().resolveSibling("."));
            }
            return note.map(place -> HostLock.of(place.resolveSibling(place.getFileName() + ".lock"))
                    .alone());
        } catch (IOException | UncheckedIOException unwritable) {
            // then nothing can be remembered either
            return Optional.empty();
        }
    }

    /** Takes note of a hash that was computed by whoever wrote the file, and knows that nobody else does. */
    void note(Path file, String hash) throws IOException {
        Path real = file.toRealPath();
        remember(real, FileState.of(real), hash);
    }

    private Optional<String> recall(Path real, FileState state) throws IOException {
        Optional<Path> note = place(real).filter(Files::isRegularFile);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(note.get());
        return lines.size() == 2 && lines.get(1).equals(state.text()) ? Optional.of(lines.get(0)) : Optional.empty();
    }

    /** Whole or not at all; that it cannot be written costs time, no more. */
    private void remember(Path real, FileState state, String hash) {
        place(real).ifPresent(place -> {
            try {
                Path folder = Files.createDirectories(place.resolveSibling("."));
                Path beside = Files.createTempFile(folder, "note-", ".tmp");
                Files.writeString(beside, hash + "\n" + state.text() + "\n");
                Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException unwritable) {
                // the next one reads the file again
            }
        });
    }

    /** One note for a path, so that notes do not pile up as a file changes. */
    private Optional<Path> place(Path real) {
        return memory.map(folder ->
                folder.resolve(new Fingerprint().with("path", real.toString()).hex()));
    }
}
