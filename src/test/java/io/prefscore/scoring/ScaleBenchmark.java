package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.HeapAfterCollections;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.model.FolderSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Times the whole job with a model that has no weights beside Spark's own read, shuffle and write of the same bytes, with
 * the memory of each stage; {@code jobs/bench.sh scale} runs it. Arguments: ROWS THREADS OUTPUT_DIR [MORE], where MORE rows
 * besides share one prompt. The rewards are checked before a time is printed.
 */
public final class ScaleBenchmark {

    private static final int PROMPT_CHARACTERS = 100;
    private static final int ANSWER_CHARACTERS = 200;
    /** A task whose stage took less in the median is not worth a comparison. */
    private static final long SHORTEST_MEDIAN_MILLIS = 200;

    private ScaleBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        long more = arguments.length > 3 ? Long.parseLong(arguments[3]) : 0;
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + threads + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", folder.resolve("local").toString())
                .getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            run(spark, rows, more, folder);
        }
    }

    private static void run(SparkSession spark, long rows, long more, Path folder) throws IOException {
        String input = folder.resolve("pairs-" + rows + "-" + more).toString();
        if (!Files.exists(Path.of(input, "_SUCCESS"))) {
            generate(spark, rows, more, input);
        }
        System.out.printf(Locale.ROOT, "%,d pair rows, %,d MB of Parquet%n", rows + more, bytes(Path.of(input)) >> 20);
        double copied = copy(spark, input, folder.resolve("copy"));
        Tasks tasks = new Tasks();
        spark.sparkContext().addSparkListener(tasks);
        Memory memory = new Memory();
        Path output = folder.resolve("scored");
        delete(output);
        long started = System.nanoTime();
        RunSummary summary = ScoreJob.run(spark, settings(input, output), source(input, output), memory);
        double scored = seconds(started);
        check(spark, output, rows + more);
        System.out.printf(
                Locale.ROOT,
                "the job took %.1f s, read-shuffle-write %.1f s: %.2f times%n",
                scored,
                copied,
                scored / copied);
        for (RunSummary.StageTime stage : summary.stages()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %7.1f s, heap in use after collections at most %,5d MB, resident at most %,6d MB%n",
                    stage.stage().label(),
                    stage.elapsed().toMillis() / 1e3,
                    memory.heap.getOrDefault(stage.stage(), 0L) >> 20,
                    memory.resident.getOrDefault(stage.stage(), 0L) >> 10);
        }
        tasks.print();
        delete(output);
    }

    private static double copy(SparkSession spark, String input, Path output) throws IOException {
        delete(output);
        long started = System.nanoTime();
        int partitions = (int) Math.max(2, bytes(Path.of(input)) >> 26);
        spark.read()
                .parquet(input)
                .repartition(partitions, col("prompt"))
                .write()
                .parquet(output.toString());
        double elapsed = seconds(started);
        delete(output);
        return elapsed;
    }

    private static double seconds(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    private static Settings settings(String input, Path output) {
        return new SettingsReader()
                .flag("--input", "input.paths", List.of(input))
                .flag("--output", "output.path", output.toString())
                .set("model.kind=length")
                .set("model.device=cpu")
                .read(SettingsUse.SCORE);
    }

    private static FolderSource source(String input, Path output) {
        Settings settings = settings(input, output);
        return FolderSource.read(settings.model(), settings.encode());
    }

    // ---- data

    private static void generate(SparkSession spark, long rows, long more, String path) {
        Column row = col("id");
        Column prompt =
                functions.when(row.lt(rows), text(row, PROMPT_CHARACTERS)).otherwise(text(lit(-1L), PROMPT_CHARACTERS));
        spark.range(rows + more)
                .select(
                        prompt.as("prompt"),
                        text(row.plus(rows + more), ANSWER_CHARACTERS).as("chosen"),
                        text(row.plus(2 * (rows + more)), ANSWER_CHARACTERS).as("rejected"))
                .write()
                .parquet(path);
    }

    private static Column text(Column seed, int characters) {
        UDF2<Long, Integer, String> text = ScaleBenchmark::text;
        return functions.udf(text, DataTypes.StringType).apply(seed, lit(characters));
    }

    /** Words of random letters, as long on average as asked, between half and one and a half times that. */
    private static String text(long seed, int characters) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = characters / 2 + random.nextInt(characters + 1);
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** Every row is there, and its rewards are the lengths of its answers. */
    private static void check(SparkSession spark, Path output, long rows) {
        Column rewards = col("prefscore.rewards");
        long right = spark.read()
                .parquet(output.resolve("scores").toString())
                .where(functions
                        .get(rewards, lit(0))
                        .equalTo(functions.length(col("chosen")))
                        .and(functions.get(rewards, lit(1)).equalTo(functions.length(col("rejected")))))
                .count();
        long compared =
                spark.read().parquet(output.resolve("comparisons").toString()).count();
        if (right != rows || compared != rows) {
            throw new IllegalStateException(
                    "of " + rows + " rows " + right + " have the right rewards and " + compared + " are compared");
        }
    }

    // ---- files

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    // ---- what a stage holds

    /** The most that stood on the heap after a collection, and the most that the process had resident, by stage. */
    private static final class Memory implements ProgressListener {

        private final Map<Stage, Long> heap = new EnumMap<>(Stage.class);
        private final Map<Stage, Long> resident = new EnumMap<>(Stage.class);
        private final HeapAfterCollections collections = new HeapAfterCollections();
        private Stage stage = Stage.OPEN;

        @Override
        public void onProgress(Progress progress) {
            heap.merge(stage, collections.most(), Math::max);
            resident.merge(stage, residentKilobytes(), Math::max);
            if (!progress.what().equals(stage.label())) {
                stage = Stage.valueOf(progress.what().toUpperCase(Locale.ROOT));
                collections.forget();
                forgetPeak();
            }
        }

        private static long residentKilobytes() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** Linux's way to begin a new peak. */
        private static void forgetPeak() {
            try {
                Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** How long tasks took, by Spark's stages. */
    private static final class Tasks extends SparkListener {

        private final Map<Integer, List<Long>> millis = new TreeMap<>();

        @Override
        public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
            millis.computeIfAbsent(end.stageId(), stage -> new ArrayList<>())
                    .add(end.taskInfo().duration());
        }

        synchronized void print() {
            double worst = 0;
            for (Map.Entry<Integer, List<Long>> stage : millis.entrySet()) {
                long[] sorted = stage.getValue().stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
                long median = sorted[sorted.length / 2];
                long longest = sorted[sorted.length - 1];
                if (median >= SHORTEST_MEDIAN_MILLIS) {
                    worst = Math.max(worst, (double) longest / median);
                    System.out.printf(
                            Locale.ROOT,
                            "  Spark stage %3d: %5d tasks, %,9d ms in all, median %,7d ms, longest %,7d ms%n",
                            stage.getKey(),
                            sorted.length,
                            Arrays.stream(sorted).sum(),
                            median,
                            longest);
                }
            }
            System.out.printf(Locale.ROOT, "  longest task over the median of its stage: at most %.2f%n", worst);
        }
    }
}
