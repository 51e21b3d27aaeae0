package io.prefscore.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.prefscore.demo.Kind;
import io.prefscore.scoring.BradleyTerry;
import io.prefscore.scoring.RunSummary;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What the demo found out: the run's own summary, and what can be said because the truth of the data is known.
 *
 * @param run the scoring run
 * @param kinds kinds of pairs that the data has
 */
record DemoReport(RunSummary run, Map<Kind, Labelled> kinds) {

    DemoReport {
        kinds = new EnumMap<>(kinds);
    }

    /** Pairs by whether their label is the judge's or was exchanged. */
    record Labelled(Judged correctly, Judged wrongly) {

        static final Labelled NONE = new Labelled(Judged.NONE, Judged.NONE);

        Judged all() {
            return correctly.plus(wrongly);
        }

        Labelled plus(Labelled other) {
            return new Labelled(correctly.plus(other.correctly), wrongly.plus(other.wrongly));
        }
    }

    /**
     * How the rewards stand to the labels of some comparisons.
     *
     * @param agreeing comparisons whose preferred response has strictly the greater reward
     * @param lossSum their Bradley-Terry losses together, in nats
     */
    record Judged(long comparisons, long agreeing, double lossSum) {

        static final Judged NONE = new Judged(0, 0, 0);

        /** Share that agrees; a tie of rewards is no win. Empty without comparisons, like the loss. */
        OptionalDouble accuracy() {
            return mean((double) agreeing);
        }

        OptionalDouble loss() {
            return mean(lossSum);
        }

        Judged plus(Judged other) {
            return new Judged(comparisons + other.comparisons, agreeing + other.agreeing, lossSum + other.lossSum);
        }

        private OptionalDouble mean(double total) {
            return comparisons == 0 ? OptionalDouble.empty() : OptionalDouble.of(total / comparisons);
        }
    }

    /** Reads a finished run's {@code scores}, which carry the columns of the data beside the rewards. */
    static DemoReport of(SparkSession spark, RunSummary run) {
        Column result = col("prefscore");
        Map<Kind, Labelled> kinds = new EnumMap<>(Kind.class);
        for (Row row : spark.read()
                .parquet(run.output() + "/scores")
                .groupBy(DemoData.KIND, DemoData.MISLABELLED)
                .agg(
                        count(lit(1)),
                        functions.count(when(result.getField("agrees"), 1)),
                        sum(BradleyTerry.loss(result.getField("margin"))))
                .collectAsList()) {
            Kind kind = Kind.valueOf(row.getString(0).toUpperCase(Locale.ROOT));
            Judged judged = new Judged(row.getLong(2), row.getLong(3), row.getDouble(4));
            Labelled labelled =
                    row.getBoolean(1) ? new Labelled(Judged.NONE, judged) : new Labelled(judged, Judged.NONE);
            kinds.merge(kind, labelled, Labelled::plus);
        }
        return new DemoReport(run, kinds);
    }

    /** All kinds together. */
    Labelled total() {
        return kinds.values().stream().reduce(Labelled.NONE, Labelled::plus);
    }
}
