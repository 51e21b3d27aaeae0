package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.GoldenModels;
import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import io.prefscore.Slow;
import io.prefscore.StandaloneCluster;
import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.model.CheckpointSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real model on a real cluster, against the same run in this process. */
@Slow("executors that are killed, or come and go, are processes that start Spark anew")
@OnOneSpark("GpuClusterTest runs the job on such a cluster with both")
@ExtendWith(LocalSpark.class)
class ClusterScoringTest {

    private static final int ROWS = 400;
    private static final int LOCAL_PARTITIONS = 3;

    private static final StructType PAIRS = new StructType()
            .add("id", DataTypes.StringType)
            .add("number", DataTypes.IntegerType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType);

    private static final List<String> WORDS = List.of(
            "the", "river", "recipe", "answer", "sort", "music", "bread", "worse", "数学", "come", "if", "code", "now?",
            "naïve", "water", "these", "two", "sleep", "no", "call");

    private static final String MODEL = GoldenModels.folder("worldpm-tiny").toString();

    @TempDir
    private static Path folder;

    private static StandaloneCluster cluster;
    private static String input;
    private static Path localOutput;
    private static RunSummary local;

    @BeforeAll
    static void scoreLocallyAndStartACluster(SparkSession spark) throws IOException {
        input = folder.resolve("pairs.parquet").toString();
        spark.createDataFrame(pairs(), PAIRS).repartition(4).write().parquet(input);
        localOutput = folder.resolve("local");
        Settings settings = ClusterRun.settings(
                input,
                localOutput.toString(),
                MODEL,
                new ScoringSettings(OptionalLong.empty(), OptionalInt.of(LOCAL_PARTITIONS)));
        local = ScoreJob.run(
                spark, settings, CheckpointSource.read(settings.model(), settings.encode()), ProgressListener.SILENT);
        ModelHolder.closeAll();
        cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")), 2);
    }

    @AfterAll
    static void stopTheCluster() throws IOException {
        cluster.close();
    }

    /** Pairs that share prompts and answers, some of them unusable. */
    private static List<Row> pairs() {
        Random random = new Random(20260101);
        List<String> prompts =
                IntStream.range(0, 60).mapToObj(prompt -> words(random, 40)).toList();
        List<Row> rows = new ArrayList<>();
        for (int number = 0; number < ROWS; number++) {
            String prompt = prompts.get(random.nextInt(prompts.size()));
            String chosen = words(random, 30);
            String rejected = random.nextInt(10) == 0 ? chosen : words(random, 30);
            if (number > 0 && random.nextInt(8) == 0) {
                Row earlier = rows.get(random.nextInt(number));
                prompt = earlier.getString(2);
                chosen = earlier.getString(3);
            }
            if (random.nextInt(40) == 0) {
                rejected = null;
            } else if (random.nextInt(40) == 0) {
                rejected = words(random, 4 * ClusterRun.MAX_TOKENS);
            }
            rows.add(RowFactory.create("pair-" + number, number, prompt, chosen, rejected));
        }
        return rows;
    }

    /** Between half of and all of so many words. */
    private static String words(Random random, int most) {
        int count = most / 2 + random.nextInt(most / 2 + 1);
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < count; word++) {
            text.append(word == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    /** A run on the cluster, held in its midst: both executors have finished tasks and work on others. */
    private record Run(Path output, Path journals, StandaloneCluster.Submitted driver) {

        static Run startAndHold(String name) throws IOException {
            Path output = folder.resolve(name);
            Path journals = Files.createDirectory(folder.resolve(name + "-journals"));
            // As a person would type it in the driver's folder; it means nothing in an executor's.
            String model = cluster.driverFolder().relativize(Path.of(MODEL)).toString();
            StandaloneCluster.Submitted driver = cluster.submit(
                    ClusterRun.class, ClusterRun.arguments(input, output.toString(), model, journals.toString()));
            Run run = new Run(output, journals, driver);
            driver.await(
                    "two executors in the midst of scoring",
                    () -> run.executors().stream()
                                    .filter(JournaledSource.Journal::waits)
                                    .count()
                            == 2);
            assertThat(run.textsScored()).isBetween(1L, local.work().textsDistinct() - 1);
            return run;
        }

        List<JournaledSource.Journal> executors() {
            return JournaledSource.journals(journals);
        }

        long textsScored() {
            return executors().stream()
                    .mapToLong(JournaledSource.Journal::texts)
                    .sum();
        }

        void finish() throws IOException {
            JournaledSource.openGate(journals);
            driver.awaitSuccess();
        }
    }

    @Test
    void givesTheTablesOfLocalModeThoughAnExecutorIsKilled(SparkSession spark) throws IOException {
        Run run = Run.startAndHold("disturbed");
        JournaledSource.Journal victim = run.executors().get(0);
        assertThat(victim.texts()).isPositive();

        cluster.kill(ProcessHandle.of(victim.pid()).orElseThrow());
        run.driver().await("a third executor that scores", () -> run.executors().size() == 3);
        run.finish();

        assertThat(run.executors()).hasSize(3).allSatisfy(executor -> assertThat(executor.opened())
                .isEqualTo(1));
        assertThat(run.executors()).contains(victim);
        // what the dead one had not handed in is computed again, and nothing else
        assertThat(run.textsScored() - local.work().textsDistinct()).isBetween(0L, victim.texts());
        assertSameTables(spark, run.output());
    }

    /** Tasks race their own copies, and executors come and go with the work. */
    @Test
    void givesTheSameTablesWithSpeculationAndDynamicAllocation(SparkSession spark) throws IOException {
        Path output = folder.resolve("dynamic");
        Path journals = Files.createDirectory(folder.resolve("dynamic-journals"));
        JournaledSource.openGate(journals);
        StandaloneCluster.Submitted driver = cluster.submit(
                ClusterRun.class,
                ClusterRun.arguments(input, output.toString(), MODEL, journals.toString()),
                Map.of(
                        "spark.dynamicAllocation.enabled", "true",
                        "spark.dynamicAllocation.shuffleTracking.enabled", "true",
                        "spark.dynamicAllocation.initialExecutors", "2",
                        "spark.dynamicAllocation.executorIdleTimeout", "1s",
                        "spark.speculation", "true",
                        "spark.speculation.quantile", "0.1",
                        "spark.speculation.multiplier", "1.01",
                        "spark.speculation.minTaskRuntime", "0ms",
                        "spark.speculation.interval", "10ms"));
        driver.awaitSuccess();
        assertSameTables(spark, output);
    }

    private static void assertSameTables(SparkSession spark, Path output) throws IOException {
        assertThat(output.resolve("_RUN.json")).exists();
        SameTables expected = SameTables.as(spark, localOutput, "id");
        assertThat(expected.scores().size()).isBetween(ROWS / 2, ROWS - 10);
        assertThat(expected.setAside()).extracting(row -> row.getString(5)).contains("missing-field", "too-long");
        expected.areIn(spark, output);
        Dataset<Row> store = spark.read().parquet(waves(output));
        assertThat(store.count()).isEqualTo(local.work().textsDistinct());
        assertThat(store.select("key").distinct().count())
                .isEqualTo(local.work().textsDistinct());
    }

    private static String[] waves(Path output) throws IOException {
        try (Stream<Path> files = Files.walk(output.resolve("_store"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("wave="))
                    .map(Path::toString)
                    .toArray(String[]::new);
        }
    }
}
