package io.prefscore.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.FilterPolicy;
import io.prefscore.config.FilterPolicy.PairsFrom;
import io.prefscore.config.FilterPolicy.PairsLabels;
import io.prefscore.preference.UserError;
import io.prefscore.report.ScoredRun;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What labels say of pairs that rewards make: these may prefer what the label does not. Labels stand in the rows, or, where
 * rows share an example, in the run's comparisons. Driver side.
 */
record Labels(SparkSession spark, ScoredRun run, ScoredRows scored) {

    private static final String BETTER = "labelled_better";
    private static final String WORSE = "labelled_worse";
    private static final String LABELLED = "labelled_example";

    /**
     * Makes sure that no label is turned round unless that is asked for.
     *
     * @param facts {@link Facts} of all scored rows
     * @throws UserError of kind INPUT where a policy makes pairs by reward of labelled responses, and is not told to
     */
    void requireConsent(Dataset<Row> facts, List<FilterPolicy> policies) {
        for (int number = 0; number < policies.size(); number++) {
            if (policies.get(number) instanceof FilterPolicy.Pairs pairs
                    && pairs.from() != PairsFrom.COMPARISONS
                    && pairs.labels() == PairsLabels.REFUSE
                    && areThere(facts)) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        "filter.policies[" + number + "].pairs: " + run.data()
                                + " is labelled, and pairs by reward prefer what the model does, even where the label says the"
                                + " opposite; set labels = overrule if that is meant, or from = comparisons for the pairs that"
                                + " labels compare");
            }
        }
    }

    private boolean areThere(Dataset<Row> facts) {
        Dataset<Row> labelled = areShared()
                ? contradictions()
                : facts.where(exists(col(Facts.COMPARISONS), comparison -> prefers(comparison.getField("strength"))));
        return !labelled.isEmpty();
    }

    private boolean areShared() {
        return scored.recognition().parser().groupsByPrompt();
    }

    private static Column prefers(Column strength) {
        return coalesce(strength.notEqual(0), lit(true));
    }

    /** Of two responses that stand in different rows the one that a label puts above the other. */
    private Dataset<Row> contradictions() {
        return spark.read()
                .parquet(run.comparisons())
                .where(prefers(col("strength")))
                .select(
                        col("example_id").as(LABELLED),
                        col("preferred.index").as(BETTER),
                        col("other.index").as(WORSE));
    }

    /**
     * Says of pairs by reward also where responses of different rows are compared whether they go against the label.
     *
     * @param units of {@link UnitMaker}, which knows the labels within rows
     */
    Dataset<Row> withReversals(Dataset<Row> units) {
        if (!areShared()) {
            return units;
        }
        Column contradicted = col(Facts.EXAMPLE_ID)
                .equalTo(col(LABELLED))
                .and(col(UnitMaker.OTHER_EXAMPLE).equalTo(col(LABELLED)))
                .and(col(UnitMaker.OTHER_RESPONSE).equalTo(col(BETTER)))
                .and(col(Facts.FIRST_RESPONSE).equalTo(col(WORSE)));
        return units.join(contradictions(), contradicted, "left_outer")
                .withColumn(Funnel.REVERSED, col(LABELLED).isNotNull())
                .drop(LABELLED, BETTER, WORSE);
    }
}
