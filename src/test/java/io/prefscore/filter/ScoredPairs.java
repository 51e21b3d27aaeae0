package io.prefscore.filter;

import io.prefscore.scoring.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Outputs of scoring runs as they would be, of pairs whose rewards are made up. */
final class ScoredPairs {

    static final DataType COMPARISONS = DataTypes.createArrayType(new StructType()
            .add("preferred", DataTypes.IntegerType)
            .add("other", DataTypes.IntegerType)
            .add("strength", DataTypes.DoubleType)
            .add("tag", DataTypes.StringType));

    static final StructType SCORES = new StructType()
            .add("example_id", DataTypes.StringType)
            .add("rewards", DataTypes.createArrayType(DataTypes.FloatType))
            .add("tokens", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("margin", DataTypes.FloatType)
            .add("agrees", DataTypes.BooleanType)
            .add("flags", DataTypes.createArrayType(DataTypes.StringType))
            .add("first_response", DataTypes.IntegerType)
            .add("prompt_key", DataTypes.LongType)
            .add("characters", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("comparisons", COMPARISONS);

    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.StringType)
            .add("prompt", DataTypes.StringType)
            .add("chosen", DataTypes.StringType)
            .add("rejected", DataTypes.StringType)
            .add("score_chosen", DataTypes.DoubleType)
            .add("score_rejected", DataTypes.DoubleType)
            .add("kind", DataTypes.StringType)
            .add("prefscore", SCORES);

    private static final StructType SET_ASIDE =
            new StructType().add("id", DataTypes.StringType).add("reason", DataTypes.StringType);

    private ScoredPairs() {}

    /**
     * A pair.
     *
     * @param tie whether the label prefers neither
     * @param mislabelled whether the label is wrong
     */
    record Pair(
            String id,
            String prompt,
            String chosen,
            String rejected,
            boolean tie,
            String kind,
            float chosenReward,
            float rejectedReward,
            boolean mislabelled) {

        float margin() {
            return chosenReward - rejectedReward;
        }

        int gap() {
            return chosen.length() - rejected.length();
        }

        long promptKey() {
            return new SplittableRandom(prompt.hashCode()).nextLong();
        }

        private @Nullable Boolean agrees() {
            boolean undecided = tie || margin() == 0;
            return undecided ? null : margin() > 0;
        }

        private Row row() {
            double tied = tie ? 1 : 2;
            Row comparison = RowFactory.create(0, 1, tied - 1, null);
            Row scores = RowFactory.create(
                    id,
                    new Object[] {chosenReward, rejectedReward},
                    new Object[] {1, 2},
                    margin(),
                    agrees(),
                    new Object[0],
                    0,
                    promptKey(),
                    new Object[] {chosen.length(), rejected.length()},
                    new Object[] {comparison});
            return RowFactory.create(id, prompt, chosen, rejected, tied, 1.0, kind, scores);
        }
    }

    /** Pairs of prompts that have one to four of them; labels are wrong at random, and one in twenty is a tie. */
    static List<Pair> random(int count, long seed, double noise) {
        SplittableRandom random = new SplittableRandom(seed);
        Random gaussian = new Random(seed);
        List<Pair> pairs = new ArrayList<>();
        int prompt = 0;
        while (pairs.size() < count) {
            prompt++;
            for (int left = random.nextInt(1, 5); left > 0 && pairs.size() < count; left--) {
                double quality = Math.abs(gaussian.nextGaussian()) * 2 * (random.nextInt(4) == 0 ? -0.2 : 1);
                boolean wrong = random.nextDouble() < noise;
                String better = "w".repeat(random.nextInt(1, 60));
                String worse = "v".repeat(random.nextInt(1, 50));
                // rounded, so that some margins are the same
                float good = Math.round(10 * (float) (quality + 0.3 * gaussian.nextGaussian())) / 10f;
                pairs.add(new Pair(
                        "pair-" + pairs.size(),
                        "question " + prompt,
                        wrong ? worse : better,
                        wrong ? better : worse,
                        random.nextInt(20) == 0,
                        List.of("code", "math", "chat").get(random.nextInt(3)),
                        wrong ? 0 : good,
                        wrong ? good : 0,
                        wrong));
            }
        }
        return pairs;
    }

    /**
     * Writes a run.
     *
     * @param files that the scores are written to, in which the rows stand in an order of the seed
     */
    static void write(SparkSession spark, Path folder, List<Pair> pairs, int files, int setAside, long seed) {
        List<Pair> shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, new Random(seed));
        write(spark, folder, shuffled.stream().map(Pair::row).toList(), SCHEMA, "pair", files, setAside);
    }

    /** Writes a run of any schema's rows. */
    static void write(
            SparkSession spark,
            Path folder,
            List<Row> rows,
            StructType columns,
            String schema,
            int files,
            int setAside) {
        spark.createDataFrame(rows, columns)
                .repartition(files)
                .write()
                .parquet(folder.resolve("scores").toString());
        writeRecord(spark, folder, schema, rows.size(), setAside);
    }

    /** Writes the comparisons of a run: example, preferred and other index, strength, tag. */
    static void writeComparisons(SparkSession spark, Path run, List<Row> compared) {
        StructType side = new StructType().add("index", DataTypes.IntegerType);
        StructType table = new StructType()
                .add("example_id", DataTypes.StringType)
                .add("preferred", side)
                .add("other", side)
                .add("strength", DataTypes.DoubleType)
                .add("tag", DataTypes.StringType);
        spark.createDataFrame(compared, table)
                .write()
                .parquet(run.resolve("comparisons").toString());
    }

    /** Writes what stands beside the scores. */
    static void writeRecord(SparkSession spark, Path folder, String schema, long scored, int setAside) {
        List<Row> aside = new ArrayList<>();
        for (int number = 0; number < setAside; number++) {
            aside.add(RowFactory.create("aside-" + number, "too-long"));
        }
        spark.createDataFrame(aside, SET_ASIDE)
                .coalesce(1)
                .write()
                .parquet(folder.resolve("set-aside").toString());
        try {
            Files.writeString(folder.resolve("_RUN.json"), record(folder, schema, scored, setAside));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String record(Path folder, String schema, long scored, int setAside) {
        return Json.write(Map.of(
                "format",
                1,
                "code-version",
                "test",
                "model-fingerprint",
                "print of " + folder.getFileName(),
                "summary",
                Map.of("schema", schema, "rows", Map.of("read", scored + setAside, "scored", scored)),
                "settings",
                Map.of(
                        "model", Map.of("path", "/models/" + folder.getFileName(), "kind", "checkpoint"),
                        "input", Map.of("paths", List.of("pairs.parquet")))));
    }
}
