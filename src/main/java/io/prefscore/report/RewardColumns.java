package io.prefscore.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.prefscore.config.InputSettings;
import io.prefscore.dataset.GivenRewards;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.Recognition;
import io.prefscore.preference.Example;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import io.prefscore.scoring.ParserColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Preference data that carries rewards from elsewhere in columns of its own: nothing is scored. Driver side. */
final class RewardColumns {

    private final InputTable input;
    private final Recognition recognition;
    private final List<String> columns;
    private final List<GivenRewards> rewards;

    private RewardColumns(InputTable input, Recognition recognition, List<String> columns, List<GivenRewards> rewards) {
        this.rewards = rewards;
        this.input = input;
        this.recognition = recognition;
        this.columns = columns;
    }

    /**
     * Opens the data.
     *
     * @param columns of rewards, one a model
     * @throws UserError where the data cannot be read or recognised, or a column is missing or holds no numbers
     */
    static RewardColumns open(SparkSession spark, InputSettings settings, List<String> columns) {
        InputTable input = new InputReader(spark, settings).open();
        List<GivenRewards> rewards =
                columns.stream().map(column -> GivenRewards.of(input, column)).toList();
        return new RewardColumns(input, PreferenceSchemas.recognise(input, settings), columns, rewards);
    }

    /** How the data was recognised. */
    Recognition recognition() {
        return recognition;
    }

    /** The data. */
    InputTable input() {
        return input;
    }

    /**
     * {@link ReadRewards} of every row: of a row that could be used its comparisons, or its answer where rows share a
     * prompt; of any other the reason.
     */
    Dataset<Row> read() {
        Column invalid =
                ParserColumns.holdInvalidText(recognition.parser(), input.columns(), name -> col(InputTable.ROW)
                        .getField(name));
        Dataset<Row> rows = input.rows()
                .select(
                        col(InputTable.IDENTITY),
                        col(InputTable.NAME),
                        coalesce(col(InputTable.DEFECT_REASON), when(invalid, lit(Skip.Reason.INVALID_UNICODE.name()))),
                        coalesce(col(InputTable.DEFECT_DETAIL), lit("")),
                        ParserColumns.of(recognition.parser(), name -> col(InputTable.ROW)
                                .getField(name)),
                        array(rewards.stream().map(model -> model.values()).toArray(Column[]::new)));
        return rows.flatMap(new ReadRewards(recognition.parser(), columns), Encoders.row(ReadRewards.SCHEMA));
    }

    /**
     * {@link ComparedRows} of what was read.
     *
     * @param read {@link #read}, as it was written
     */
    Dataset<Row> compared(Dataset<Row> read) {
        if (!recognition.parser().groupsByPrompt()) {
            return read.where(col(ReadRewards.COMPARED).isNotNull()).select(ReadRewards.COMPARED + ".*");
        }
        FlatMapFunction<Row, Row> compare = ReadRewards::compareAnswers;
        return read.where(col(ReadRewards.ANSWER).isNotNull())
                .select(
                        col(ReadRewards.ANSWER).getField(ComparedRows.EXAMPLE).as(ComparedRows.EXAMPLE),
                        col(ReadRewards.ANSWER))
                .groupBy(ComparedRows.EXAMPLE)
                .agg(functions.sort_array(functions.collect_list(ReadRewards.ANSWER)))
                .flatMap(compare, Encoders.row(ComparedRows.SCHEMA));
    }

    /**
     * The examples of these ids, each with its rows in the order in which its answers are numbered. Reads the data again.
     */
    Map<String, List<Example>> texts(Set<String> ids) {
        List<Row> found = input.rows()
                .where(col(InputTable.DEFECT_REASON).isNull())
                .select(
                        col(InputTable.IDENTITY),
                        col(InputTable.NAME),
                        ParserColumns.of(recognition.parser(), name -> col(InputTable.ROW)
                                .getField(name)))
                .filter((FilterFunction<Row>) new FindExamples(recognition.parser(), ids))
                .orderBy(InputTable.IDENTITY)
                .collectAsList();
        Map<String, List<Example>> examples = new HashMap<>();
        for (Row row : found) {
            if (recognition.parser().parse(row.getString(1), row.getStruct(2)) instanceof Parsed.Usable usable) {
                examples.computeIfAbsent(usable.example().id(), id -> new ArrayList<>())
                        .add(usable.example());
            }
        }
        return examples;
    }
}
