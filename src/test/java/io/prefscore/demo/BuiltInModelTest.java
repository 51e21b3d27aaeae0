package io.prefscore.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInModelTest {

    private static final BuiltInModel MODEL = ModelFamily.largest();

    @TempDir
    private Path parent;

    @Test
    void unpacksACheckpointFolderAndNothingElse() throws IOException {
        Path folder = parent.resolve("deep/model");
        assertThat(MODEL.unpackTo(folder)).isEqualTo(folder);
        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(BuiltInModel.FILES);
        assertThat(names(folder.resolveSibling("."))).containsExactly("model");
    }

    @Test
    void holdsTheTensorsOfWorldPmsClassInLessThanOneMegabyte() throws IOException {
        Path folder = MODEL.unpackTo(parent.resolve("model"));
        long bytes = 0;
        for (String name : BuiltInModel.FILES) {
            bytes += Files.size(folder.resolve(name));
        }
        assertThat(bytes).isLessThan(1_000_000);
        assertThat(Files.readString(folder.resolve("config.json")))
                .contains("\"Qwen2ForRewardModel\"", "\"num_labels\": 1", "\"model_type\": \"qwen2\"");
        assertThat(safetensorsHeader(folder.resolve("model.safetensors")))
                .contains("\"score.0.weight\"", "\"score.0.bias\"", "\"score.2.weight\"", "\"score.2.bias\"")
                .contains("\"model.layers.0.self_attn.q_proj.bias\"", "\"BF16\"")
                .doesNotContain("\"F32\"");
    }

    @Test
    void leavesAFolderAloneThatHoldsTheModelAlready() throws IOException {
        Path folder = MODEL.unpackTo(parent.resolve("model"));
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(folder.resolve("config.json"), longAgo);
        MODEL.unpackTo(folder);
        assertThat(Files.getLastModifiedTime(folder.resolve("config.json"))).isEqualTo(longAgo);
    }

    @Test
    void unpacksIntoAnEmptyFolder() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("model"));
        MODEL.unpackTo(folder);
        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(BuiltInModel.FILES);
    }

    @Test
    void refusesAFolderWithOtherContentAndLeavesNoTrace() throws IOException {
        Path folder = MODEL.unpackTo(parent.resolve("model"));
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> MODEL.unpackTo(folder))
                .withMessageContaining(folder.toString());
        assertThat(folder.resolve("config.json")).hasContent("{}");
        assertThat(names(parent)).containsExactly("model");
    }

    @Test
    void refusesAFile() throws IOException {
        Path file = Files.createFile(parent.resolve("model"));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> MODEL.unpackTo(file));
    }

    @Test
    void unpacksOnceWhereManyAskAtTheSameTime() throws InterruptedException, ExecutionException, IOException {
        Path folder = parent.resolve("model");
        Callable<Path> unpack = () -> MODEL.unpackTo(folder);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Path> done : threads.invokeAll(List.of(unpack, unpack, unpack, unpack))) {
                assertThat(done.get()).isEqualTo(folder);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(BuiltInModel.FILES);
        assertThat(names(parent)).containsExactly("model");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String safetensorsHeader(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int length =
                (int) ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(content, Long.BYTES, length, StandardCharsets.UTF_8);
    }
}
