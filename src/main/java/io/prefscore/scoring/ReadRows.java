package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.dataset.GivenRewards;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.RowParser;
import io.prefscore.preference.Skip;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Input rows as rendering takes them: identity, name, reason and detail of a defect, and what the parser reads. */
final class ReadRows {

    static final int IDENTITY = 0;
    static final int NAME = 1;
    /** Name of a {@link Skip.Reason}; null for a row without a defect. */
    static final int DEFECT_REASON = 2;

    static final int DEFECT_DETAIL = 3;
    /** A struct of the parser's columns. */
    static final int COLUMNS = 4;
    /** Rewards that the data carries, as {@link GivenRewards#values} has them; null where a model gives them. */
    static final int GIVEN = 5;

    private static final Column NONE_GIVEN = lit(null).cast("array<double>");

    private ReadRows() {}

    /**
     * The rows, those with invalid texts as defective ones.
     *
     * @param given where the data carries rewards, if it does
     */
    static Dataset<Row> of(InputTable input, RowParser parser, Optional<GivenRewards> given) {
        Column invalid = ParserColumns.holdInvalidText(
                parser, input.columns(), name -> col(InputTable.ROW).getField(name));
        return select(
                input,
                parser,
                functions.coalesce(
                        col(InputTable.DEFECT_REASON),
                        functions.when(invalid, lit(Skip.Reason.INVALID_UNICODE.name()))),
                functions.coalesce(
                        col(InputTable.DEFECT_DETAIL),
                        functions.when(invalid, lit("a text holds bytes that are not UTF-8"))),
                given.map(rewards -> functions.coalesce(
                                rewards.values(), functions.array().cast("array<double>")))
                        .orElse(NONE_GIVEN));
    }

    /** The rows once more, whose texts have been looked at: a text that is invalid gets a key that nobody asks for. */
    static Dataset<Row> again(InputTable input, RowParser parser) {
        return select(input, parser, col(InputTable.DEFECT_REASON), col(InputTable.DEFECT_DETAIL), NONE_GIVEN);
    }

    private static Dataset<Row> select(InputTable input, RowParser parser, Column reason, Column detail, Column given) {
        return input.rows()
                .select(
                        col(InputTable.IDENTITY),
                        col(InputTable.NAME),
                        reason,
                        detail,
                        ParserColumns.of(parser, name -> col(InputTable.ROW).getField(name)),
                        given);
    }
}
