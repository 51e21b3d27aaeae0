package io.prefscore.report;

import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import java.util.Set;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Row;

/** Keeps the rows of a few examples: identity, name, the parser's columns. Shipped to executors. */
record FindExamples(RowParser parser, Set<String> ids) implements FilterFunction<Row> {

    @Override
    public boolean call(Row row) {
        return parser.parse(row.getString(1), row.getStruct(2)) instanceof Parsed.Usable usable
                && ids.contains(usable.example().id());
    }
}
