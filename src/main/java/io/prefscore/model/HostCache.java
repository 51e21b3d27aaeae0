package io.prefscore.model;

import io.prefscore.config.CacheSettings;
import io.prefscore.model.RemoteFiles.RemoteFile;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileSystem;

/**
 * This host's copies of models that stand on other file systems, one for all processes of a user: fetched by whoever is first
 * while the others wait, checked each time that one is opened, removed when room is wanted and nobody uses them.
 *
 * <p>Safe for use by several threads and processes.
 */
public final class HostCache {

    /** What a crash of the machine spoiled of an earlier fetch is fetched anew; what differs then differs at its source. */
    private static final int ATTEMPTS = 2;

    private static final AtomicLong FETCHES = new AtomicLong();
    private static final AtomicLong FETCHED_BYTES = new AtomicLong();

    private final CacheSettings settings;
    private final Path folder;
    private final FileHashes hashes;

    /** @throws UserError where no folder for it can be written */
    HostCache(CacheSettings settings) {
        this.settings = settings;
        this.folder = CacheFolder.find(settings).resolve("models");
        this.hashes = FileHashes.of(settings);
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Files of this host, which stay until it is closed.
     *
     * @param folder holds them under their own names
     * @param hashes SHA-256 by name
     */
    record Copy(Path folder, Map<String, String> hashes, HostLock.Hold hold) implements AutoCloseable {

        @Override
        public void close() {
            hold.close();
        }
    }

    /** How many models this JVM has fetched, whole or in part, since it began. */
    public static long fetches() {
        return FETCHES.get();
    }

    /** How many bytes of models this JVM has fetched since it began. */
    public static long fetchedBytes() {
        return FETCHED_BYTES.get();
    }

    /**
     * Makes sure of a copy.
     *
     * @throws UserError where the files cannot be fetched, are others than the driver read, or there is no room
     */
    Copy hold(RemoteFiles remote) {
        CacheEntry entry = new CacheEntry(folder, remote.key());
        HostLock.Hold inUse = entry.inUse().shared();
        try {
            entry.touch();
            return new Copy(entry.files(), ensure(entry, remote), inUse);
        } catch (IOException failure) {
            inUse.close();
            throw RemoteFailures.explained(remote.folder(), failure);
        } catch (RuntimeException | Error failure) {
            inUse.close();
            throw failure;
        }
    }

    private Map<String, String> ensure(CacheEntry entry, RemoteFiles remote) throws IOException {
        HostLock.Hold alone = entry.fetching().alone();
        try {
            Optional<Map<String, String>> sound = entry.sound(remote, hashes);
            return sound.isPresent() ? sound.get() : fetch(entry, remote);
        } finally {
            alone.close();
        }
    }

    private Map<String, String> fetch(CacheEntry entry, RemoteFiles remote) throws IOException {
        FETCHES.incrementAndGet();
        try (FileSystem fileSystem =
                RemoteFailures.open(remote.folder(), remote.hadoop().configuration())) {
            RangeFetch fetch = new RangeFetch(
                    fileSystem,
                    remote,
                    entry.part().resolve("files"),
                    entry.part().resolve("ranges"),
                    FETCHED_BYTES);
            // others that use it keep the files that they have open
            entry.reopen(remote, hashes, fetch);
            Map<String, String> fetched = Map.of();
            List<RemoteFile> differing = remote.files();
            for (int attempt = 0; attempt < ATTEMPTS && !differing.isEmpty(); attempt++) {
                reserve(entry, remote, fetch);
                fetch.run();
                fetched = check(entry, remote);
                differing = differing(remote, fetched);
                for (RemoteFile file : differing) {
                    fetch.discard(file);
                }
            }
            refuse(remote, differing);
            entry.complete(fetched);
            for (Map.Entry<String, String> file : fetched.entrySet()) {
                hashes.note(entry.files().resolve(file.getKey()), file.getValue());
            }
            return fetched;
        }
    }

    /** Hashes what was fetched, read back from the disk. */
    private static Map<String, String> check(CacheEntry entry, RemoteFiles remote) {
        Map<String, String> hashes = new LinkedHashMap<>();
        List<RemoteFile> files = remote.files();
        List<String> found = FileHashes.forgetful()
                .of(files.stream()
                        .map(file -> entry.part().resolve("files").resolve(file.name()))
                        .toList());
        for (int file = 0; file < files.size(); file++) {
            hashes.put(files.get(file).name(), found.get(file));
        }
        return hashes;
    }

    private static List<RemoteFile> differing(RemoteFiles remote, Map<String, String> fetched) {
        return remote.files().stream()
                .filter(file -> !file.sha256().isEmpty() && !file.sha256().equals(fetched.get(file.name())))
                .toList();
    }

    private static void refuse(RemoteFiles remote, List<RemoteFile> differing) {
        if (!differing.isEmpty()) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    remote.folder() + "/" + differing.get(0).name()
                            + ": its content is no longer what it was when the run began; start the run again");
        }
    }

    /** One process of the host at a time, so that two fetches do not count on the same room. */
    private void reserve(CacheEntry entry, RemoteFiles remote, RangeFetch fetch) throws IOException {
        HostLock.Hold alone = HostLock.of(folder.resolveSibling("room.lock")).alone();
        try {
            if (settings.limitBytes().isPresent()) {
                makeRoom(entry, remote, settings.limitBytes().getAsLong());
            }
            fetch.reserve();
        } finally {
            alone.close();
        }
    }

    private void makeRoom(CacheEntry wanted, RemoteFiles remote, long limitBytes) throws IOException {
        List<CacheEntry> others = CacheEntry.all(folder).stream()
                .filter(entry -> !entry.equals(wanted))
                .sorted(Comparator.comparing(CacheEntry::lastUsed))
                .toList();
        long bytes =
                remote.bytes() + others.stream().mapToLong(CacheEntry::bytes).sum();
        for (CacheEntry other : others) {
            if (bytes <= limitBytes) {
                return;
            }
            bytes -= removeIfUnused(other);
        }
        if (bytes > limitBytes) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    String.format(
                            Locale.ROOT,
                            "%s: needs %,d bytes of %s, where others are in use, which makes %,d; model.cache-limit"
                                    + " allows %,d. Raise it, or wait for the others to end",
                            remote.folder(),
                            remote.bytes(),
                            folder,
                            bytes,
                            limitBytes));
        }
    }

    /** Gives the bytes that are free now. */
    private static long removeIfUnused(CacheEntry entry) throws IOException {
        Optional<HostLock.Hold> unused = entry.inUse().aloneIfFree();
        if (unused.isEmpty()) {
            return 0;
        }
        try {
            long bytes = entry.bytes();
            entry.delete();
            return bytes;
        } finally {
            unused.get().close();
        }
    }
}
