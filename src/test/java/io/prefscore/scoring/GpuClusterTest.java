package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.OnEachSpark;
import io.prefscore.Slow;
import io.prefscore.StandaloneCluster;
import io.prefscore.StandaloneCluster.WorkerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host with two GPUs that only its nvidia-smi knows of, and a model that notes where it is opened. */
@Slow("a cluster of real processes, each of which is a JVM that starts Spark: the only ones that are given GPUs")
@OnEachSpark
class GpuClusterTest {

    @TempDir
    private Path folder;

    @Test
    void opensOneModelOnEachGpuOfAHost() throws IOException {
        Path programs = FakeGpus.program(Files.createDirectory(folder.resolve("programs")), "printf '0\\n1\\n'");
        String script = Path.of("jobs/gpus.sh").toAbsolutePath().toString();
        WorkerKind twoGpus = new WorkerKind(
                2,
                Map.of("spark.worker.resource.gpu.amount", "2", "spark.worker.resource.gpu.discoveryScript", script),
                Map.of("PATH", programs + ":" + System.getenv("PATH")));
        Path input = Files.write(folder.resolve("pairs.jsonl"), pairs());
        Path journal = folder.resolve("journal");

        try (StandaloneCluster cluster =
                StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")), 1, twoGpus)) {
            cluster.submit(
                            GpuRun.class,
                            List.of(input.toString(), folder.resolve("output").toString(), journal.toString()),
                            properties(script))
                    .awaitSuccess();
        }

        assertThat(Files.readAllLines(journal))
                .filteredOn(line -> line.startsWith("open "))
                .containsExactlyInAnyOrder("open Gpu[index=0]", "open Gpu[index=1]");
        assertThat(folder.resolve("output/_RUN.json")).exists();
    }

    /** The shipped ones, but for what is too much for a test. */
    private static Map<String, String> properties(String script) {
        Map<String, String> properties = SparkProperties.read(Path.of("conf/spark-gpu.conf"));
        properties.put("spark.files", script);
        properties.put("spark.executor.cores", "1");
        properties.put("spark.task.resource.gpu.amount", "1");
        properties.put("spark.executor.memory", "1g");
        properties.put("spark.dynamicAllocation.minExecutors", "2");
        return properties;
    }

    private static List<String> pairs() {
        return IntStream.range(0, 500)
                .mapToObj(row -> "{\"prompt\": \"p" + row + "\", \"chosen\": \"c" + "c".repeat(row % 17)
                        + "\", \"rejected\": \"r" + row + "\"}")
                .toList();
    }
}
