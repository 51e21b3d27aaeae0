package io.prefscore.model;

import io.prefscore.config.CacheSettings;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the folder of this host where models and hashes are kept. */
final class CacheFolder {

    private static final String NAME = "prefscore";

    private CacheFolder() {}

    /**
     * The folder that the settings name, else the first of the usual places that can be written.
     *
     * @throws UserError where there is none
     */
    static Path find(CacheSettings settings) {
        List<Path> candidates = settings.folder().isPresent()
                ? List.of(Path.of(settings.folder().orElseThrow()))
                : usual(System.getenv(), System.getProperty("user.home", ""), System.getProperty("user.name", ""));
        return candidates.stream()
                .map(Path::toAbsolutePath)
                .filter(CacheFolder::isOurs)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        UserError.Kind.SETTINGS,
                        "model.cache: nothing can be written to " + candidates
                                + "; name a folder of every host that this user may write"));
    }

    /** The same, or nothing where there is none. */
    static Optional<Path> findIfAny(CacheSettings settings) {
        try {
            return Optional.of(find(settings));
        } catch (UserError none) {
            return Optional.empty();
        }
    }

    /** In the order of preference: the XDG Base Directory Specification's, then one beside temporary files. */
    static List<Path> usual(Map<String, String> environment, String home, String user) {
        List<Path> places = new ArrayList<>();
        String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (Path.of(cacheHome).isAbsolute()) {
            places.add(Path.of(cacheHome, NAME));
        } else if (Path.of(home).isAbsolute()) {
            places.add(Path.of(home, ".cache", NAME));
        }
        places.add(Path.of(System.getProperty("java.io.tmpdir"), NAME + "-" + user));
        return places;
    }

    /**
     * Makes the folder if need be. In a folder for temporary files another user may have been quicker, and could put weights
     * of their own there.
     */
    private static boolean isOurs(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                restrict(folder);
            }
            Path probe = Files.createTempFile(folder, "probe-", ".tmp");
            boolean ours = Files.getOwner(probe).equals(Files.getOwner(folder));
            Files.delete(probe);
            return ours;
        } catch (IOException | UnsupportedOperationException unwritable) {
            return false;
        }
    }

    private static void restrict(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
