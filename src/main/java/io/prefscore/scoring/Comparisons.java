package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.dataset.RowParser;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Makes the comparisons table of scored rows. Driver side. */
final class Comparisons {

    /** Of answers to one prompt that stand in rows of their own, so many are compared, each with each: 499,500 pairs. */
    static final int MOST_COMPARED = 1000;

    private static final StructType SIDE = new StructType()
            .add("index", DataTypes.IntegerType)
            .add("reward", DataTypes.FloatType)
            .add("characters", DataTypes.IntegerType)
            .add("tokens", DataTypes.IntegerType);

    /** One response of an example whose responses stand in different rows. */
    static final StructType ANSWER = new StructType()
            .add("index", DataTypes.IntegerType)
            .add("reward", DataTypes.FloatType)
            .add("characters", DataTypes.IntegerType)
            .add("tokens", DataTypes.IntegerType)
            .add("rating", DataTypes.DoubleType);

    /** Spark's encoder takes no Java map, so slices travel as a list of entries. */
    private static final DataType ENTRIES = DataTypes.createArrayType(
            new StructType().add("key", DataTypes.StringType, false).add("value", DataTypes.StringType, false));

    /** The comparisons table, with its slices as entries. */
    static final StructType WITH_ENTRIES = new StructType()
            .add("example_id", DataTypes.StringType)
            .add("prompt_key", DataTypes.LongType)
            .add("preferred", SIDE)
            .add("other", SIDE)
            .add("strength", DataTypes.DoubleType)
            .add("tag", DataTypes.StringType)
            .add("margin", DataTypes.FloatType)
            .add("agrees", DataTypes.BooleanType)
            .add("slices", ENTRIES);

    /** A row of a prompt that other rows share. */
    static final StructType SHARED = new StructType()
            .add("example_id", DataTypes.StringType)
            .add("prompt_key", DataTypes.LongType)
            .add("answer", ANSWER)
            .add("slices", ENTRIES);

    private Comparisons() {}

    /**
     * The comparisons table.
     *
     * @param scored example id, place of the first response, rewards, tokens, and a struct of the parser's columns
     */
    static Dataset<Row> of(Dataset<Row> scored, RowParser parser) {
        Dataset<Row> compared = parser.groupsByPrompt() ? acrossRows(scored, parser) : withinRows(scored, parser);
        return compared.withColumn("slices", functions.map_from_entries(col("slices")));
    }

    private static Dataset<Row> withinRows(Dataset<Row> scored, RowParser parser) {
        FlatMapFunction<Row, Row> compare = new CompareRow(parser);
        return scored.flatMap(compare, Encoders.row(WITH_ENTRIES));
    }

    /** Only a few numbers of each row are shuffled. */
    private static Dataset<Row> acrossRows(Dataset<Row> scored, RowParser parser) {
        FlatMapFunction<Row, Row> read = new ReadAnswer(parser);
        FlatMapFunction<Row, Row> compare = CompareAnswers::call;
        return scored.where(col("first_response").lt(MOST_COMPARED))
                .flatMap(read, Encoders.row(SHARED))
                .groupBy("example_id", "prompt_key")
                .agg(
                        functions.sort_array(functions.collect_list("answer")).as("answers"),
                        functions.min_by(col("slices"), col("answer.index")).as("slices"))
                .flatMap(compare, Encoders.row(WITH_ENTRIES));
    }
}
