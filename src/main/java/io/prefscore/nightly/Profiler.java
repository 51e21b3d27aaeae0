package io.prefscore.nightly;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_samp;

import io.prefscore.scoring.ComparisonSlices;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Sums a finished run up from its tables. Driver side; what is collected grows with the number of slices only. */
final class Profiler {

    /** Ranks are off by one in so many at most. */
    private static final int ACCURACY = 10_000;

    /** The largest ones; a slice of everybody's own value would fill the driver. */
    private static final int MOST_SLICES = 1_000;

    private static final Column[] POINTS = IntStream.range(0, RewardDistribution.POINTS)
            .mapToObj(point -> lit((point + 0.5) / RewardDistribution.POINTS))
            .toArray(Column[]::new);

    private Profiler() {}

    /**
     * Profiles a run.
     *
     * @param folder of the run
     * @param minCount rewards that a slice needs
     */
    static RunProfile of(SparkSession spark, String folder, FinishedRun run, long minCount) {
        Dataset<Row> scores = spark.read().parquet(folder + "/scores");
        Dataset<Row> comparisons = spark.read().parquet(folder + "/comparisons");
        List<RewardDistribution> rewards = new ArrayList<>(distributions(
                scores.select(
                        lit(RewardDistribution.ALL).as("slice"),
                        explode(col("prefscore.rewards")).as("reward")),
                minCount));
        rewards.addAll(distributions(bySlice(comparisons), minCount));
        Column labelled = coalesce(col("strength").notEqual(0), lit(true));
        Row margins = comparisons
                .where(labelled)
                .agg(coalesce(stddev_samp(col("margin").cast("double")), lit(0.0)))
                .first();
        return new RunProfile(
                run.rowsRead(),
                run.rowsRead() - run.rowsScored(),
                run.comparisons(),
                run.accuracy().orElse(0),
                run.meanMargin().orElse(0),
                margins.getDouble(0),
                rewards);
    }

    /** Rewards of compared responses, each as often as it was compared. */
    private static Dataset<Row> bySlice(Dataset<Row> comparisons) {
        return ComparisonSlices.unpacked(comparisons)
                .select(
                        explode(col("slices")).as(new String[] {"name", "value"}),
                        array(col("preferred.reward"), col("other.reward")).as("pair"))
                .select(
                        concat(col("name"), lit("="), col("value")).as("slice"),
                        explode(col("pair")).as("reward"));
    }

    /** The largest first, those with too few rewards left out. */
    private static List<RewardDistribution> distributions(Dataset<Row> rewards, long minCount) {
        return rewards
                .groupBy("slice")
                .agg(
                        count(lit(1)).as("count"),
                        percentile_approx(col("reward").cast("double"), array(POINTS), lit(ACCURACY)))
                .where(col("count").geq(minCount).and(col("slice").isNotNull()))
                .orderBy(col("count").desc(), col("slice"))
                .limit(MOST_SLICES)
                .collectAsList()
                .stream()
                .map(row -> new RewardDistribution(row.getString(0), row.getLong(1), row.getList(2)))
                .toList();
    }
}
