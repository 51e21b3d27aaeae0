package io.prefscore.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The reward model that comes with the project: a {@code Qwen2ForRewardModel} of less than 1 MB, trained on pairs of
 * {@link PreferenceGenerator} by {@code src/main/python/train_demo_model.py}. It is good for trying the job and for tests,
 * and knows nothing of the real world. What it was trained on and how good it is stands in its {@code training.json}.
 */
public final class BuiltInModel {

    /** Files of the checkpoint folder, all of them in the class path's {@code model} folder. */
    static final List<String> FILES = List.of(
            "config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            "training.json");

    private BuiltInModel() {}

    /**
     * Writes the model as a Hugging Face checkpoint folder. The folder appears at once and whole, or not at all; where it
     * holds this very model already, nothing happens. Several processes may do so at the same time.
     *
     * @param folder the checkpoint folder to make; its parents are made too
     * @return the same folder
     * @throws FileAlreadyExistsException where something else than this model is there
     */
    public static Path unpackTo(Path folder) throws IOException {
        if (isUnpackedIn(folder)) {
            return folder;
        }
        refuseOtherContent(folder);
        Path parent = Objects.requireNonNull(
                folder.toAbsolutePath().getParent(), () -> "a checkpoint folder has a parent; found " + folder);
        Files.createDirectories(parent);
        // a sibling, so that it can be renamed; not a JDK temporary folder, which only its owner could read afterwards
        Path temporary = Files.createDirectory(parent.resolve(".prefscore-model-" + UUID.randomUUID()));
        try {
            for (String name : FILES) {
                try (InputStream content = open(name)) {
                    Files.copy(content, temporary.resolve(name));
                }
            }
            rename(temporary, folder);
        } finally {
            deleteFolder(temporary);
        }
        return folder;
    }

    private static void rename(Path temporary, Path folder) throws IOException {
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException exception) {
            // another process may have been first, which is as good
            if (!isUnpackedIn(folder)) {
                throw exception;
            }
        }
    }

    private static boolean isUnpackedIn(Path folder) throws IOException {
        for (String name : FILES) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), bytes(name))) {
                return false;
            }
        }
        return true;
    }

    private static void refuseOtherContent(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
        } else if (Files.notExists(folder)) {
            return;
        }
        throw new FileAlreadyExistsException(
                folder.toString(), null, "the built-in model needs a folder of its own; this one holds something else");
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream content = open(name)) {
            return content.readAllBytes();
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(
                BuiltInModel.class.getResourceAsStream("model/" + name),
                () -> "the class path lacks the built-in model's " + name);
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
