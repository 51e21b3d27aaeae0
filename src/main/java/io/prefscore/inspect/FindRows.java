package io.prefscore.inspect;

import io.prefscore.config.ColumnMapping;
import io.prefscore.dataset.RowParser;
import io.prefscore.model.TextFacts;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Findings} of a partition of the input. Shipped to executors.
 *
 * <p>Reads rows of identity, name, reason and detail of a defect (null if there is none) and a struct of the parser's columns.
 *
 * @param parser the recognised schema, bound to the input's columns
 * @param grouping which rows make an example
 * @param facts the model whose tokens are counted, null for none
 */
record FindRows(
        RowParser parser,
        ColumnMapping.Rows grouping,
        @Nullable TextFacts facts) implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Meter meter = facts == null ? new PlainMeter() : new ModelMeter(facts);
        // also where the task fails or is killed
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> meter.close());
        int limit = facts == null ? Integer.MAX_VALUE : facts.maxTokens();
        return new PartitionFindings(rows, parser::parse, grouping, meter, limit);
    }
}
