package io.prefscore.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.prefscore.preference.UserError;
import io.prefscore.report.ScoredRun;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How many models agree with each label. Driver side. */
final class Votes {

    private static final String AGREES = "agrees";

    private Votes() {}

    /**
     * Adds {@link Facts#VOTES}: the deciding model's and those of other runs over the same data. Rows are known by example and
     * place in it; where several share these, a model agrees with none of them unless it agrees with all.
     */
    static Dataset<Row> added(Dataset<Row> facts, SparkSession spark, ScoredRun deciding, List<ScoredRun> others) {
        Dataset<Row> voted =
                facts.withColumn(Facts.VOTES, when(col(Facts.MARGIN).gt(0), 1).otherwise(0));
        for (ScoredRun other : others) {
            requireSameData(deciding, other);
            Dataset<Row> opinions = spark.read()
                    .parquet(other.scores())
                    .groupBy(
                            score(Facts.EXAMPLE_ID).as("voted_example"),
                            score(Facts.FIRST_RESPONSE).as("voted_response"))
                    .agg(min(coalesce(score(AGREES), lit(false))).as(AGREES));
            voted = voted.join(
                            opinions,
                            col(Facts.EXAMPLE_ID)
                                    .equalTo(col("voted_example"))
                                    .and(col(Facts.FIRST_RESPONSE).equalTo(col("voted_response"))),
                            "left_outer")
                    .withColumn(
                            Facts.VOTES,
                            col(Facts.VOTES)
                                    .plus(when(coalesce(col(AGREES), lit(false)), 1)
                                            .otherwise(0)))
                    .drop("voted_example", "voted_response", AGREES);
        }
        return voted;
    }

    private static Column score(String name) {
        return col(ScoredRows.SCORES).getField(name);
    }

    private static void requireSameData(ScoredRun deciding, ScoredRun other) {
        if (deciding.rowsRead() != other.rowsRead() || !deciding.data().equals(other.data())) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    other.folder() + ": scored " + other.data() + " (" + other.rowsRead() + " rows), but "
                            + deciding.folder() + " scored " + deciding.data() + " (" + deciding.rowsRead()
                            + " rows); models vote on the same data, so score that with both");
        }
    }
}
