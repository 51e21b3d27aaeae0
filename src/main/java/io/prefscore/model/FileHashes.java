package io.prefscore.model;

import io.prefscore.config.CacheSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 of files by content, each read once: the hash is remembered under the file's path together with what changes when
 * somebody writes to it, its length, its time of modification and its place on the disk.
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

    /** @param memory folder for what is remembered; empty: every file is read every time */
    FileHashes(Optional<Path> memory) {
        this.memory = memory;
    }

    /** In the host's cache, if there is one that can be written. */
    static FileHashes of(CacheSettings cache) {
        return new FileHashes(CacheFolder.findIfAny(cache).map(folder -> folder.resolve("hashes")));
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
            String identity = identity(real);
            Optional<String> known = recall(real, identity);
            if (known.isPresent()) {
                return known.get();
            }
            String hash = Fingerprint.of(file);
            boolean settled = Files.getLastModifiedTime(real)
                    .toInstant()
                    .isBefore(Instant.now().minus(TICK));
            if (settled && identity.equals(identity(real))) {
                remember(real, identity, hash);
            }
            return hash;
        } catch (IOException unreadable) {
            return Fingerprint.of(file);
        }
    }

    /** Takes note of a hash that was computed by whoever wrote the file, and knows that nobody else does. */
    void note(Path file, String hash) throws IOException {
        Path real = file.toRealPath();
        remember(real, identity(real), hash);
    }

    private static String identity(Path real) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime().toInstant() + " " + attributes.fileKey() + " "
                + real;
    }

    private Optional<String> recall(Path real, String identity) throws IOException {
        Optional<Path> note = place(real).filter(Files::isRegularFile);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(note.get());
        return lines.size() == 2 && lines.get(1).equals(identity) ? Optional.of(lines.get(0)) : Optional.empty();
    }

    /** Whole or not at all; that it cannot be written costs time, no more. */
    private void remember(Path real, String identity, String hash) {
        place(real).ifPresent(place -> {
            try {
                Path folder = Files.createDirectories(place.resolveSibling("."));
                Path beside = Files.createTempFile(folder, "note-", ".tmp");
                Files.writeString(beside, hash + "\n" + identity + "\n");
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
