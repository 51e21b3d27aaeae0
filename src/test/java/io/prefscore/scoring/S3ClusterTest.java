package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.FaultyRelay;
import io.prefscore.FaultyRelay.Faults;
import io.prefscore.GoldenModels;
import io.prefscore.S3Server;
import io.prefscore.StandaloneCluster;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts, told apart by their caches: the driver and two executors on the one, an executor on the other. */
class S3ClusterTest {

    private static final int ROWS = 150;

    @TempDir
    private Path folder;

    @Test
    void fetchesAModelOnceAHostAndLoadsItOnceAProcess() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path other = Files.createDirectory(folder.resolve("other"));
        Path journals = Files.createDirectory(folder.resolve("journals"));
        try (S3Server server = S3Server.start(Files.createDirectory(folder.resolve("server")), Faults.NONE);
                StandaloneCluster cluster = StandaloneCluster.start(
                        Files.createDirectory(folder.resolve("cluster")),
                        3,
                        StandaloneCluster.WorkerKind.PLAIN,
                        name -> Map.of("XDG_CACHE_HOME", (name.equals("worker-2") ? other : one).toString()))) {
            server.upload(GoldenModels.folder("worldpm-tiny"), "worldpm-tiny");
            server.relay().forget();
            StandaloneCluster.Submitted driver = cluster.submit(
                    S3ClusterRun.class,
                    List.of(
                            data().toString(),
                            folder.resolve("out").toString(),
                            server.path("worldpm-tiny"),
                            journals.toString(),
                            settings(server).toString()));
            driver.await(
                    "three executors in the midst of scoring",
                    () -> JournaledSource.journals(journals).stream()
                                    .filter(JournaledSource.Journal::waits)
                                    .count()
                            == 3);
            JournaledSource.openGate(journals);
            driver.awaitSuccess();

            assertThat(weightRequests(server).values())
                    .as("each file once a host")
                    .isNotEmpty()
                    .allMatch(times -> times == 2);
        }
        assertThat(JournaledSource.journals(journals)).hasSize(3).allSatisfy(executor -> assertThat(executor.opened())
                .isEqualTo(1));
        assertThat(JournaledSource.journals(journals).stream()
                        .mapToLong(JournaledSource.Journal::texts)
                        .sum())
                .as("each text once")
                .isEqualTo(2 * ROWS);
        assertThat(weights(one)).isEqualTo(weights(GoldenModels.folder("worldpm-tiny")));
        assertThat(weights(other)).isEqualTo(weights(GoldenModels.folder("worldpm-tiny")));
        assertThat(folder.resolve("out/_RUN.json")).exists();
    }

    /** How often each file of weights was read. */
    private static Map<String, Long> weightRequests(S3Server server) {
        return server.relay().requests().stream()
                .filter(request -> request.method().equals("GET"))
                .map(FaultyRelay.Request::target)
                .filter(target -> target.endsWith(".safetensors"))
                .collect(Collectors.groupingBy(target -> target, Collectors.counting()));
    }

    /** The names of the files of weights below a folder. */
    private static List<String> weights(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    private Path settings(S3Server server) throws IOException {
        Properties properties = new Properties();
        properties.putAll(server.settings());
        Path file = folder.resolve("hadoop.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    private Path data() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            lines.add("{\"prompt\": \"What is " + row + "?\", \"chosen\": \"One more than " + (row - 1)
                    + ".\", \"rejected\": \"Less than " + row + ".\"}");
        }
        return Files.write(folder.resolve("pairs.jsonl"), lines);
    }
}
