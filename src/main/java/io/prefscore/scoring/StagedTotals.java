package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.preference.Skip;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What the staged rows hold together.
 *
 * @param rows all input rows
 * @param setAside rows that the parser or the template refused, by reason
 * @param texts responses to score, duplicates included
 * @param compared rows to score that hold a comparison
 * @param characters length of these texts together
 */
record StagedTotals(long rows, Map<Skip.Reason, Long> setAside, long texts, long compared, long characters) {

    /** Before anything is known. */
    static final StagedTotals NONE = new StagedTotals(0, Map.of(), 0, 0, 0);

    /** Rows that the parser or the template refused. */
    long allSetAside() {
        return setAside.values().stream().mapToLong(Long::longValue).sum();
    }

    static StagedTotals of(Dataset<Row> staged) {
        long rows = 0;
        long texts = 0;
        long compared = 0;
        long characters = 0;
        Map<Skip.Reason, Long> setAside = new EnumMap<>(Skip.Reason.class);
        Column lengths =
                functions.aggregate(col(StagedRows.LENGTHS), lit(0L), (sum, next) -> sum.plus(next.cast("long")));
        Column hasComparison = functions.size(col(StagedRows.COMPARISONS)).gt(0);
        for (Row group : staged.groupBy(StagedRows.REASON)
                .agg(
                        functions.count(lit(1)),
                        functions.sum(functions.size(functions.coalesce(
                                col(StagedRows.KEYS), functions.array().cast("array<binary>")))),
                        functions.count(functions.when(hasComparison, 1)),
                        functions.sum(lengths))
                .collectAsList()) {
            rows += group.getLong(1);
            if (group.isNullAt(0)) {
                texts = group.getLong(2);
                compared = group.getLong(3);
                characters = group.getLong(4);
            } else {
                setAside.put(Skip.Reason.valueOf(group.getString(0)), group.getLong(1));
            }
        }
        return new StagedTotals(rows, setAside, texts, compared, characters);
    }
}
