package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.Slow;
import io.prefscore.StandaloneCluster;
import io.prefscore.Tethered;
import io.prefscore.Trials;
import io.prefscore.demo.ModelFamily;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills runs with a built-in model at random moments and starts them again until they are done, twice with every build and
 * twenty times in the profile {@code wide}.
 */
@Slow("drivers and executors that are killed are processes of their own, each of which starts Spark anew")
@ExtendWith(LocalSpark.class)
class KilledRunsTest {

    private static final int KILLS = Trials.of(2, 20);
    private static final int ROWS = Trials.of(600, 10_000);
    private static final long SEED = Long.getLong("prefscore.seed", 20261122);
    /** About so many; no wave is larger than those would be if there were three tenths fewer. */
    private static final int WAVES = Trials.of(20, 72);

    private static final int FEWEST_WAVES = WAVES * 7 / 10;
    private static final int WORDS = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final StructType PAIRS = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType);

    @TempDir
    private static Path folder;

    private static String input;
    private static String model;
    private static long waveCharacters;
    private static SameTables undisturbed;
    private static Duration wallTime;
    private static Started first;

    /** A run of its own, with the journals that its executors keep outside Spark. */
    private record Started(Path output, Path journals) {

        static Started at(String name) throws IOException {
            Started run = new Started(folder.resolve(name), Files.createDirectory(folder.resolve(name + "-journals")));
            JournaledSource.openGate(run.journals);
            return run;
        }

        List<String> arguments() {
            List<String> arguments =
                    new ArrayList<>(ClusterRun.arguments(input, output.toString(), model, journals.toString()));
            arguments.add(Long.toString(waveCharacters));
            return arguments;
        }

        /** Where Spark's metrics system writes, one file a metric. */
        Path metrics() throws IOException {
            return Files.createDirectories(folder.resolve(output.getFileName() + "-metrics"));
        }

        long textsComputed() {
            return JournaledSource.journals(journals).stream()
                    .mapToLong(JournaledSource.Journal::texts)
                    .sum();
        }
    }

    @BeforeAll
    static void runUndisturbed(SparkSession spark) throws Exception {
        input = folder.resolve("pairs.parquet").toString();
        spark.createDataFrame(pairs(), PAIRS).repartition(4).write().parquet(input);
        model = ModelFamily.members().get(0).unpackTo(folder.resolve("model")).toString();
        waveCharacters = characters() / WAVES;
        first = Started.at("undisturbed");
        long started = System.nanoTime();
        Process driver = start(first);
        assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(driver.exitValue()).as("the undisturbed run").isZero();
        wallTime = Duration.ofNanos(System.nanoTime() - started);
        undisturbed = SameTables.as(spark, first.output(), "id");

        assertThat(undisturbed.scores()).hasSize(ROWS);
        assertThat(first.textsComputed()).as("texts computed, all distinct").isEqualTo(2L * ROWS);
        List<Long> waves = waveSizes(spark, first);
        assertThat(waves).hasSizeGreaterThanOrEqualTo(FEWEST_WAVES);
        assertThat(waves).allSatisfy(texts -> assertThat(texts).isLessThanOrEqualTo(2L * ROWS / FEWEST_WAVES));
    }

    private static List<Row> pairs() {
        Random random = new Random(SEED);
        return IntStream.range(0, ROWS)
                .mapToObj(row -> RowFactory.create("pair-" + row, words(random), words(random), words(random)))
                .toList();
    }

    private static String words(Random random) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            text.append(Integer.toString(random.nextInt(36 * 36 * 36), 36)).append(' ');
        }
        return text.toString();
    }

    /** Of the texts as the model's template writes them, nearly. */
    private static long characters() {
        return pairs().stream()
                .mapToLong(row -> 2L * row.getString(1).length()
                        + row.getString(2).length()
                        + row.getString(3).length())
                .sum();
    }

    private static List<Long> waveSizes(SparkSession spark, Started run) throws IOException {
        try (Stream<Path> files = Files.walk(run.output().resolve("_store"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("wave="))
                    .map(wave -> spark.read().parquet(wave.toString()).count())
                    .toList();
        }
    }

    private static Process start(Started run) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElse("java"));
        line.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Djdk.reflect"))
                .toList());
        line.addAll(List.of(
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.local.dir=" + folder.resolve("local"),
                "-Dspark.plugins=" + MetricsPlugin.class.getName(),
                "-Dspark.metrics.conf.*.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
                "-Dspark.metrics.conf.*.sink.csv.directory=" + run.metrics(),
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path").replace(":", File.pathSeparator)));
        line.addAll(List.of(Tethered.class.getName(), ClusterRun.class.getName()));
        line.addAll(run.arguments());
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(run.output().getFileName() + ".log").toFile()))
                .start();
    }

    @OnEachSpark
    @Test
    void tellsSparksMetricsSystemWhatWasDone() throws IOException {
        assertThat((long) metric("texts")).isEqualTo(first.textsComputed());
        assertThat(metric("tokens_computed")).isBetween(1.0, metric("tokens_asked"));
        assertThat(metric("padding_saved_tokens")).isPositive();
        assertThat(metric("batches")).isPositive();
        assertThat(metric("device_busy_share")).isBetween(0.01, 1.0);
        assertThat(metric("model_loads")).isEqualTo(1);
        assertThat(metric("resident_bytes")).isGreaterThan(1 << 26);
        assertThat(metric("rows")).isEqualTo(ROWS);
        assertThat(metric("pairs")).isEqualTo(ROWS);
        assertThat(metric("cache_hits")).isZero();
    }

    /** The last value of a metric of ours. */
    private static double metric(String name) throws IOException {
        try (Stream<Path> files = Files.list(first.metrics())) {
            Path file = files.filter(path -> path.toString().endsWith(".MetricsPlugin." + name + ".csv"))
                    .findFirst()
                    .orElseThrow();
            List<String> lines = Files.readAllLines(file);
            String last = lines.get(lines.size() - 1);
            return Double.parseDouble(last.substring(last.indexOf(',') + 1));
        }
    }

    @Test
    void finishesWithTheSameTableHoweverOftenItsDriverIsKilled(SparkSession spark) throws Exception {
        Random moments = new Random(SEED);
        int kills = 0;
        for (int sequence = 0; kills < KILLS; sequence++) {
            Started run = Started.at("killed-" + sequence);
            int killsOfRun = killUntilDone(run, moments, KILLS - kills);
            kills += killsOfRun;
            long excess = run.textsComputed() - first.textsComputed();
            System.out.printf(
                    Locale.ROOT,
                    "run %d: killed %d times, %,d texts computed of %,d distinct: %,d more (%.2f %% a kill)%n",
                    sequence,
                    killsOfRun,
                    run.textsComputed(),
                    first.textsComputed(),
                    excess,
                    100.0 * excess / first.textsComputed() / Math.max(1, killsOfRun));
            undisturbed.areIn(spark, run.output());
            assertThat(excess).isBetween(0L, mostRepeated(killsOfRun));
        }
    }

    /** The texts of the waves that were under way, whose size is bounded above. */
    private static long mostRepeated(int kills) {
        return 2L * ROWS / FEWEST_WAVES * Waves.UNDER_WAY * kills;
    }

    /** Kills at moments drawn over the wall time of an undisturbed run, counted from each start; gives how often. */
    private static int killUntilDone(Started run, Random moments, int most) throws Exception {
        for (int kills = 0; ; kills++) {
            Process driver = start(run);
            long moment = (long) (moments.nextDouble() * wallTime.toMillis());
            boolean ended = kills < most
                    ? driver.waitFor(moment, TimeUnit.MILLISECONDS)
                    : driver.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                assertThat(driver.exitValue()).as("a run that nobody killed").isZero();
                return kills;
            }
            driver.destroyForcibly().waitFor();
            if (Files.exists(run.output().resolve("_RUN.json"))) {
                // killed between its last file and its end
                return kills + 1;
            }
        }
    }

    /** {@link ClusterScoringTest} kills one with every build. */
    @Test
    @Tag("wide")
    void finishesWithTheSameTableHoweverOftenExecutorsOfAClusterAreKilled(SparkSession spark) throws Exception {
        Random random = new Random(SEED);
        Started run = Started.at("cluster");
        int kills = 0;
        try (StandaloneCluster cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("nodes")), 2)) {
            StandaloneCluster.Submitted driver = cluster.submit(ClusterRun.class, run.arguments());
            long step = first.textsComputed() / (KILLS + 1);
            for (int kill = 1; kill <= KILLS; kill++) {
                long texts = step * kill - random.nextLong(step);
                driver.await("the moment for a kill", () -> run.textsComputed() >= texts);
                List<ProcessHandle> executors = cluster.executors();
                if (!executors.isEmpty()) {
                    cluster.kill(executors.get(random.nextInt(executors.size())));
                    kills++;
                }
            }
            driver.awaitSuccess();
        }
        long excess = run.textsComputed() - first.textsComputed();
        System.out.printf(
                Locale.ROOT,
                "%d executors killed: %,d texts computed of %,d distinct: %,d more%n",
                kills,
                run.textsComputed(),
                first.textsComputed(),
                excess);
        assertThat(kills).isPositive();
        undisturbed.areIn(spark, run.output());
        assertThat(excess).isBetween(0L, mostRepeated(kills));
    }
}
