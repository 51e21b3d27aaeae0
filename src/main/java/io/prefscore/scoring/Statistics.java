package io.prefscore.scoring;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Reads the summary's figures from the tables that a run wrote, which is what makes them right. Driver side. */
final class Statistics {

    private final WrittenTables tables;
    private final String output;
    private final long rowsScored;
    private final long tokensAsked;
    private final Map<Flag, Long> flagged = new EnumMap<>(Flag.class);

    /**
     * @param output names the output in messages
     */
    Statistics(WrittenTables tables, String output) {
        this.tables = tables;
        this.output = output;
        Column tokens = functions.aggregate(
                col(RowVerdicts.RESULT).getField("tokens"), lit(0L), (sum, next) -> sum.plus(next.cast("long")));
        List<Column> sums = new ArrayList<>(List.of(coalesce(sum(tokens), lit(0L))));
        for (Flag flag : Flag.values()) {
            sums.add(total(functions.array_contains(col(RowVerdicts.RESULT).getField("flags"), flag.label())));
        }
        Row scores =
                tables.scores().agg(count(lit(1)), sums.toArray(Column[]::new)).first();
        this.rowsScored = scores.getLong(0);
        this.tokensAsked = scores.getLong(1);
        int column = 2;
        for (Flag flag : Flag.values()) {
            long rows = scores.getLong(column++);
            if (rows > 0) {
                flagged.put(flag, rows);
            }
        }
    }

    /**
     * Counts the rows that were written.
     *
     * @throws IllegalStateException if they are not as many as were read
     */
    RunSummary.Rows rows(StagedTotals totals) {
        Map<Flag, Long> all = new EnumMap<>(Flag.class);
        all.putAll(flagged);
        Long contradicted = totals.flagged().get(Flag.CONTRADICTED);
        if (contradicted != null) {
            all.put(Flag.CONTRADICTED, contradicted);
        }
        RunSummary.Rows rows = new RunSummary.Rows(totals.rows(), rowsScored, setAside(), all);
        if (rows.scored() + rows.allSetAside() != rows.read()) {
            throw new IllegalStateException(output + ": " + rows.read() + " rows were read, but " + rows.scored()
                    + " stand in scores and " + rows.allSetAside() + " in set-aside; the output is not valid");
        }
        return rows;
    }

    private Map<Skip.Reason, Long> setAside() {
        Dataset<Row> table = tables.setAside();
        // Ours are the last two columns, whatever they had to be called.
        List<String> names = Arrays.asList(table.columns());
        String reason = names.get(names.size() - 2);
        Map<Skip.Reason, Long> counts = new EnumMap<>(Skip.Reason.class);
        for (Row row : table.groupBy(reason).count().collectAsList()) {
            String constant = row.getString(0).toUpperCase(Locale.ROOT).replace('-', '_');
            counts.put(Skip.Reason.valueOf(constant), row.getLong(1));
        }
        return counts;
    }

    /** Sums up the comparisons. */
    RunSummary.Judged judged() {
        Column labelTie = coalesce(col("strength").equalTo(0), lit(false));
        Column labelled = not(labelTie);
        Column margin = col("margin").cast("double");
        Row sums = tables.comparisons()
                .agg(
                        count(lit(1)),
                        total(col("agrees")),
                        total(not(col("agrees"))),
                        total(labelled.and(col("agrees").isNull())),
                        total(labelTie),
                        avg(when(labelled, margin)),
                        avg(when(labelled, BradleyTerry.loss(margin))))
                .first();
        long labels = sums.getLong(0) - sums.getLong(4);
        return new RunSummary.Judged(
                sums.getLong(0),
                sums.getLong(1),
                sums.getLong(2),
                sums.getLong(3),
                sums.getLong(4),
                labels == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sums.getLong(1) / labels),
                optional(sums, 5),
                optional(sums, 6));
    }

    private static Column total(Column condition) {
        return coalesce(sum(when(condition, 1L).otherwise(0L)), lit(0L));
    }

    private static OptionalDouble optional(Row row, int index) {
        return row.isNullAt(index) ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(index));
    }

    /** Sums up what was asked and what was computed. */
    RunSummary.Work work(StagedTotals totals, long distinct, StoreTotals computed) {
        return new RunSummary.Work(
                totals.texts(),
                distinct,
                computed.texts(),
                tokensAsked,
                computed.tokensComputed(),
                computed.batches(),
                computed.forward());
    }
}
