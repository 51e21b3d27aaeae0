package io.prefscore.filter;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.prefscore.stats.ClusteredShare;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Counts what became of rows, or of the units made of them: one pass for all policies and all slices. Prompts are counted in
 * the resampling units of every other statistic, so that intervals know of prompts with several rows. Driver side.
 */
final class Tally {

    /** Name of the slice of everything. */
    static final String OVERALL = "overall";

    private static final double LEVEL = 0.95;

    private static final String SLICE = "slice";
    private static final String NAME = "name";
    private static final String VALUE = "value";
    private static final String UNIT = "unit";
    private static final String ROWS = "rows";

    private final List<Integer> policies;
    private final Map<Slice, Row> bySlice;

    private Tally(List<Integer> policies, Map<Slice, Row> bySlice) {
        this.policies = policies;
        this.bySlice = bySlice;
    }

    /** A value of a slice; everything first, then by name and value. */
    record Slice(String name, String value) implements Comparable<Slice> {

        static final Slice ALL = new Slice(OVERALL, "");

        @Override
        public int compareTo(Slice other) {
            int overall = Boolean.compare(other.equals(ALL), equals(ALL));
            int byName = overall != 0 ? overall : name.compareTo(other.name);
            return byName != 0 ? byName : value.compareTo(other.value);
        }
    }

