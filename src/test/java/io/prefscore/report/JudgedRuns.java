package io.prefscore.report;

import io.prefscore.config.ModelSize;
import io.prefscore.report.RewardedPairs.RewardedPair;
import io.prefscore.scoring.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Outputs of scoring runs as they would be, with rewards of models that get better the larger they are. */
final class JudgedRuns {

    private static final StructType SIDE = new StructType()
            .add("index", DataTypes.IntegerType)
            .add("reward", DataTypes.FloatType)
            .add("characters", DataTypes.IntegerType);

    private static final StructType COMPARISONS = new StructType()
            .add("example_id", DataTypes.StringType)
            .add("prompt_key", DataTypes.LongType)
            .add("preferred", SIDE)
            .add("other", SIDE)
            .add("strength", DataTypes.DoubleType)
            .add("tag", DataTypes.StringType)
            .add("slices", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));

    private JudgedRuns() {}

    /** A model's opinion of each pair, which follows that of the pair the better the larger the model is. */
    static List<RewardedPair> judged(List<RewardedPair> pairs, double skill, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RewardedPair> judged = new ArrayList<>();
        for (RewardedPair pair : pairs) {
            double noise = random.nextGaussian();
            judged.add(new RewardedPair(
                    pair.prompt(),
                    pair.chosen(),
                    pair.rejected(),
                    pair.strength(),
                    pair.topic(),
                    pair.preferred() == null ? null : (double) (float) (pair.preferred() * skill + skill + noise),
                    pair.other() == null ? null : (double) (float) (pair.other() * skill)));
        }
        return judged;
    }

    /**
     * Writes a run.
     *
     * @param size as the record has it; empty in a record of an earlier version
     * @param files that the comparisons are written to
     */
    static void write(SparkSession spark, Path folder, @Nullable ModelSize size, List<RewardedPair> judged, int files) {
        List<Row> rows = new ArrayList<>();
        for (int index = 0; index < judged.size(); index++) {
            RewardedPair pair = judged.get(index);
            rows.add(RowFactory.create(
                    "pair-" + index,
                    pair.prompt() * 0x9e3779b97f4a7c15L,
                    RowFactory.create(0, reward(pair.preferred()), pair.chosen().length()),
                    RowFactory.create(1, reward(pair.other()), pair.rejected().length()),
                    pair.strength(),
                    null,
                    Map.of("topic", pair.topic())));
        }
        spark.createDataFrame(rows, COMPARISONS)
                .repartition(files)
                .write()
                .parquet(folder.resolve("comparisons").toString());
        try {
            Files.writeString(folder.resolve("_RUN.json"), record(folder, size, judged.size()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static @Nullable Float reward(@Nullable Double reward) {
        return reward == null ? null : (float) (double) reward;
    }

    private static String record(Path folder, @Nullable ModelSize size, int rows) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("format", 1);
        record.put("code-version", "test");
        record.put("model-fingerprint", "print of " + folder.getFileName());
        if (size != null) {
            record.put("model-size", size);
        }
        record.put("summary", Map.of("schema", "pair", "rows", Map.of("read", rows, "scored", rows)));
        record.put(
                "settings",
                Map.of(
                        "model", Map.of("path", "/models/" + folder.getFileName(), "kind", "checkpoint"),
                        "input", Map.of("paths", List.of("pairs.jsonl"))));
        return Json.write(record);
    }
}
