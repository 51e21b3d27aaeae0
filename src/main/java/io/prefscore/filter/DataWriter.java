package io.prefscore.filter;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.prefscore.config.FilterSettings;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Writes the data of a filter as its settings say. Driver side.
 *
 * <p>Parquet holds every value as it came. JSON has fewer types: binary becomes base64, instants are written in UTC and
 * timestamps without a zone as they stand, both to the microsecond; dates and intervals are texts, NaN and the infinities
 * too; the keys of maps become texts; decimals are numbers with all of their digits. Nulls are written, so that every line
 * has every column. Who reads JSON guesses its types: the {@code datasets} library turns texts of a file in which all of a
 * column are dates into timestamps, and so writes them otherwise.
 */
final class DataWriter {

    static final String DATA = "data";
    static final String TRAIN = "train";
    static final String VALIDATION = "validation";

    /** Bits of a hash that a share is compared with: all that a double holds exactly. */
    private static final int SHARE_BITS = 53;

    private DataWriter() {}

    /**
     * A part of the data, which gets a folder of its own.
     *
     * @param name of the folder
     * @param rows to write; computed anew for each part, so let them be cheap to come by
     */
    record Part(String name, Dataset<Row> rows) {}

    /**
     * The parts that settings ask for: all rows as {@code data}, or {@code train} and {@code validation} with all rows of a
     * prompt in the same one.
     *
     * @param promptKey bigint, equal for rows of one prompt; it stays in the parts if it is a column
     */
    static List<Part> parts(Dataset<Row> rows, Column promptKey, FilterSettings settings) {
        if (settings.validation() == 0) {
            return List.of(new Part(DATA, rows));
        }
        Column validates = isValidation(promptKey, settings.validation(), settings.seed());
        return List.of(new Part(TRAIN, rows.where(not(validates))), new Part(VALIDATION, rows.where(validates)));
    }

    /**
     * Whether a prompt's rows are for validation: decided by prompt and seed alone, so whatever else is in the data, and
     * however it is partitioned.
     *
     * @param promptKey bigint, never null
     * @param share expected share of the prompts, from 0 to 1; the number of them is as random as a coin's
     */
    static Column isValidation(Column promptKey, double share, long seed) {
        Column hash = functions.shiftrightunsigned(functions.xxhash64(promptKey, lit(seed)), Long.SIZE - SHARE_BITS);
        return hash.lt(lit((long) Math.scalb(share, SHARE_BITS)));
    }

    /**
     * Writes a table into a folder that is not there yet. An empty one still has its columns where the format can hold them
     * without rows, as Parquet can.
     *
     * <p>Where the settings say how many files, rows are dealt out to so many tasks, which costs a shuffle, keeps what comes
     * before as parallel as it was, and makes files of one size. Fewer come of it where there are hardly as many rows as
     * files, more where a file would hold more rows than it may.
     */
    static void write(Dataset<Row> rows, String folder, FilterSettings settings) {
        Dataset<Row> dealt =
                settings.files().isPresent() ? rows.repartition(settings.files().getAsInt()) : rows;
        DataFrameWriter<Row> writer = dealt.write();
        settings.rowsPerFile().ifPresent(most -> writer.option("maxRecordsPerFile", most));
        switch (settings.format()) {
            case PARQUET -> writer.parquet(folder);
            case JSONL ->
                writer.option("ignoreNullFields", false)
                        .option("timeZone", "UTC")
                        .option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")
                        .option("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS")
                        .json(folder);
        }
    }
}
