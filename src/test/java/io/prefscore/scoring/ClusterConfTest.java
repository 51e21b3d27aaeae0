package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.prefscore.OnEachSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of Spark's properties, against Spark's own register of them, and the script that finds GPUs. */
@OnEachSpark
class ClusterConfTest {

    private static final Path GPU = Path.of("conf/spark-gpu.conf");

    /** Keys that hold a name of the user's, which the register cannot know. */
    private static final Set<String> OPEN = Set.of(
            "spark.executorEnv.PYTORCH_LIBRARY_PATH",
            "spark.executorEnv.PYTORCH_FLAVOR",
            "spark.executor.resource.gpu.amount",
            "spark.executor.resource.gpu.discoveryScript",
            "spark.executor.resource.gpu.vendor",
            "spark.task.resource.gpu.amount");

    @TempDir
    private Path folder;

    /** The entries register themselves when these objects come to life. */
    @BeforeAll
    static void fillTheRegister() throws ClassNotFoundException {
        Class.forName("org.apache.spark.internal.config.package$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf/spark-gpu.conf", "conf/spark-cpu.conf"})
    void holdKeysAndValuesThatSparkKnows(Path file) {
        Map<String, String> properties = SparkProperties.read(file);

        assertThat(properties).hasSizeGreaterThan(8);
        properties.forEach((key, value) -> {
            if (!OPEN.contains(key)) {
                ConfigEntry<?> entry = ConfigEntry.findEntry(key);
                assertThat(entry).as(key).isNotNull();
                // throws what Spark would throw
                assertThat(entry.valueConverter().apply(value)).as(key).isNotNull();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf/spark-gpu.conf", "conf/spark-cpu.conf"})
    void explainEveryProperty(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);

        for (int line = 1; line < lines.size(); line++) {
            boolean begins =
                    lines.get(line).startsWith("spark.") && lines.get(line - 1).isBlank();
            assertThat(begins).as(lines.get(line)).isFalse();
        }
    }

    @Test
    void giveEachGpuAnExecutorWhoseTasksShareIt() {
        Map<String, String> properties = SparkProperties.read(GPU);

        assertThat(properties.get("spark.executor.resource.gpu.amount")).isEqualTo("1");
        double perTask = Double.parseDouble(properties.get("spark.task.resource.gpu.amount"));
        assertThat(perTask * Integer.parseInt(properties.get("spark.executor.cores")))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "0\\n1\\n2\\n11|0 1 2 11", " 3 \\r\\n|3", "No devices were found|''"})
    void printsWhatSparkReads(String output, String addresses) throws Exception {
        String json = discover("printf '" + output + "\\n'", Map.of());

        assertThat(JsonParser.parseString(json).getAsJsonObject().keySet()).containsExactly("name", "addresses");
        ResourceInformation found = ResourceInformation.parseJson(json);
        assertThat(found.name()).isEqualTo("gpu");
        assertThat(found.addresses()).containsExactly(addresses.isEmpty() ? new String[0] : addresses.split(" "));
    }

    @Test
    void countsTheGpusThatCudaMaySee() throws Exception {
        String json = discover("exit 9", Map.of("CUDA_VISIBLE_DEVICES", "GPU-11,GPU-7,4"));

        assertThat(ResourceInformation.parseJson(json).addresses()).containsExactly("0", "1", "2");
    }

    @Test
    void failsWhereThereIsNoDriver() throws Exception {
        Process process = script("echo no driver >&2; exit 9", Map.of()).start();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isNotZero();
    }

    private String discover(String nvidiaSmi, Map<String, String> environment) throws Exception {
        Process process = script(nvidiaSmi, environment).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }

    private ProcessBuilder script(String nvidiaSmi, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Path.of("jobs/gpus.sh").toAbsolutePath().toString());
        builder.environment().remove("CUDA_VISIBLE_DEVICES");
        builder.environment().putAll(environment);
        builder.environment().put("PATH", FakeGpus.program(folder, nvidiaSmi) + ":" + System.getenv("PATH"));
        return builder;
    }
}