    /**
     * Counts.
     *
     * @param rows {@link Funnel} rows after the last policy
     * @param policies numbers of the policies that these rows went through
     */
    static Tally of(Dataset<Row> rows, Strata strata, List<Integer> policies) {
        List<Column> slices = new ArrayList<>(List.of(struct(lit(OVERALL).as(NAME), lit("").as(VALUE))));
        for (int number = 0; number < strata.names().size(); number++) {
            slices.add(struct(
                    lit(strata.names().get(number)).as(NAME),
                    col(Facts.slice(number)).as(VALUE)));
        }
        UDF1<Long, Integer> unit = Units::of;
        Dataset<Row> sliced = rows.withColumn(
                        UNIT, udf(unit, DataTypes.IntegerType).apply(col(Facts.PROMPT_KEY)))
                .withColumn(SLICE, explode(array(slices.toArray(Column[]::new))))
                .select(col("*"), col(SLICE + "." + NAME), col(SLICE + "." + VALUE));
        List<Column> sums = sums(policies);
        Dataset<Row> byUnit = sliced.groupBy(NAME, VALUE, UNIT)
                .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new));
        List<Column> totals = totals(byUnit.columns());
        Map<Slice, Row> bySlice = new TreeMap<>();
        byUnit.groupBy(NAME, VALUE)
                .agg(totals.get(0), totals.subList(1, totals.size()).toArray(Column[]::new))
                .collectAsList()
                .forEach(row -> bySlice.put(new Slice(row.getString(0), row.getString(1)), row));
        return new Tally(List.copyOf(policies), bySlice);
    }

    private static List<Column> sums(List<Integer> policies) {
        List<Column> sums = new ArrayList<>(List.of(functions.count(lit(1)).as(ROWS)));
        for (int policy : policies) {
            Column left = col(Funnel.REASON).isNull().or(col(Funnel.REASON).gt(policy));
            sums.add(sum(when(left, 1L).otherwise(0L)).as("left_" + policy));
            sums.add(sum(bit(Funnel.PASSED, policy)).as("passed_" + policy));
            sums.add(sum(bit(Funnel.FLIPS, policy)).as("flips_" + policy));
            sums.add(sum(bit(Funnel.WEIGHTS, policy)).as("weights_" + policy));
        }
        Column kept = col(Funnel.REASON).isNull();
        sums.add(sum(when(kept.and(Funnel.isTurned()), 1L).otherwise(0L)).as("flipped"));
        sums.add(sum(when(col(Funnel.REVERSED), 1L).otherwise(0L)).as("reversed"));
        sums.add(sum(when(kept.and(col(Funnel.WEIGHT).notEqual(1.0)), 1L).otherwise(0L))
                .as("reweighted"));
        Column sign = when(col(Funnel.FLIPPED), -1.0).otherwise(1.0);
        Column otherCharacters = col(Facts.PREFERRED_CHARACTERS).minus(col(Facts.LENGTH_GAP));
        Column charactersBefore = when(col(Funnel.FLIPPED), otherCharacters).otherwise(col(Facts.PREFERRED_CHARACTERS));
        sums.addAll(ofPairs("before_", lit(true), sign, charactersBefore));
        sums.addAll(ofPairs("after_", kept, lit(1.0), col(Facts.PREFERRED_CHARACTERS)));
        return sums;
    }

    private static List<Column> ofPairs(String prefix, Column counted, Column sign, Column characters) {
        Column margin = col(Facts.MARGIN).cast("double").multiply(sign);
        Column gap = col(Facts.LENGTH_GAP).cast("double").multiply(sign);
        Column pair = counted.and(col(Facts.MARGIN).isNotNull());
        return List.of(
                sum(when(counted, 1.0).otherwise(0.0)).as(prefix + "units"),
                sum(when(pair, 1.0).otherwise(0.0)).as(prefix + "pairs"),
                sum(when(pair, half(margin)).otherwise(0.0)).as(prefix + "agreeing"),
                sum(when(pair, margin).otherwise(0.0)).as(prefix + "margin"),
                sum(when(pair, gap).otherwise(0.0)).as(prefix + "gap"),
                sum(when(pair, half(gap)).otherwise(0.0)).as(prefix + "longer"),
                sum(when(pair, characters.cast("double")).otherwise(0.0)).as(prefix + "characters"),
                sum(when(counted, coalesce(col(Facts.BEST_REWARD).cast("double"), lit(0.0)))
                                .otherwise(0.0))
                        .as(prefix + "best"),
                sum(when(counted.and(col(Facts.BEST_REWARD).isNotNull()), 1.0).otherwise(0.0))
                        .as(prefix + "rewarded"));
    }

    /** One above 0, one half at 0. */
    private static Column half(Column value) {
        return when(value.gt(0), 1.0).when(value.lt(0), 0.0).otherwise(0.5);
    }

    private static Column bit(String bits, int policy) {
        return functions.shiftrightunsigned(col(bits), policy).bitwiseAND(lit(1L));
    }

    /** Sums over units, and the sums of squares that intervals need. */
    private static List<Column> totals(String[] columns) {
        List<Column> totals = new ArrayList<>();
        for (String column : columns) {
            if (!List.of(NAME, VALUE, UNIT).contains(column)) {
                totals.add(sum(column).as(column));
            }
        }
        for (String prefix : List.of("before_", "after_")) {
            Column trials = col(prefix + "pairs");
            totals.add(sum(trials.multiply(trials)).as(prefix + "pairs_squared"));
            totals.add(sum(when(trials.gt(0), 1L).otherwise(0L)).as(prefix + "clusters"));
            for (String share : List.of("agreeing", "longer")) {
                Column successes = col(prefix + share);
                totals.add(sum(successes.multiply(successes)).as(prefix + share + "_squared"));
                totals.add(sum(successes.multiply(trials)).as(prefix + share + "_product"));
            }
        }
        return totals;
    }

    /** The slices that have rows, everything first. */
    List<Slice> slices() {
        return List.copyOf(bySlice.keySet());
    }

    /** Rows of a slice; 0 for one without. */
    long rows(Slice slice) {
        return count(slice, ROWS);
    }

    /** Rows of a slice that are there after a policy. */
    long left(Slice slice, int policy) {
        return count(slice, "left_" + policy);
    }

    /** What a policy did to all rows. */
    FilterReceipt.Step step(int policy, String label, String words, FilterReceipt.Unit unit, List<String> details) {
        int index = policies.indexOf(policy);
        long entered = index == 0 ? rows(Slice.ALL) : left(Slice.ALL, policies.get(index - 1));
        long left = left(Slice.ALL, policy);
        return new FilterReceipt.Step(
                label,
                words,
                unit,
                entered,
                count(Slice.ALL, "passed_" + policy),
                entered - left,
                count(Slice.ALL, "flips_" + policy),
                count(Slice.ALL, "weights_" + policy),
                left,
                details);
    }

    /** Kept rows whose label was turned round. */
    long flipped() {
        return count(Slice.ALL, "flipped");
    }

    /** Those that were made against the label of their row, whatever became of them. */
    long reversed() {
        return count(Slice.ALL, "reversed");
    }

    /** Kept rows whose weight is not 1. */
    long reweighted() {
        return count(Slice.ALL, "reweighted");
    }

    private long count(Slice slice, String column) {
        Row row = bySlice.get(slice);
        return row == null ? 0 : row.getLong(row.fieldIndex(column));
    }

    /** Of all rows, as they came. */
    FilterReceipt.Summary before(Slice slice) {
        return summary(slice, "before_");
    }

    /** Of what is kept, flipped labels as they are now. */
    FilterReceipt.Summary after(Slice slice) {
        return summary(slice, "after_");
    }

    private FilterReceipt.Summary summary(Slice slice, String prefix) {
        double pairs = sumOf(slice, prefix + "pairs");
        return new FilterReceipt.Summary(
                slice.name(),
                slice.value(),
                (long) sumOf(slice, prefix + "units"),
                (long) pairs,
                share(slice, prefix, "agreeing"),
                sumOf(slice, prefix + "margin") / pairs,
                sumOf(slice, prefix + "gap") / pairs,
                share(slice, prefix, "longer"),
                sumOf(slice, prefix + "characters") / pairs,
                sumOf(slice, prefix + "best") / sumOf(slice, prefix + "rewarded"));
    }

    private Estimate share(Slice slice, String prefix, String share) {
        return new ClusteredShare(
                        sumOf(slice, prefix + share),
                        sumOf(slice, prefix + "pairs"),
                        sumOf(slice, prefix + share + "_squared"),
                        sumOf(slice, prefix + share + "_product"),
                        sumOf(slice, prefix + "pairs_squared"),
                        Math.toIntExact(count(slice, prefix + "clusters")))
                .estimate(LEVEL);
    }

    private double sumOf(Slice slice, String column) {
        Row row = bySlice.get(slice);
        return row == null ? 0 : row.getDouble(row.fieldIndex(column));
    }
}
