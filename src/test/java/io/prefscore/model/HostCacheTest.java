package io.prefscore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.FaultyRelay.Faults;
import io.prefscore.OnEachSpark;
import io.prefscore.S3Server;
import io.prefscore.config.CacheSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCacheTest {

    /** Four whole ranges and a bit of a fifth. */
    private static final int WEIGHT_BYTES = 4 * RangeFetch.RANGE_BYTES + 12_345;

    private static final int SMALL_BYTES = 100_000;

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static Path model;

    @TempDir
    private Path cache;

    @BeforeAll
    static void upload() throws IOException {
        server = S3Server.start(Files.createDirectory(folder.resolve("server")), Faults.NONE);
        model = Files.createDirectory(folder.resolve("model"));
        write("config.json", 700, 1);
        write("tokenizer.json", 0, 2);
        write("model.safetensors", WEIGHT_BYTES, 3);
        write("pytorch_model.bin", 1000, 4);
        Files.createDirectory(model.resolve("original"));
        write("original/consolidated.safetensors", 1000, 5);
        server.upload(model, "models/big model");
        for (String name : List.of("a", "b", "c")) {
            Path small = Files.createDirectory(folder.resolve(name));
            Files.write(small.resolve("model.safetensors"), bytes(SMALL_BYTES, name.hashCode()));
            server.upload(small, "models/" + name);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @AfterEach
    void disturbNobody() {
        server.relay().letGo();
        server.relay().spoil(Faults.NONE);
    }

    private static void write(String name, int bytes, long seed) throws IOException {
        Files.write(model.resolve(name), bytes(bytes, seed));
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static RemoteFiles files(String name) {
        return RemoteListing.of(server.path("models/" + name), ModelSettings.Kind.CHECKPOINT, server.hadoop())
                .all();
    }

    private HostCache unbounded() {
        return new HostCache(new CacheSettings(Optional.of(cache.toString()), OptionalLong.empty()));
    }

    private HostCache bounded(long bytes) {
        return new HostCache(new CacheSettings(Optional.of(cache.toString()), OptionalLong.of(bytes)));
    }

    private static void assertCopy(HostCache.Copy copy) {
        assertThat(copy.folder())
                .isDirectoryNotContaining(file -> file.toString().endsWith(".bin"));
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            assertThat(copy.folder().resolve(name)).hasSameBinaryContentAs(model.resolve(name));
            assertThat(copy.hashes()).containsEntry(name, Fingerprint.of(model.resolve(name)));
        }
    }

    @OnEachSpark
    @Test
    void fetchesWhatAModelNeedsAndNothingElse() {
        RemoteFiles files = files("big model");
        assertThat(files.files())
                .extracting(RemoteFiles.RemoteFile::name)
                .containsExactly("config.json", "model.safetensors", "tokenizer.json");
        server.relay().forget();

        try (HostCache.Copy copy = unbounded().hold(files)) {
            assertCopy(copy);
        }

        assertThat(server.relay().bodyBytes()).isBetween(files.bytes(), files.bytes() + 50_000);
        assertThat(ranges()).as("one request each").hasSize(5 + 1);
    }

    private static List<String> ranges() {
        return server.relay().requests().stream()
                .filter(request -> request.headers().containsKey("range"))
                .map(request -> request.target() + " " + request.headers().get("range"))
                .toList();
    }

    @Test
    void fetchesOnceForAllThreadsThatWantIt() throws Exception {
        RemoteFiles files = files("big model");
        long before = HostCache.fetches();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> holding = () -> {
                try (HostCache.Copy copy = unbounded().hold(files)) {
                    assertCopy(copy);
                    return true;
                }
            };
            for (Future<Boolean> done : pool.invokeAll(List.of(holding, holding, holding, holding))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(HostCache.fetches()).isEqualTo(before + 1);
    }

    @Test
    void fetchesOnceForTwoProcessesThatWantItAtOnce() throws Exception {
        RemoteFiles files = files("big model");
        server.relay().forget();
        server.relay().holdAfterRanges(2);
        Process one = CacheUser.start(cache, files.folder(), server.settings());
        Process other = CacheUser.start(cache, files.folder(), server.settings());
        CacheUser.awaitReady(one);
        CacheUser.awaitReady(other);
        await(() -> server.relay().waiting() > 0);
        server.relay().letGo();

        long bytes = CacheUser.fetchedBytes(one) + CacheUser.fetchedBytes(other);

        assertThat(bytes).isEqualTo(files.bytes());
        assertThat(ranges()).doesNotHaveDuplicates().hasSize(5 + 1);
        try (HostCache.Copy copy = unbounded().hold(files)) {
            assertCopy(copy);
        }
    }

    @Test
    void goesOnWhereAKilledFetchWas() throws Exception {
        RemoteFiles files = files("big model");
        server.relay().holdAfterRanges(3);
        Process victim = CacheUser.start(cache, files.folder(), server.settings());
        CacheUser.awaitReady(victim);
        Path ranges = cache.resolve("models").resolve(files.key() + ".part").resolve("ranges");
        await(() -> server.relay().waiting() == 3 && fetched(ranges) == 3);
        victim.destroyForcibly();
        assertThat(victim.waitFor()).isEqualTo(137);
        server.relay().letGo();
        long before = HostCache.fetchedBytes();
        assertThat(cache.resolve("models").resolve(files.key())).doesNotExist();

        try (HostCache.Copy copy = unbounded().hold(files)) {
            assertCopy(copy);
        }

        // two of the ranges are short, and may be among the three that were there
        assertThat(HostCache.fetchedBytes() - before)
                .isBetween(files.bytes() - 3L * RangeFetch.RANGE_BYTES, files.bytes() - RangeFetch.RANGE_BYTES);
    }

    /** Ranges that are said to be there. */
    private static long fetched(Path ranges) {
        if (!Files.isDirectory(ranges)) {
            return 0;
        }
        try (Stream<Path> states = Files.list(ranges)) {
            long count = 0;
            for (Path state : states.toList()) {
                for (byte range : Files.readAllBytes(state)) {
                    count += range;
                }
            }
            return count;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MINUTES.toNanos(3));
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void fetchesAFileAnewThatIsNotWhatItWas() throws IOException {
        RemoteFiles files = files("big model");
        Path config;
        try (HostCache.Copy copy = unbounded().hold(files)) {
            config = copy.folder().resolve("config.json");
        }
        byte[] spoiled = Files.readAllBytes(config);
        spoiled[100] ^= 1;
        Files.write(config, spoiled);
        long before = HostCache.fetchedBytes();

        try (HostCache.Copy copy = unbounded().hold(files)) {
            assertCopy(copy);
        }

        assertThat(HostCache.fetchedBytes() - before).as("the others stay").isEqualTo(spoiled.length);
    }

    @Test
    void givesTheSameThroughFaults() {
        server.relay().spoil(new Faults(0.1, 20260101));
        long spoiled = spoiled();

        try (HostCache.Copy copy = unbounded().hold(files("big model"))) {
            assertCopy(copy);
        }
        for (String name : List.of("a", "b", "c")) {
            try (HostCache.Copy copy = unbounded().hold(files(name))) {
                assertThat(copy.folder().resolve("model.safetensors"))
                        .hasSameBinaryContentAs(folder.resolve(name).resolve("model.safetensors"));
            }
        }

        assertThat(spoiled()).isGreaterThan(spoiled);
    }

    private static long spoiled() {
        return server.relay().spoiled().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void makesRoomByWhatWasUsedLongestAgoAndByNothingInUse() throws IOException {
        HostCache twoFit = bounded(2 * SMALL_BYTES + 1000);
        Path a;
        Path b;
        try (HostCache.Copy heldA = twoFit.hold(files("a"))) {
            a = heldA.folder();
            try (HostCache.Copy heldB = twoFit.hold(files("b"))) {
                b = heldB.folder();
            }
            twoFit.hold(files("c")).close();
            assertThat(a).as("used longest ago, but in use").exists();
            assertThat(b).doesNotExist();
            try (HostCache.Copy heldC = twoFit.hold(files("c"))) {
                assertThatThrownBy(() -> twoFit.hold(files("b")))
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining("models/b: needs 100,000 bytes of")
                        .hasMessageContaining("model.cache-limit allows 201,000");
                assertThat(heldC.folder()).exists();
            }
        }
        twoFit.hold(files("b")).close();
        assertThat(a).as("no longer in use").doesNotExist();
    }

    @Test
    void refusesContentThatIsNotWhatTheDriverRead() {
        RemoteFiles files = files("a").withHashes(Map.of("model.safetensors", "0".repeat(64)));

        assertThatThrownBy(() -> unbounded().hold(files))
                .isInstanceOf(UserError.class)
                .hasMessage(server.path("models/a/model.safetensors")
                        + ": its content is no longer what it was when the run began; start the run again");
    }

    @Test
    void showsNoSettingOfTheFileSystemToAnybody() {
        RemoteFiles files = files("a");

        assertThat(files.hadoop().configuration().get("fs.s3a.secret.key")).isEqualTo(server.secretKey());
        assertThat(files.toString()).contains("Hadoop settings").doesNotContain(server.secretKey());
    }
}
