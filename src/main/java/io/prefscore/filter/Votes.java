package io.prefscore.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.prefscore.report.ScoredRun;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/** How many models agree with each label. Driver side. */
final class Votes {

    private static final String AGREES = "agrees";
    private static final String VOTED = "voted_";

    private Votes() {}

    /**
     * Adds {@link Facts#VOTES}: the deciding model's and those of other runs over the same data. Rows are known by example and
     * place in it; where several share these, by what the scores say of prompt, lengths and labels too, and where several share
     * all of that a model agrees with none of them unless it agrees with all.
     */
    static Dataset<Row> added(Dataset<Row> facts, SparkSession spark, ScoredRun deciding, List<ScoredRun> others) {
        Dataset<Row> voted = facts.withColumn(
                        Facts.VOTES, when(col(Facts.MARGIN).gt(0), 1).otherwise(0))
                .withColumn(Facts.ALIKE, ifShared(col(Facts.ALIKE), col(Facts.EXAMPLE_ID), col(Facts.FIRST_RESPONSE)));
        for (ScoredRun other : others) {
            other.requireSameData(deciding, "models vote on the same data");
            Dataset<Row> scores = spark.read().parquet(other.scores());
            List<String> key = key(scores);
            String[] named = key.stream().map(VOTED::concat).toArray(String[]::new);
            Column example = score(Facts.EXAMPLE_ID);
            Column place = score(Facts.FIRST_RESPONSE);
            Dataset<Row> opinions = scores.select(
                            example.as(VOTED + Facts.EXAMPLE_ID),
                            place.as(VOTED + Facts.FIRST_RESPONSE),
                            (key.contains(Facts.ALIKE)
                                            ? ifShared(Facts.alike(col(ScoredRows.SCORES)), example, place)
                                            : lit(0L))
                                    .as(VOTED + Facts.ALIKE),
                            coalesce(score(AGREES), lit(false)).as(AGREES))
                    .groupBy(Arrays.stream(named).map(functions::col).toArray(Column[]::new))
                    .agg(min(AGREES).as(AGREES));
            Column same = key.stream()
                    .map(part -> col(part).equalTo(col(VOTED + part)))
                    .reduce(Column::and)
                    .orElseThrow();
            voted = voted.join(opinions, same, "left_outer")
                    .withColumn(
                            Facts.VOTES,
                            col(Facts.VOTES)
                                    .plus(when(coalesce(col(AGREES), lit(false)), 1)
                                            .otherwise(0)))
                    .drop(named)
                    .drop(AGREES);
        }
        return voted.drop(Facts.ALIKE);
    }

    /** What a row is known by; runs of earlier versions say less of it. */
    private static List<String> key(Dataset<Row> scores) {
        return ScoredRows.saysFacts(scores.schema())
                ? List.of(Facts.EXAMPLE_ID, Facts.FIRST_RESPONSE, Facts.ALIKE)
                : List.of(Facts.EXAMPLE_ID, Facts.FIRST_RESPONSE);
    }

    /** Of rows that share an id; an id that stands once says enough, whatever units a run's lengths are in. */
    private static Column ifShared(Column alike, Column example, Column place) {
        Column rows = count(lit(1)).over(Window.partitionBy(example, place));
        return when(rows.gt(1), alike).otherwise(lit(0L));
    }

    private static Column score(String name) {
        return col(ScoredRows.SCORES).getField(name);
    }
}
