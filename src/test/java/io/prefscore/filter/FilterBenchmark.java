package io.prefscore.filter;

import io.prefscore.HeapAfterCollections;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.scoring.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Times a filter of four policies over generated scored pairs beside Spark's own read and write of the same bytes; {@code
 * jobs/bench.sh filter} runs it. Arguments: ROWS THREADS OUTPUT_DIR. What is written is counted before a time is printed.
 */
public final class FilterBenchmark {

    private static final String POLICIES =
            "filter.policies=[{ exact-duplicates {} }, { agreement { above = 0.7, per = kind } },"
                    + " { margin { at-least = \"5 %\" } }, { top-share { share = 0.8, per = kind } }]";

    private FilterBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + threads + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", folder.resolve("local").toString())
                .getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            Path run = folder.resolve("scored-" + rows);
            if (!Files.exists(run.resolve("scores/_SUCCESS"))) {
                generate(spark, run, rows);
            }
            time(spark, run, folder, rows);
        }
    }

    private static void time(SparkSession spark, Path run, Path folder, long rows) throws IOException {
        HeapAfterCollections heap = new HeapAfterCollections();
        double copied = copy(spark, run, folder.resolve("copied"));
        heap.forget();
        Path output = folder.resolve("filtered");
        delete(output);
        Settings settings = new SettingsReader()
                .flag("--scores", "filter.scores", List.of(run.toString()))
                .flag("--output", "output.path", output.toString())
                .set(POLICIES)
                .read(SettingsUse.FILTER);
        long started = System.nanoTime();
        FilterReceipt receipt = FilterJob.run(spark, settings, made -> "", ProgressListener.SILENT);
        double filtered = seconds(started);
        check(spark, output, receipt, rows);
        System.out.printf(
                Locale.ROOT,
                "%,d rows, %,d MB of Parquet: %,d kept; filtered in %.1f s, read and written in %.1f s: %.2f times; heap in"
                        + " use after collections at most %,d MB%n",
                rows,
                bytes(run.resolve("scores")) >> 20,
                receipt.rows().kept(),
                filtered,
                copied,
                filtered / copied,
                heap.most() >> 20);
        for (FilterReceipt.Step step : receipt.steps()) {
            System.out.printf(
                    Locale.ROOT, "  %-16s %,12d dropped, %,12d left%n", step.label(), step.dropped(), step.left());
        }
        delete(output);
    }

    private static void check(SparkSession spark, Path output, FilterReceipt receipt, long rows) {
        FilterReceipt.Rows counted = receipt.rows();
        long written = spark.read().parquet(output.resolve("data").toString()).count();
        long decided =
                spark.read().parquet(output.resolve("decisions").toString()).count();
        if (counted.kept() + counted.dropped() != rows || written != counted.kept() || decided != rows) {
            throw new IllegalStateException("the receipt does not add up: " + counted + ", " + written + " written");
        }
    }

    private static double copy(SparkSession spark, Path run, Path output) throws IOException {
        delete(output);
        long started = System.nanoTime();
        spark.read().parquet(run.resolve("scores").toString()).write().parquet(output.toString());
        double elapsed = seconds(started);
        delete(output);
        return elapsed;
    }

    /** Pairs of some 500 characters; one prompt in twenty stands twice, one label in ten is wrong. */
    private static void generate(SparkSession spark, Path run, long rows) {
        String uniform = "(xxhash64(id, %d) %% 1000000) / 1000000.0";
        spark.range(rows)
                .selectExpr(
                        "id",
                        "if(id % 20 = 1, id - 1, id) as source",
                        "4 * abs(" + String.format(uniform, 1) + ") as quality",
                        "abs(" + String.format(uniform, 2) + ") as luck",
                        "abs(" + String.format(uniform, 3) + ") as noise")
                .selectExpr(
                        "*",
                        "cast(if((1 / (1 + exp(-quality)) > luck) = (noise > 0.1), quality, -quality) as float) as margin")
                .selectExpr(
                        "concat('pair-', id) as id",
                        "concat('what of ', sha2(string(source), 256), ' ', md5(string(source))) as prompt",
                        "concat(sha2(string(id + 1), 512), ' ', md5(string(id))) as chosen",
                        "concat(sha2(string(id + 2), 512), ' ', repeat('x', int(id % 60))) as rejected",
                        "element_at(array('code', 'math', 'chat'), int(id % 3) + 1) as kind",
                        "named_struct('example_id', concat('pair-', id), 'rewards', array(margin, cast(0 as float)),"
                                + " 'tokens', array(100, 100), 'margin', margin, 'agrees', margin > 0, 'flags',"
                                + " cast(array() as array<string>), 'first_response', 0, 'prompt_key', xxhash64(source),"
                                + " 'characters', array(161, int(129 + id % 60)), 'comparisons',"
                                + " array(named_struct('preferred', 0, 'other', 1, 'strength', cast(null as double), 'tag',"
                                + " cast(null as string)))) as prefscore")
                .write()
                .parquet(run.resolve("scores").toString());
        ScoredPairs.writeRecord(spark, run, "pair", rows, 0);
    }

    private static double seconds(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e9;
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
