package io.prefscore.model;

import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of a model on this host, which are what the driver read, and stay so. */
final class FileWatch {

    private static final String WAY_OUT =
            "; leave a model's files alone while a run goes on, give every host the same ones, and start the run again";

    private final Map<Path, FileState> states = new HashMap<>();

    /**
     * Begins to watch.
     *
     * @param folder where they stand
     * @param content SHA-256 that each must have, by its name in the folder
     * @throws UserError naming a file that is another than the driver read
     */
    FileWatch(Path folder, Map<String, String> content, FileHashes hashes) {
        List<String> names = List.copyOf(content.keySet());
        List<Path> files = names.stream().map(folder::resolve).toList();
        for (Path file : files) {
            states.put(file, state(file));
        }
        List<String> found = hashes.of(files);
        for (int file = 0; file < files.size(); file++) {
            if (!found.get(file).equals(content.get(names.get(file)))) {
                throw new UserError(
                        UserError.Kind.MODEL,
                        files.get(file) + ": is not what the driver read when the run began" + WAY_OUT);
            }
        }
    }

    /** Whether nobody has touched any of them. */
    boolean isUntouched() {
        return touched().isEmpty();
    }

    /** @throws UserError naming a file that somebody has touched */
    void requireUntouched() {
        touched().ifPresent(file -> {
            throw new UserError(
                    UserError.Kind.MODEL,
                    file + ": was written to or replaced while the model was in use; rewards from then on are not kept"
                            + WAY_OUT);
        });
    }

    /** A file that is not what it was, or not there any more. */
    private Optional<Path> touched() {
        for (Map.Entry<Path, FileState> file : states.entrySet()) {
            try {
                if (!file.getValue().equals(FileState.of(file.getKey().toRealPath()))) {
                    return Optional.of(file.getKey());
                }
            } catch (IOException gone) {
                return Optional.of(file.getKey());
            }
        }
        return Optional.empty();
    }

    private static FileState state(Path file) {
        try {
            return FileState.of(file.toRealPath());
        } catch (IOException gone) {
            throw new UserError(
                    UserError.Kind.MODEL, file + ": cannot be read: " + UserError.reason(gone) + WAY_OUT, gone);
        }
    }
}
