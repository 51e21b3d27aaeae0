package io.prefscore.cli;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.Kind;
import io.prefscore.scoring.BradleyTerry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the demo found out, computed from the tables that its runs wrote.
 *
 * @param members the models that scored the data, smallest first
 * @param rightLabels how the largest model stands to the labels that are the judges' own, where some are not
 * @param wrongLabels and to those that were exchanged
 * @param filtered what a filter made of these labels, where some were exchanged
 * @param verdicts what curves say of the loss on pairs of each kind; none where too few models scored for a curve
 * @param elapsed from the first data to the last table
 */
record DemoReport(
        List<Member> members,
        Optional<Judged> rightLabels,
        Optional<Judged> wrongLabels,
        Optional<Filtered> filtered,
        Map<Kind, String> verdicts,
        Duration elapsed) {

    DemoReport {
        members = List.copyOf(members);
        verdicts = Collections.unmodifiableMap(new TreeMap<>(verdicts));
    }

    /** What a model made of the pairs of each kind that the data has. */
    record Member(BuiltInModel model, Map<Kind, Judged> kinds) {

        Member {
            kinds = new EnumMap<>(kinds);
        }
    }

    /**
     * How rewards stand to the labels of some comparisons.
     *
     * @param accuracy share whose preferred response has strictly the greater reward
     * @param loss mean Bradley-Terry loss, in nats
     */
    record Judged(long comparisons, double accuracy, double loss) {

        static final Judged NONE = new Judged(0, Double.NaN, Double.NaN);
    }

    /**
     * What a filter did about wrong labels.
     *
     * @param right labels that are the judges' own
     * @param wrong labels that were exchanged
     * @param rightDropped of the right ones, with their pairs
     * @param wrongDropped of the wrong ones
     */
    record Filtered(long right, long wrong, long rightDropped, long wrongDropped) {

        double noiseBefore() {
            return (double) wrong / (right + wrong);
        }

        /** NaN where nothing is left. */
        double noiseAfter() {
            long wrongLeft = wrong - wrongDropped;
            return (double) wrongLeft / (right - rightDropped + wrongLeft);
        }
    }

    enum Label {
        RIGHT,
        WRONG
    }

    /** Figures of a finished run, by kind. */
    static Map<Kind, Judged> judged(SparkSession spark, String output) {
        Map<Kind, Judged> kinds = new EnumMap<>(Kind.class);
        for (Row row : figures(scores(spark, output), col(DemoData.KIND)).collectAsList()) {
            kinds.put(Kind.valueOf(row.getString(0).toUpperCase(Locale.ROOT)), judged(row));
        }
        return kinds;
    }

    /** Figures of a finished run over pairs whose labels are right, or wrong. */
    static Judged labelled(SparkSession spark, String output, Label label) {
        boolean wrong = label == Label.WRONG;
        Dataset<Row> pairs =
                scores(spark, output).where(col(DemoData.MISLABELLED).equalTo(wrong));
        List<Row> rows = figures(pairs, col(DemoData.MISLABELLED)).collectAsList();
        return rows.isEmpty() ? Judged.NONE : judged(rows.get(0));
    }

    /**
     * What a finished filter did, by the truth about the labels.
     *
     * @param output of the run that it filtered
     * @param folder of the filter
     */
    static Filtered filtered(SparkSession spark, String output, String folder) {
        Dataset<Row> truth =
                scores(spark, output).select(col("prefscore.example_id").as("example_id"), col(DemoData.MISLABELLED));
        Column dropped = when(col("outcome").equalTo("dropped"), 1L).otherwise(0L);
        Column wrong = when(col(DemoData.MISLABELLED), 1L).otherwise(0L);
        Row sums = spark.read()
                .parquet(folder + "/decisions")
                .join(truth, "example_id")
                .agg(
                        count(lit(1)),
                        coalesce(sum(wrong), lit(0L)),
                        coalesce(sum(dropped), lit(0L)),
                        coalesce(sum(dropped.multiply(wrong)), lit(0L)))
                .head();
        return new Filtered(
                sums.getLong(0) - sums.getLong(1), sums.getLong(1), sums.getLong(2) - sums.getLong(3), sums.getLong(3));
    }

    /** What finished curves say of the loss, by kind. */
    static Map<Kind, String> verdicts(SparkSession spark, String folder) {
        Map<Kind, String> verdicts = new EnumMap<>(Kind.class);
        spark.read()
                .parquet(folder + "/tables/verdicts")
                .where(col("slice").equalTo(DemoData.KIND).and(col("measure").equalTo("loss")))
                .select("value_of_slice", "words")
                .collectAsList()
                .forEach(row -> Arrays.stream(Kind.values())
                        .filter(kind -> kind.label().equals(row.getString(0)))
                        .forEach(kind -> verdicts.put(kind, row.getString(1))));
        return verdicts;
    }

    private static Dataset<Row> scores(SparkSession spark, String output) {
        return spark.read().parquet(output + "/scores");
    }

    private static Dataset<Row> figures(Dataset<Row> scores, Column group) {
        Column result = col("prefscore");
        return scores.groupBy(group)
                .agg(
                        count(lit(1)),
                        avg(when(result.getField("agrees"), 1.0).otherwise(0.0)),
                        avg(BradleyTerry.loss(result.getField("margin"))));
    }

    private static Judged judged(Row row) {
        return new Judged(row.getLong(1), row.getDouble(2), row.getDouble(3));
    }
}
