package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.prefscore.config.InputSettings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.Recognition;
import io.prefscore.preference.UserError;
import io.prefscore.report.ScoredRun;
import io.prefscore.scoring.ParserColumns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a scored table, each with a number that says where it stands, so that what is decided about narrow rows is
 * found again at the wide ones without moving these. Driver side.
 */
final class ScoredRows {

    /** File and place in it: {@code file << }{@value #FILE_SHIFT}{@code | row}. */
    static final String PLACE = "_prefscore_place";
    /** Struct of all columns of the scored table, the scores among them. */
    static final String ROW = "_prefscore_row";
    /** Name of the struct with the scores. */
    static final String SCORES = "prefscore";

    /** A file of Parquet has fewer rows than 2⁴⁰, and a run fewer files than 2²³. */
    static final int FILE_SHIFT = 40;

    private static final List<String> NEEDED = List.of("prompt_key", "characters", "comparisons");

    private final Dataset<Row> rows;
    private final StructType columns;
    private final Recognition recognition;

    private ScoredRows(Dataset<Row> rows, StructType columns, Recognition recognition) {
        this.rows = rows;
        this.columns = columns;
        this.recognition = recognition;
    }

    static ScoredRows open(SparkSession spark, ScoredRun run) {
        Dataset<Row> table = spark.read().parquet(run.scores());
        requireFacts(table.schema(), run);
        Column[] own = Arrays.stream(table.schema().fieldNames())
                .map(name -> table.col(quoted(name)))
                .toArray(Column[]::new);
        Dataset<Row> rows =
                table.select(place(table).as(PLACE), functions.struct(own).as(ROW));
        InputSettings settings = run.scoredInput();
        InputTable input = new InputReader(spark, settings).open();
        return new ScoredRows(rows, table.schema(), PreferenceSchemas.recognise(input, settings));
    }

    /** Where each row of a table of Parquet files stands. */
    static Column place(Dataset<Row> table) {
        Map<String, Integer> files = new HashMap<>();
        Arrays.stream(table.inputFiles())
                .map(file -> new Path(file).getName())
                .sorted()
                .forEach(file -> files.put(file, files.size()));
        UDF2<String, Long, Long> place =
                (file, row) -> (files.getOrDefault(file, 0).longValue() << FILE_SHIFT) | row;
        Column metadata = table.metadataColumn("_metadata");
        return udf(place, DataTypes.LongType).apply(metadata.getField("file_name"), metadata.getField("row_index"));
    }

    /** Whether a scored table says what policies go by; runs of early versions do not. */
    static boolean saysFacts(StructType columns) {
        return Arrays.asList(columns.fieldNames()).contains(SCORES)
                && columns.apply(SCORES).dataType() instanceof StructType struct
                && Arrays.asList(struct.fieldNames()).containsAll(NEEDED);
    }

    private static void requireFacts(StructType columns, ScoredRun run) {
        if (!saysFacts(columns)) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    run.scores() + ": was scored by prefscore " + run.codeVersion() + ", which left no "
                            + String.join(", ", NEEDED) + " in the column " + SCORES
                            + "; score the data again with the same store, which computes nothing anew");
        }
    }

    /** {@link #PLACE} and {@link #ROW}. */
    Dataset<Row> rows() {
        return rows;
    }

    /** The same, and the scored table's columns beside them, for conditions that name these. */
    Dataset<Row> rowsAndColumns() {
        return rows.select(col(PLACE), col(ROW), col(ROW + ".*"));
    }

    /** The input's own columns. */
    StructType inputColumns() {
        return new StructType(Arrays.stream(columns.fields())
                .filter(field -> !field.name().equals(SCORES))
                .toArray(StructField[]::new));
    }

    /** All columns of the scored table. */
    StructType columns() {
        return columns;
    }

    Recognition recognition() {
        return recognition;
    }

    /** A column of the scored table. */
    static Column column(String name) {
        return col(ROW).getField(name);
    }

    /** A component of a row's scores. */
    static Column score(String name) {
        return column(SCORES).getField(name);
    }

    /** What the schema's parser reads of a row, as one struct. */
    Column parserColumns() {
        return ParserColumns.of(recognition.parser(), ScoredRows::column);
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
