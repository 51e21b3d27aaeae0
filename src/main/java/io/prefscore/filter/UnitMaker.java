package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;

import io.prefscore.config.FilterPolicy;
import io.prefscore.config.FilterPolicy.PairsFrom;
import io.prefscore.config.FilterPolicy.PairsLabels;
import io.prefscore.report.ScoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes pairs, or picks single responses, from scored rows. What comes out has the columns of {@link Facts} that policies ask
 * for, and says which responses of which rows it is made of. Driver side.
 */
final class UnitMaker {

    /** {@link Facts#PLACE} of the row that the preferred, or single, response stands in, and the response's place in it. */
    static final String PREFERRED_PLACE = "preferred_place";

    static final String PREFERRED_POSITION = "preferred_position";
    /** The same of the other response; null for a single one. */
    static final String OTHER_PLACE = "other_place";

    static final String OTHER_POSITION = "other_position";
    /** {@link Facts#EXAMPLE_ID} and {@link Facts#FIRST_RESPONSE} of the row that the other response stands in. */
    static final String OTHER_EXAMPLE = "other_example";

    static final String OTHER_RESPONSE = "other_response";
    static final String WEIGHT = Funnel.WEIGHT;

    private static final String ROWS = "rows";
    private static final String SLICES = "slices";

    private UnitMaker() {}

    /** Columns of a unit, before those of its slices. */
    static StructType schema(int slices) {
        StructType schema = new StructType()
                .add(Facts.KEY, DataTypes.LongType)
                .add(Facts.EXAMPLE_ID, DataTypes.StringType)
                .add(Facts.FIRST_RESPONSE, DataTypes.IntegerType)
                .add(Facts.PROMPT_KEY, DataTypes.LongType)
                .add(Facts.MARGIN, DataTypes.FloatType)
                .add(Facts.SIZE, DataTypes.FloatType)
                .add(Facts.PREFERRED_REWARD, DataTypes.FloatType)
                .add(Facts.OTHER_REWARD, DataTypes.FloatType)
                .add(Facts.BEST_REWARD, DataTypes.FloatType)
                .add(Facts.WORST_REWARD, DataTypes.FloatType)
                .add(Facts.PREFERRED_CHARACTERS, DataTypes.IntegerType)
                .add(Facts.LENGTH_GAP, DataTypes.IntegerType)
                .add(PREFERRED_PLACE, DataTypes.LongType)
                .add(PREFERRED_POSITION, DataTypes.IntegerType)
                .add(OTHER_PLACE, DataTypes.LongType)
                .add(OTHER_POSITION, DataTypes.IntegerType)
                .add(OTHER_EXAMPLE, DataTypes.StringType)
                .add(OTHER_RESPONSE, DataTypes.IntegerType)
                .add(Funnel.REVERSED, DataTypes.BooleanType)
                .add(WEIGHT, DataTypes.DoubleType);
        for (int number = 0; number < slices; number++) {
            schema = schema.add(Facts.slice(number), DataTypes.StringType);
        }
        return schema;
    }

    /**
     * The units that a policy makes.
     *
     * @param left {@link Funnel} rows that the policies before left
     */
    static Dataset<Row> of(
            SparkSession spark, ScoredRun run, Dataset<Row> left, FilterPolicy policy, Strata strata, Labels labels) {
        StructType schema = schema(strata.names().size());
        if (policy instanceof FilterPolicy.Best best) {
            return byPrompt(left, strata).flatMap(new PickBest(best.top()), Encoders.row(schema));
        }
        FilterPolicy.Pairs pairs = (FilterPolicy.Pairs) policy;
        if (pairs.from() != PairsFrom.COMPARISONS) {
            Dataset<Row> units = byPrompt(left, strata).flatMap(new MakePairs(pairs), Encoders.row(schema));
            return pairs.labels() == PairsLabels.OVERRULE ? labels.withReversals(units) : units;
        }
        Dataset<Row> withinRows = left.where(
                        functions.size(col(Facts.COMPARISONS)).gt(0))
                .select(functions.array(row(strata)).as(ROWS), col(Facts.COMPARISONS));
        return withinRows
                .unionByName(acrossRows(spark, run, left, strata))
                .flatMap(new ComparedPairs(pairs.minMargin()), Encoders.row(schema));
    }

    private static Dataset<Row> byPrompt(Dataset<Row> left, Strata strata) {
        return left.select(col(Facts.PROMPT_KEY).as("group"), row(strata).as("row"))
                .groupBy("group")
                .agg(collect_list("row").as(ROWS))
                .select(ROWS);
    }

    /** The fields of {@link UnitRow}. */
    private static Column row(Strata strata) {
        List<Column> slices = new ArrayList<>();
        IntStream.range(0, strata.names().size()).forEach(number -> slices.add(col(Facts.slice(number))));
        return struct(
                col(Facts.PLACE),
                col(Facts.KEY),
                col(Facts.EXAMPLE_ID),
                col(Facts.FIRST_RESPONSE),
                col(Facts.PROMPT_KEY),
                col(Facts.REWARDS),
                col(Facts.CHARACTERS),
                col(Funnel.FLIPPED),
                col(Funnel.WEIGHT),
                functions
                        .array(slices.toArray(Column[]::new))
                        .cast("array<string>")
                        .as(SLICES),
                col(Facts.COMPARISONS));
    }

    /** Comparisons of responses that stand in different rows, with the two rows. */
    private static Dataset<Row> acrossRows(SparkSession spark, ScoredRun run, Dataset<Row> left, Strata strata) {
        Dataset<Row> alone = left.where(functions.size(col(Facts.COMPARISONS)).equalTo(0));
        Dataset<Row> compared = spark.read()
                .parquet(run.comparisons())
                .select(
                        col("example_id").as("compared_example"),
                        col("preferred.index").as("preferred_index"),
                        col("other.index").as("other_index"),
                        col("strength"),
                        col("tag"));
        Dataset<Row> preferred = side(alone, strata, "preferred");
        Dataset<Row> other = side(alone, strata, "other");
        Column asCompared = functions.array(
                struct(functions.lit(0).as("preferred"), functions.lit(0).as("other"), col("strength"), col("tag")));
        return compared.join(
                        preferred,
                        col("compared_example")
                                .equalTo(col("preferred_example"))
                                .and(col("preferred_index").equalTo(col("preferred_response"))))
                .join(
                        other,
                        col("compared_example")
                                .equalTo(col("other_example"))
                                .and(col("other_index").equalTo(col("other_response"))))
                .select(
                        functions.array(col("preferred_row"), col("other_row")).as(ROWS),
                        asCompared.as(Facts.COMPARISONS));
    }

    private static Dataset<Row> side(Dataset<Row> alone, Strata strata, String side) {
        return alone.select(
                col(Facts.EXAMPLE_ID).as(side + "_example"),
                col(Facts.FIRST_RESPONSE).as(side + "_response"),
                row(strata).as(side + "_row"));
    }
}
