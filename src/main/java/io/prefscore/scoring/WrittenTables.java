package io.prefscore.scoring;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tables of a run, as they stand in its output.
 *
 * @param scores one row an input row that was used
 * @param comparisons one row a comparison
 * @param setAside one row an input row that was not used; reason and detail are its last columns
 */
record WrittenTables(Dataset<Row> scores, Dataset<Row> comparisons, Dataset<Row> setAside) {}
