package io.prefscore.scoring;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The distinct texts that a run asks for, each with what the store has of it. Driver side.
 *
 * @param table one row a text: key, the least of its groups, its length, and its entry of {@link ScoreStore} or null
 * @param distinct texts in it
 * @param missing texts without an entry
 * @param missingCharacters length of those together
 */
record Lookup(Dataset<Row> table, long distinct, long missing, long missingCharacters) {

    static final String KEY = "key";
    static final String GROUP = "group";
    static final String LENGTH = "length";
    private static final String ENTRY = "entry";

    private static final StructType SCHEMA = new StructType()
            .add(KEY, DataTypes.BinaryType)
            .add(GROUP, DataTypes.LongType)
            .add(LENGTH, DataTypes.IntegerType)
            .add(ENTRY, ScoreStore.SCHEMA);

    /**
     * Looks every text up, once.
     *
     * @param staged {@link StagedRows}
     * @param entries all that the store holds, where it holds anything
     * @param partitions tasks to do it in
     * @param path where the table is written
     */
    static Lookup of(Dataset<Row> staged, Optional<Dataset<Row>> entries, int partitions, String path) {
        Dataset<Row> asked = StagedRows.usable(staged)
                .select(
                        col(StagedRows.GROUP),
                        functions.inline(functions.arrays_zip(col(StagedRows.KEYS), col(StagedRows.LENGTHS))))
                .toDF(GROUP, KEY, LENGTH);
        Dataset<Row> distinct = asked.repartition(partitions, col(KEY))
                .groupBy(KEY)
                .agg(functions.min(GROUP).as(GROUP), functions.max(LENGTH).as(LENGTH));
        WorkTables.write(
                entries.map(known -> found(distinct, known))
                        .orElseGet(() -> distinct.withColumn(ENTRY, lit(null).cast(ScoreStore.SCHEMA))),
                path);
        Dataset<Row> table = staged.sparkSession().read().schema(SCHEMA).parquet(path);
        Column absent = col(ENTRY).isNull();
        Row totals = table.agg(
                        count(lit(1)),
                        count(functions.when(absent, 1)),
                        coalesce(sum(functions.when(absent, col(LENGTH))), lit(0L)))
                .first();
        return new Lookup(table, totals.getLong(0), totals.getLong(1), totals.getLong(2));
    }

    /** A key that several writers appended has the same entry for every reader. */
    private static Dataset<Row> found(Dataset<Row> distinct, Dataset<Row> known) {
        Dataset<Row> entries =
                known.select(col(ScoreStore.KEY).as("known"), ScoreStore.entry().as(ENTRY));
        return distinct.join(entries, col(KEY).equalTo(col("known")), "left")
                .groupBy(KEY)
                .agg(
                        functions.min(GROUP).as(GROUP),
                        functions.max(LENGTH).as(LENGTH),
                        functions.max(ENTRY).as(ENTRY));
    }

    /** Key, group and length of the texts to compute. */
    Dataset<Row> missingTexts() {
        return table.where(col(ENTRY).isNull()).select(KEY, GROUP, LENGTH);
    }

    /** The store's entries for texts of this run. */
    Dataset<Row> knownEntries() {
        return table.where(col(ENTRY).isNotNull()).select(ENTRY + ".*");
    }
}
