package io.prefscore.filter;

import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** The best responses to a prompt; reads the list of the prompt's rows. Shipped to executors. */
record PickBest(int top) implements FlatMapFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Row group) {
        return ScoredResponse.all(group.getList(0)).stream()
                .sorted(ScoredResponse.BEST_FIRST)
                .limit(top)
                .map(ScoredResponse::alone)
                .iterator();
    }
}
