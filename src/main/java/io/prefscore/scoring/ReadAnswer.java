package io.prefscore.scoring;

import io.prefscore.dataset.RowParser;
import io.prefscore.preference.Response;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Takes from a scored row, whose prompt other rows share, what its comparisons need. Shipped to executors.
 *
 * <p>Reads rows as {@link Comparisons#of} takes them.
 */
record ReadAnswer(RowParser parser) implements FlatMapFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Row row) {
        CompareRow.ScoredRow scored = CompareRow.ScoredRow.of(row, parser);
        Response response = scored.example().responses().get(0);
        Row answer = RowFactory.create(
                scored.firstResponse(),
                scored.rewards().get(0),
                response.characters(),
                scored.tokens().get(0),
                response.rating().isPresent() ? response.rating().getAsDouble() : null);
        return List.of(RowFactory.create(scored.id(), scored.promptKey(), answer, scored.slices()))
                .iterator();
    }
}
