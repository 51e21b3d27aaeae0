package io.prefscore.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.prefscore.report.ScoredRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How many models agree with each label. Driver side. */
final class Votes {

    private static final String AGREES = "agrees";
    private static final String VOTED = "voted_";

    private Votes() {}

    /**
     * Adds {@link Facts#VOTES}: the deciding model's and those of other runs over the same data. Rows are known by example and
     * place in it, and by what the scores say of prompt, lengths and labels; where several share all of these, a model agrees
     * with none of them unless it agrees with all.
     */
    static Dataset<Row> added(Dataset<Row> facts, SparkSession spark, ScoredRun deciding, List<ScoredRun> others) {
        Dataset<Row> voted =
                facts.withColumn(Facts.VOTES, when(col(Facts.MARGIN).gt(0), 1).otherwise(0));
        for (ScoredRun other : others) {
            other.requireSameData(deciding, "models vote on the same data");
            Dataset<Row> scores = spark.read().parquet(other.scores());
            Map<String, Column> key = key(scores);
            Dataset<Row> opinions = scores.groupBy(key.entrySet().stream()
                            .map(part -> part.getValue().as(VOTED + part.getKey()))
                            .toArray(Column[]::new))
                    .agg(min(coalesce(score(AGREES), lit(false))).as(AGREES));
            Column same = key.keySet().stream()
                    .map(part -> col(part).equalTo(col(VOTED + part)))
                    .reduce(Column::and)
                    .orElseThrow();
            voted = voted.join(opinions, same, "left_outer")
                    .withColumn(
                            Facts.VOTES,
                            col(Facts.VOTES)
                                    .plus(when(coalesce(col(AGREES), lit(false)), 1)
                                            .otherwise(0)))
                    .drop(key.keySet().stream().map(VOTED::concat).toArray(String[]::new))
                    .drop(AGREES);
        }
        return voted.drop(Facts.ALIKE);
    }

    /** What a row is known by; runs of earlier versions say less of it. */
    private static Map<String, Column> key(Dataset<Row> scores) {
        Map<String, Column> key = new LinkedHashMap<>();
        key.put(Facts.EXAMPLE_ID, score(Facts.EXAMPLE_ID));
        key.put(Facts.FIRST_RESPONSE, score(Facts.FIRST_RESPONSE));
        if (ScoredRows.saysFacts(scores.schema())) {
            key.put(Facts.ALIKE, Facts.alike(col(ScoredRows.SCORES)));
        }
        return key;
    }

    private static Column score(String name) {
        return col(ScoredRows.SCORES).getField(name);
    }
}
