package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.preference.Flag;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
 * @param flagged rows by what is odd about them, see {@link Flag#OF_DATA}; flags without rows left out
 * @param texts responses to score, duplicates included
 * @param compared rows to score that hold a comparison
 * @param characters length of these texts together
 */
record StagedTotals(
        long rows,
        Map<Skip.Reason, Long> setAside,
        Map<Flag, Long> flagged,
        long texts,
        long compared,
        long characters) {

    /** What rows show by themselves. */
    private static final List<Flag> SHOWN = Flag.OF_DATA.stream()
            .filter(flag -> flag != Flag.CONTRADICTED)
            .sorted()
            .toList();

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
        List<Column> sums = new ArrayList<>(List.of(
                functions.sum(functions.size(functions.coalesce(
                        col(StagedRows.KEYS), functions.array().cast("array<binary>")))),
                functions.count(functions.when(hasComparison, 1)),
                functions.sum(lengths)));
        for (Flag flag : SHOWN) {
            sums.add(functions.count(functions.when(functions.array_contains(col(StagedRows.FLAGS), flag.label()), 1)));
        }
        Map<Flag, Long> flagged = new EnumMap<>(Flag.class);
        for (Row group : staged.groupBy(StagedRows.REASON)
                .agg(functions.count(lit(1)), sums.toArray(Column[]::new))
                .collectAsList()) {
            rows += group.getLong(1);
            if (group.isNullAt(0)) {
                texts = group.getLong(2);
                compared = group.getLong(3);
                characters = group.getLong(4);
                for (int flag = 0; flag < SHOWN.size(); flag++) {
                    put(flagged, SHOWN.get(flag), group.getLong(5 + flag));
                }
            } else {
                setAside.put(Skip.Reason.valueOf(group.getString(0)), group.getLong(1));
            }
        }
        if (compared > 1) {
            put(flagged, Flag.CONTRADICTED, contradicted(staged));
        }
        return new StagedTotals(rows, setAside, flagged, texts, compared, characters);
    }

    private static void put(Map<Flag, Long> flagged, Flag flag, long rows) {
        if (rows > 0) {
            flagged.put(flag, rows);
        }
    }

    /**
     * Rows of one comparison whose two texts other rows have with the other one preferred. Texts meet by 128 bits of their
     * keys: among 10⁹ pairs two are taken for one with probability 10⁻²¹.
     */
    private static long contradicted(Dataset<Row> staged) {
        Column judged = element_at(col(StagedRows.COMPARISONS), lit(1));
        Column preferred = element_at(
                col(StagedRows.KEYS), judged.getField(StagedRows.PREFERRED).plus(1));
        Column other = element_at(
                col(StagedRows.KEYS), judged.getField(StagedRows.OTHER).plus(1));
        Row rows = staged.where(functions
                        .size(col(StagedRows.COMPARISONS))
                        .equalTo(1)
                        .and(functions.coalesce(
                                judged.getField(StagedRows.STRENGTH).notEqual(0), lit(true)))
                        .and(preferred.notEqual(other)))
                .select(
                        functions
                                .xxhash64(functions.least(preferred, other), functions.greatest(preferred, other))
                                .as("first"),
                        functions
                                .xxhash64(functions.greatest(preferred, other), functions.least(preferred, other))
                                .as("second"),
                        functions.when(preferred.lt(other), 1).otherwise(0).as("lower"))
                .groupBy("first", "second")
                .agg(functions.count(lit(1)).as("rows"), functions.sum("lower").as("lower"))
                .where(col("lower").gt(0).and(col("lower").lt(col("rows"))))
                .agg(functions.coalesce(functions.sum("rows"), lit(0L)))
                .first();
        return rows.getLong(0);
    }
}
