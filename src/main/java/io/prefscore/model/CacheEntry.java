package io.prefscore.model;

import io.prefscore.model.RemoteFiles.RemoteFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One model in a host's cache: {@code KEY/files} and {@code KEY/hashes} once it is whole, {@code KEY.part} while it is fetched,
 * and two locks. Whoever uses it or fetches it shares the first, which whoever removes it must have alone; the second is for
 * one at a time to look after what is there.
 *
 * @param folder of all entries
 */
record CacheEntry(Path folder, String key) {

    private static final String LOCK = ".lock";
    private static final String PART = ".part";

    /** All that have ever been in a folder. */
    static List<CacheEntry> all(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(LOCK) && !name.endsWith(".fetch" + LOCK))
                    .map(name -> new CacheEntry(folder, name.substring(0, name.length() - LOCK.length())))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    HostLock inUse() {
        return HostLock.of(folder.resolve(key + LOCK));
    }

    HostLock fetching() {
        return HostLock.of(folder.resolve(key + ".fetch" + LOCK));
    }

    Path whole() {
        return folder.resolve(key);
    }

    Path part() {
        return folder.resolve(key + PART);
    }

    Path files() {
        return whole().resolve("files");
    }

    /** Notes that somebody uses it. */
    void touch() {
        try {
            Files.setLastModifiedTime(folder.resolve(key + LOCK), FileTime.from(Instant.now()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    FileTime lastUsed() {
        try {
            return Files.getLastModifiedTime(folder.resolve(key + LOCK));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The hashes of the files by name if it is whole and every file is what was fetched; else empty. */
    Optional<Map<String, String>> sound(RemoteFiles remote, FileHashes hashes) {
        Map<String, String> recorded = recorded();
        boolean sound = remote.files().parallelStream().allMatch(file -> isSound(file, recorded, hashes));
        return sound ? Optional.of(recorded) : Optional.empty();
    }

    private boolean isSound(RemoteFile file, Map<String, String> recorded, FileHashes hashes) {
        Path path = files().resolve(file.name());
        String hash = recorded.getOrDefault(file.name(), "");
        return path.toFile().isFile()
                && path.toFile().length() == file.bytes()
                && (file.sha256().isEmpty() || file.sha256().equals(hash))
                && hashes.of(path).equals(hash);
    }

    private Map<String, String> recorded() {
        Path record = whole().resolve("hashes");
        Map<String, String> recorded = new LinkedHashMap<>();
        try {
            for (String line : Files.exists(record) ? Files.readAllLines(record) : List.<String>of()) {
                String[] words = line.split("  ", 2);
                recorded.put(words[1], words[0]);
            }
            return recorded;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes a part of what was whole and is not sound any more: its files that are sound, and none of the others. */
    void reopen(RemoteFiles remote, FileHashes hashes, RangeFetch fetch) throws IOException {
        if (!Files.exists(whole())) {
            return;
        }
        Map<String, String> recorded = recorded();
        List<RemoteFile> sound = remote.files().stream()
                .filter(file -> isSound(file, recorded, hashes))
                .toList();
        delete(part());
        Files.move(whole(), part());
        for (RemoteFile file : remote.files()) {
            if (sound.contains(file)) {
                fetch.keep(file);
            } else {
                fetch.discard(file);
            }
        }
    }

    /** Makes it whole: from now on it is there under its own name. */
    void complete(Map<String, String> hashes) throws IOException {
        List<String> lines = new ArrayList<>();
        hashes.forEach((name, hash) -> lines.add(hash + "  " + name));
        // as sha256sum writes and checks them
        Files.write(part().resolve("hashes"), lines);
        delete(part().resolve("ranges"));
        Files.move(part(), whole());
    }

    /** Bytes that it takes, or will take once what is being fetched is there. */
    long bytes() {
        return bytes(whole()) + bytes(part());
    }

    private static long bytes(Path folder) {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void delete() throws IOException {
        delete(whole());
        delete(part());
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder)) {
            paths = new ArrayList<>(found.toList());
        }
        Collections.reverse(paths);
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
