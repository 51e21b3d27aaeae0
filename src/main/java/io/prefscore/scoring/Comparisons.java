package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.dataset.Ratings;
import io.prefscore.dataset.RowParser;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Makes the comparisons table of {@link Results}. Driver side. */
final class Comparisons {

    /** One side of a comparison. */
    static final StructType SIDE = new StructType()
            .add("index", DataTypes.IntegerType)
            .add("reward", DataTypes.FloatType)
            .add("characters", DataTypes.IntegerType)
            .add("tokens", DataTypes.IntegerType)
            .add("style", StagedRows.STYLE);

    /** A comparison before it is judged, with its slices as entries. */
    static final StructType PAIRED = new StructType()
            .add("example_id", DataTypes.StringType)
            .add("prompt_key", DataTypes.LongType)
            .add("preferred", SIDE)
            .add("other", SIDE)
            .add("strength", DataTypes.DoubleType)
            .add("tag", DataTypes.StringType)
            .add("turns", DataTypes.IntegerType)
            .add(ComparisonSlices.COLUMN, StagedRows.ENTRIES);

    private Comparisons() {}

    /**
     * The comparisons table.
     *
     * @param results {@link Results}
     */
    static Dataset<Row> of(Dataset<Row> results, RowParser parser) {
        Dataset<Row> scored = results.where(col(Results.REASON).isNull());
        Dataset<Row> paired = parser.groupsByPrompt() ? acrossRows(scored) : withinRows(scored);
        Column margin = col("preferred.reward").minus(col("other.reward"));
        Dataset<Row> judged = paired.select(
                col("example_id"),
                col("prompt_key"),
                col("preferred"),
                col("other"),
                col("strength"),
                col("tag"),
                margin.as("margin"),
                Results.agrees(margin, col("strength")).as("agrees"),
                col("turns"),
                col(ComparisonSlices.COLUMN));
        return ComparisonSlices.packed(judged, parser.sliceNames());
    }

    private static Dataset<Row> withinRows(Dataset<Row> scored) {
        return scored.withColumn("comparison", functions.explode(col(Results.COMPARISONS)))
                .select(
                        col(Results.EXAMPLE_ID),
                        col(Results.PROMPT_KEY),
                        side(col("comparison").getField(StagedRows.PREFERRED)).as("preferred"),
                        side(col("comparison").getField(StagedRows.OTHER)).as("other"),
                        col("comparison").getField(StagedRows.STRENGTH).as("strength"),
                        col("comparison").getField(StagedRows.TAG).as("tag"),
                        col(Results.TURNS).as("turns"),
                        col(Results.SLICES));
    }

    private static Column side(Column index) {
        return functions.struct(
                index.as("index"),
                functions.get(col(Results.REWARDS), index).as("reward"),
                functions.get(col(Results.CHARACTERS), index).as("characters"),
                functions.get(col(Results.TOKENS), index).as("tokens"),
                functions.get(col(Results.STYLES), index).as("style"));
    }

    private static Dataset<Row> acrossRows(Dataset<Row> scored) {
        Column answer = functions.struct(
                col(Results.FIRST_RESPONSE).as("index"),
                functions.get(col(Results.REWARDS), functions.lit(0)).as("reward"),
                functions.get(col(Results.CHARACTERS), functions.lit(0)).as("characters"),
                functions.get(col(Results.TOKENS), functions.lit(0)).as("tokens"),
                functions.get(col(Results.STYLES), functions.lit(0)).as("style"),
                col(Results.RATING).as("rating"));
        FlatMapFunction<Row, Row> compare = CompareAnswers::call;
        return scored.where(col(Results.FIRST_RESPONSE).lt(Ratings.MOST_COMPARED))
                .select(
                        col(Results.EXAMPLE_ID),
                        col(Results.PROMPT_KEY),
                        answer.as("answer"),
                        col(Results.TURNS),
                        col(Results.SLICES))
                .groupBy(Results.EXAMPLE_ID, Results.PROMPT_KEY, Results.TURNS)
                .agg(
                        functions.sort_array(functions.collect_list("answer")).as("answers"),
                        functions
                                .min_by(col(Results.SLICES), col("answer.index"))
                                .as("slices"))
                .flatMap(compare, Encoders.row(PAIRED));
    }
}
