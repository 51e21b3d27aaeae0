package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rewards by content: a Parquet table under {@code fingerprint=…/wave=…/}. A wave is what one job appended. What stands
 * here is never computed again; a key that stands twice is harmless.
 *
 * <p>What a call of the model cost stands with the first text of that call, so the costs of a wave add up to what was really
 * spent on the rows that are there, whatever was retried.
 */
final class ScoreStore {

    static final String KEY = "key";
    /** Null where the text was refused. */
    static final String REWARD = "reward";

    static final String TOKENS = "tokens";
    static final String TRUNCATED = "truncated";
    /** Name of a {@link io.prefscore.preference.Skip.Reason}; null where there is a reward. */
    static final String REASON = "reason";

    static final String DETAIL = "detail";
    static final String TOKENS_ASKED = "tokens_asked";
    static final String TOKENS_COMPUTED = "tokens_computed";
    static final String BATCHES = "batches";
    static final String FORWARD_NANOS = "forward_nanos";

    static final StructType SCHEMA = new StructType(new StructField[] {
        field(KEY, DataTypes.BinaryType),
        field(REWARD, DataTypes.FloatType),
        field(TOKENS, DataTypes.IntegerType),
        field(TRUNCATED, DataTypes.IntegerType),
        field(REASON, DataTypes.StringType),
        field(DETAIL, DataTypes.StringType),
        field(TOKENS_ASKED, DataTypes.LongType),
        field(TOKENS_COMPUTED, DataTypes.LongType),
        field(BATCHES, DataTypes.IntegerType),
        field(FORWARD_NANOS, DataTypes.LongType)
    });

    private static final String WAVE = "wave=";

    private final SparkSession spark;
    private final Path folder;

    ScoreStore(SparkSession spark, String root, String fingerprint) {
        this.spark = spark;
        this.folder = new Path(root, "fingerprint=" + fingerprint);
    }

    private static StructField field(String name, DataType type) {
        return DataTypes.createStructField(name, type, true);
    }

    /** Appends a wave and returns the table of it. */
    Dataset<Row> append(Dataset<Row> scored) {
        String wave = new Path(folder, WAVE + UUID.randomUUID()).toString();
        scored.write().parquet(wave);
        return spark.read().schema(SCHEMA).parquet(wave);
    }

    /** All that stands here, each key once; empty if there is no wave yet. */
    Optional<Dataset<Row>> read() {
        List<String> waves = waves();
        if (waves.isEmpty()) {
            return Optional.empty();
        }
        Dataset<Row> all = spark.read().schema(SCHEMA).parquet(waves.toArray(String[]::new));
        return Optional.of(waves.size() == 1 ? all : unique(all));
    }

    /** Within a wave keys are distinct; across waves of several writers the same one is chosen by every reader. */
    private static Dataset<Row> unique(Dataset<Row> all) {
        Column[] values =
                List.of(SCHEMA.fieldNames()).stream().map(functions::col).toArray(Column[]::new);
        return all.groupBy(KEY)
                .agg(functions.max(functions.struct(values)).as("entry"))
                .select(col("entry.*"));
    }

    private List<String> waves() {
        try {
            FileSystem fileSystem = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
            if (!fileSystem.exists(folder)) {
                return List.of();
            }
            List<String> waves = new ArrayList<>();
            for (FileStatus wave : fileSystem.listStatus(folder)) {
                // A wave without the marker was being written when its run was killed; what it holds is not relied on.
                if (wave.getPath().getName().startsWith(WAVE)
                        && fileSystem.exists(new Path(wave.getPath(), "_SUCCESS"))) {
                    waves.add(wave.getPath().toString());
                }
            }
            return waves;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
