package io.prefscore.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.prefscore.HeapAfterCollections;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.scoring.Json;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.stats.PairCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Times a report on generated comparisons with slices of two kinds, SLICES values of the first and their tenth of the second;
 * {@code jobs/bench.sh report} runs it. Arguments: PAIRS SLICES THREADS OUTPUT_DIR PARTITIONS… The counts are checked before a
 * time is printed, and so is that every number of partitions gives the same figures.
 */
public final class ReportBenchmark {

    private ReportBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        long pairs = Long.parseLong(arguments[0]);
        int slices = Integer.parseInt(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[3]));
        List<Integer> partitions =
                Arrays.stream(arguments).skip(4).map(Integer::parseInt).toList();
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + arguments[2] + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", folder.resolve("local").toString())
                .getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            run(spark, pairs, slices, partitions, folder);
        }
    }

    private static void run(SparkSession spark, long pairs, int slices, List<Integer> partitions, Path folder)
            throws IOException {
        Path scored = folder.resolve("compared-" + pairs + "-" + slices);
        if (!Files.exists(scored.resolve("_RUN.json"))) {
            generate(spark, pairs, slices, scored);
        }
        String before = "";
        for (int parts : partitions) {
            Path output = folder.resolve("report");
            delete(output);
            HeapAfterCollections heap = new HeapAfterCollections();
            long started = System.nanoTime();
            ReportDocument report = ReportJob.run(
                    spark,
                    settings(scored, output),
                    parts == 0 ? OptionalInt.empty() : OptionalInt.of(parts),
                    ProgressListener.SILENT);
            double seconds = (System.nanoTime() - started) / 1e9;
            String figures = check(report, pairs, slices);
            if (!before.isEmpty() && !before.equals(figures)) {
                throw new IllegalStateException("other figures from " + parts + " partitions than before");
            }
            before = figures;
            System.out.printf(
                    Locale.ROOT,
                    "%,d pairs, %d slices, %d replicates, %s partitions: %.1f s, heap after collections at most %,d MB%s%n",
                    pairs,
                    report.models().get(0).slices().size(),
                    report.provenance().replicates(),
                    parts == 0 ? "the usual number of" : Integer.toString(parts),
                    seconds,
                    heap.most() >> 20,
                    partitions.indexOf(parts) > 0 ? ", the same figures" : "");
        }
    }

    /** The figures as text, after a look at the counts. */
    private static String check(ReportDocument report, long pairs, int slices) {
        PairCounts counts = report.models().get(0).overall().counts();
        long bySubset = report.models().get(0).slices().stream()
                .filter(slice -> slice.name().equals("subset"))
                .mapToLong(slice -> slice.statistics().counts().comparisons())
                .sum();
        if (counts.comparisons() != pairs
                || bySubset != pairs
                || report.models().get(0).slices().size() < slices) {
            throw new IllegalStateException(
                    "of " + pairs + " pairs " + counts.comparisons() + " are counted, " + bySubset
                            + " in slices, of which there are "
                            + report.models().get(0).slices().size());
        }
        return Json.write(List.of(
                report.models().get(0).overall(),
                report.models().get(0).slices(),
                report.models().get(0).style()));
    }

    private static Settings settings(Path scored, Path output) {
        return new SettingsReader()
                .flag("--scores", "report.scores", List.of(scored.toString()))
                .flag("--output", "output.path", output.toString())
                .set("report.include-texts=off")
                .read(SettingsUse.REPORT);
    }

    // ---- data

    /** Two comparisons a prompt, as a scoring run writes them. */
    private static void generate(SparkSession spark, long pairs, int slices, Path folder) throws IOException {
        Column row = col("id");
        Column prompt = row.divide(2).cast("long");
        Column difficulty = functions.hash(prompt, lit(1)).divide(1L << 31);
        Column preferred = noise(2).plus(noise(3)).plus(difficulty).plus(0.4).cast("float");
        Column other = noise(4).plus(noise(5)).cast("float");
        spark.range(pairs)
                .select(
                        functions.concat(lit("example-"), prompt.cast("string")).as("example_id"),
                        functions.xxhash64(prompt).as("prompt_key"),
                        side(0, preferred, 6).as("preferred"),
                        side(1, other, 7).as("other"),
                        functions.pmod(row, lit(4)).cast("double").as("strength"),
                        lit(null).cast("string").as("tag"),
                        preferred.minus(other).as("margin"),
                        preferred.gt(other).as("agrees"),
                        lit(1).as("turns"),
                        functions
                                .map(
                                        lit("subset"),
                                        functions
                                                .pmod(functions.hash(prompt, lit(8)), lit(slices))
                                                .cast("string"),
                                        lit("domain"),
                                        functions
                                                .pmod(functions.hash(prompt, lit(9)), lit(Math.max(2, slices / 10)))
                                                .cast("string"))
                                .as("slices"))
                .write()
                .parquet(folder.resolve("comparisons").toString());
        Files.writeString(folder.resolve("_RUN.json"), record(folder, pairs));
    }

    private static Column noise(int seed) {
        return functions.hash(col("id"), lit(seed)).divide(1L << 31);
    }

    private static Column side(int index, Column reward, int seed) {
        Column bits = functions.pmod(functions.hash(col("id"), lit(seed)), lit(1 << 16));
        return struct(
                lit(index).as("index"),
                reward.as("reward"),
                bits.bitwiseAND(2047).plus(10).as("characters"),
                bits.bitwiseAND(511).as("tokens"),
                struct(
                                functions.shiftright(bits, 12).bitwiseAND(3).as("headings"),
                                functions.shiftright(bits, 11).bitwiseAND(7).as("list_items"),
                                functions.shiftright(bits, 13).bitwiseAND(1).as("bold"),
                                functions.shiftright(bits, 15).as("code"))
                        .as("style"));
    }

    /** What a report reads of a run's record. */
    private static String record(Path folder, long pairs) {
        JsonObject rows = new JsonObject();
        rows.addProperty("read", pairs);
        rows.addProperty("scored", pairs);
        JsonObject summary = new JsonObject();
        summary.addProperty("schema", "pair");
        summary.add("rows", rows);
        JsonArray paths = new JsonArray();
        paths.add(folder.toString());
        JsonObject input = new JsonObject();
        input.add("paths", paths);
        JsonObject model = new JsonObject();
        model.addProperty("path", "generated");
        JsonObject settings = new JsonObject();
        settings.add("input", input);
        settings.add("model", model);
        JsonObject record = new JsonObject();
        record.addProperty("model-fingerprint", "generated");
        record.addProperty("code-version", "development");
        record.add("summary", summary);
        record.add("settings", settings);
        return record.toString();
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
}
