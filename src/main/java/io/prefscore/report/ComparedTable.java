package io.prefscore.report;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.preference.UserError;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * {@link ComparedRows} of a source, cheap to read again, and how many they are. Driver side.
 */
record ComparedTable(Dataset<Row> rows, long comparisons) {

    /**
     * Brings a source's comparisons together, in the folder's place for work if that takes much.
     *
     * @throws UserError where there are none
     */
    static ComparedTable of(SparkSession spark, ReportSource source, ReportFolder folder) {
        Dataset<Row> compared = source.compared();
        if (source.isCostly()) {
            compared.write().parquet(folder.work("compared"));
            compared = spark.read().schema(ComparedRows.SCHEMA).parquet(folder.work("compared"));
        }
        long comparisons = compared.agg(count(lit(1))).first().getLong(0);
        if (comparisons == 0) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    source.title()
                            + ": holds no comparisons, so there is nothing to report; its rows were only scored");
        }
        return new ComparedTable(compared, comparisons);
    }
}
