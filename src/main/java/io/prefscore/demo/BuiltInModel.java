package io.prefscore.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A reward model that comes with the project, a {@code Qwen2ForRewardModel} of less than 1 MB, and what its training
 * found out about it. {@link ModelFamily} lists them all. They are good for trying the job and for tests, and know nothing
 * of the real world.
 *
 * @param name of its folder, such as {@code parameters-79k-pairs-16k-seed-1}
 * @param parameters of the whole model
 * @param nonEmbeddingParameters parameters but for the token embeddings: the size that scaling curves are drawn over
 * @param pairs preference pairs that it was trained on, each seen once
 * @param tokens tokens of these pairs, a prompt counted once for both answers
 * @param readingTokens tokens that it had read before as a language model, the same for all members
 * @param seed of its first weights, the order of its data and the data itself
 * @param trainingSeconds time that learning the pairs took on one core
 * @param heldOut how it judged held-out pairs, by the training script's own arithmetic
 */
public record BuiltInModel(
        String name,
        long parameters,
        long nonEmbeddingParameters,
        long pairs,
        long tokens,
        long readingTokens,
        int seed,
        double trainingSeconds,
        Map<Kind, HeldOut> heldOut) {

    /**
     * Figures on held-out pairs of one kind.
     *
     * @param loss mean Bradley-Terry loss, in nats; chance is log 2
     * @param accuracy share of pairs whose chosen answer has the greater reward, a tie one half
     */
    public record HeldOut(
            long pairs, double loss, double lossStandardError, double accuracy, double accuracyStandardError) {}

    /** Files of a member's own; the others are the family's. */
    static final List<String> OWN_FILES = List.of("config.json", "model.safetensors");

    static final List<String> SHARED_FILES = List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja");

    /** Files of the checkpoint folder. */
    static final List<String> FILES =
            Stream.concat(OWN_FILES.stream(), SHARED_FILES.stream()).toList();

    public BuiltInModel {
        heldOut = Map.copyOf(heldOut);
    }

    /**
     * Writes the model as a Hugging Face checkpoint folder. The folder appears at once and whole, or not at all; where it
     * holds this very model already, nothing happens. Several processes may do so at the same time.
     *
     * @param folder the checkpoint folder to make; its parents are made too
     * @return the same folder
     * @throws FileAlreadyExistsException where something else than this model is there
     */
    public Path unpackTo(Path folder) throws IOException {
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
            for (String file : FILES) {
                try (InputStream content = open(file)) {
                    Files.copy(content, temporary.resolve(file));
                }
            }
            rename(temporary, folder);
        } finally {
            deleteFolder(temporary);
        }
        return folder;
    }

    private void rename(Path temporary, Path folder) throws IOException {
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException exception) {
            // another process may have been first, which is as good
            if (!isUnpackedIn(folder)) {
                throw exception;
            }
        }
    }

    private boolean isUnpackedIn(Path folder) throws IOException {
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

    private byte[] bytes(String file) throws IOException {
        try (InputStream content = open(file)) {
            return content.readAllBytes();
        }
    }

    private InputStream open(String file) {
        return ModelFamily.open(OWN_FILES.contains(file) ? name + "/" + file : file);
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
