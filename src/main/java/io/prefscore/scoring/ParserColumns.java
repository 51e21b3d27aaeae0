package io.prefscore.scoring;

import io.prefscore.dataset.RowParser;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** The columns that a parser reads, as one struct: only these leave Spark's own format, all others pass by untouched. */
final class ParserColumns {

    private ParserColumns() {}

    /**
     * @param column finds a column of the input by its name
     */
    static Column of(RowParser parser, Function<String, Column> column) {
        return functions
                .struct(parser.columns().stream()
                        .map(name -> column.apply(name).as(name))
                        .toArray(Column[]::new))
                .as("columns");
    }
}
