package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.Settings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.RowParser;
import io.prefscore.model.ModelSource;
import io.prefscore.preference.UserError;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Adds rewards to rows at hand lazily, so that each action on the result scores again; {@link ScoreJob} scores once and keeps
 * it. Within a partition equal texts are scored once and texts that begin alike go to the model together; so partitions that
 * hold all rows of a prompt are the cheapest. Driver side.
 */
public final class LazyScores {

    /** Name of the struct that the job's scores table adds to the input's columns. */
    public static final String COLUMN = RowVerdicts.RESULT;

    private LazyScores() {}

    /**
     * The rows with a struct as the job's {@code scores} table has it. A row that cannot be scored stays: its rewards are
     * null, and the reason stands among its flags.
     *
     * @param name of the rows, for messages
     * @param settings how the rows are read, and the device and threads of the model
     * @param column name of the struct
     * @throws UserError where the rows have such a column already, or no preference schema fits them
     */
    public static Dataset<Row> of(
            Dataset<Row> rows, String name, Settings settings, ModelSource source, String column) {
        StructType columns = schema(rows.schema(), name, column);
        InputTable input = InputReader.of(rows, name);
        RowParser parser = PreferenceSchemas.recognise(input, settings.input()).parser();
        return input.rows()
                .select(col(InputTable.ROW), col(InputTable.NAME), ParserColumns.of(parser, read -> col(InputTable.ROW)
                        .getField(read)))
                .mapPartitions(new ScoreRows(parser, source, TaskDevice.of(settings.model())), Encoders.row(columns));
    }

    /**
     * The columns of the result.
     *
     * @throws UserError where there is such a column already
     */
    public static StructType schema(StructType columns, String name, String column) {
        if (Arrays.stream(columns.fieldNames()).anyMatch(column::equalsIgnoreCase)) {
            throw new UserError(UserError.Kind.INPUT, name + ": the data has a column '" + column + "' already");
        }
        return columns.add(column, ScoreRows.RESULT);
    }
}
