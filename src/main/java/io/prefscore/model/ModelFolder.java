package io.prefscore.model;

import io.prefscore.config.CacheSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.preference.UserError;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** Where a model's files stand. Found by the driver, shipped to executors, each of which has to get at them by itself. */
sealed interface ModelFolder extends Serializable {

    /** Two letters and more: one may be a drive. */
    Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):/.*");

    /**
     * Files of this host, which stay where they are until it is closed.
     *
     * @param content SHA-256 of those that the driver has read, by name
     * @param cache where hashes are remembered
     */
    record Held(Path path, Map<String, String> content, CacheSettings cache, Runnable release)
            implements AutoCloseable {

        /** @throws UserError naming a file that is not what the driver read */
        FileWatch watch() {
            return new FileWatch(path, content, FileHashes.of(cache));
        }

        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * The folder that the settings name.
     *
     * @param hadoop what is known of other file systems
     * @throws UserError where it stands on another file system and cannot be listed
     */
    static ModelFolder of(ModelSettings settings, Configuration hadoop) {
        String path = settings.path();
        if (!SCHEME.matcher(path).matches()) {
            // an executor's working folder is another than the driver's
            return new LocalFolder(path, Path.of(path).toAbsolutePath().toString(), Map.of(), settings.cache());
        }
        if (path.regionMatches(true, 0, "file:", 0, "file:".length())) {
            String local = new org.apache.hadoop.fs.Path(path).toUri().getPath();
            return new LocalFolder(path, local, Map.of(), settings.cache());
        }
        return RemoteFolder.list(path, settings.kind(), settings.cache(), hadoop);
    }

    /** As the user calls it. */
    String name();

    /** All files that the model needs. */
    Held hold();

    /** The files without its weights. */
    Held holdTexts();

    /**
     * The same folder once the driver has read its files: others have to find the same content.
     *
     * @param files those of a folder that the model is made of
     */
    ModelFolder pinned(Function<Path, List<Path>> files);

    /** SHA-256 of its files by name, once it is pinned. */
    Map<String, String> content();

    /** Reads in the held folder; what is wrong with it is said of the folder that the user knows. */
    default <T> T read(Held held, Function<Path, T> reading) {
        try (held) {
            return reading.apply(held.path());
        } catch (UserError failure) {
            String message = String.valueOf(failure.getMessage());
            throw new UserError(failure.kind(), message.replace(held.path().toString(), name()), failure);
        }
    }

    /** Reads in the pinned folder, whose files must be what they were at its end too. */
    default <T> T readPinned(Function<Path, T> reading) {
        Held held = hold();
        return read(held, path -> {
            T read = reading.apply(path);
            held.watch();
            return read;
        });
    }

    /** Files that are used in place. */
    record LocalFolder(String name, String path, Map<String, String> content, CacheSettings cache)
            implements ModelFolder {

        @Override
        public Held hold() {
            return new Held(Path.of(path), content, cache, () -> {});
        }

        @Override
        public Held holdTexts() {
            return hold();
        }

        @Override
        public ModelFolder pinned(Function<Path, List<Path>> files) {
            List<Path> found = read(hold(), files);
            List<String> hashes = FileHashes.of(cache).of(found);
            Map<String, String> pinned = new LinkedHashMap<>();
            for (int file = 0; file < found.size(); file++) {
                pinned.put(Path.of(path).relativize(found.get(file)).toString(), hashes.get(file));
            }
            return new LocalFolder(name, path, pinned, cache);
        }
    }

    /** Files that are used as a copy in the host's cache. */
    record RemoteFolder(RemoteFiles texts, RemoteFiles all, CacheSettings cache) implements ModelFolder {

        static RemoteFolder list(String path, ModelSettings.Kind kind, CacheSettings cache, Configuration hadoop) {
            RemoteListing listing = RemoteListing.of(path, kind, hadoop);
            return new RemoteFolder(listing.texts(), listing.all(), cache);
        }

        @Override
        public String name() {
            return all.folder();
        }

        @Override
        public Held hold() {
            return held(all);
        }

        @Override
        public Held holdTexts() {
            return held(texts);
        }

        private Held held(RemoteFiles files) {
            HostCache.Copy copy = new HostCache(cache).hold(files);
            return new Held(copy.folder(), content(), cache, copy::close);
        }

        @Override
        public ModelFolder pinned(Function<Path, List<Path>> files) {
            try (HostCache.Copy copy = new HostCache(cache).hold(all)) {
                return new RemoteFolder(texts, all.withHashes(copy.hashes()), cache);
            }
        }

        @Override
        public Map<String, String> content() {
            return all.hashes();
        }
    }
}
