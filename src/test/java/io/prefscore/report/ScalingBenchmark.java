package io.prefscore.report;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scaling.Verdict;
import io.prefscore.scoring.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Times curves over generated points, every other slice of which has a trend; {@code jobs/bench.sh scaling} runs it. Arguments:
 * SLICES POINTS REPLICATES THREADS OUTPUT_DIR. That what has a trend is told from what has none is checked before the time is
 * printed.
 */
public final class ScalingBenchmark {

    private static final long SEED = 20261123;

    private ScalingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int slices = Integer.parseInt(arguments[0]);
        int points = Integer.parseInt(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[4]));
        Path table = folder.resolve("points.csv");
        generate(table, slices, points);
        Path output = folder.resolve("scaling");
        delete(output);
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + arguments[3] + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", folder.resolve("local").toString())
                .getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            Settings settings = new SettingsReader()
                    .flag("--points", "scaling.points", table.toString())
                    .flag("--output", "output.path", output.toString())
                    .set("scaling.replicates=" + arguments[2])
                    .read(SettingsUse.SCALING);
            long started = System.nanoTime();
            ScalingDocument document = ScalingJob.run(spark, settings, ProgressListener.SILENT);
            double seconds = (System.nanoTime() - started) / 1e9;
            String found = check(document, slices);
            System.out.printf(
                    Locale.ROOT,
                    "%,d slices of %d points, %s replicates, %s threads: %.1f s; %s; page of %.1f MB%n",
                    slices,
                    points,
                    arguments[2],
                    arguments[3],
                    seconds,
                    found,
                    Files.size(output.resolve("scaling.html")) / 1e6);
        }
    }

    /** Sizes over four powers of ten, 2 % of noise, of which the table knows one half; slices of odd numbers fall by N^-0.1. */
    private static void generate(Path table, int slices, int points) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder lines = new StringBuilder("n,loss,loss_se,slice\n");
        for (int slice = 0; slice < slices; slice++) {
            for (int point = 0; point < points; point++) {
                double size = Math.pow(10, 7 + 4.0 * point / (points - 1));
                double curve = slice % 2 == 0 ? 0.6 : 0.3 + 2 * Math.pow(size, -0.15);
                double loss = curve * Math.exp(0.02 * random.nextGaussian());
                lines.append(String.format(Locale.ROOT, "%.0f,%.6f,%.6f,s%04d%n", size, loss, 0.01 * loss, slice));
            }
        }
        Files.writeString(table, lines);
    }

    /** Verdicts in words, after a look at whether they are right. */
    private static String check(ScalingDocument document, int slices) {
        List<SliceScaling> all = document.slices().stream()
                .filter(slice ->
                        slice.measure() == Measure.LOSS && slice.slice().equals("slice"))
                .toList();
        long missed = all.stream()
                .filter(slice -> isFalling(slice) && slice.verdict().kind() != Verdict.Kind.TREND)
                .count();
        long invented = all.stream()
                .filter(slice -> !isFalling(slice) && slice.verdict().kind() == Verdict.Kind.TREND)
                .count();
        if (all.size() != slices || missed > 0 || invented > 0.1 * slices) {
            throw new IllegalStateException("of " + slices + " slices " + all.size() + " are there, " + missed
                    + " trends are missed and " + invented + " invented");
        }
        return "all trends found, " + invented + " of " + slices / 2 + " flat slices taken for one";
    }

    private static boolean isFalling(SliceScaling slice) {
        return Integer.parseInt(slice.value().substring(1)) % 2 == 1;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
