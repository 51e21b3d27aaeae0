package io.prefscore.filter;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * The pairs that labels compare. Reads one row with its comparisons, or two rows with one response each and the comparison of
 * the first with the second. Shipped to executors.
 */
record ComparedPairs(double minMargin) implements FlatMapFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Row compared) {
        List<Row> rows = compared.getList(0);
        return compared.<Row>getList(1).stream()
                .flatMap(comparison -> pair(rows, comparison).stream())
                .iterator();
    }

    private Optional<Row> pair(List<Row> rows, Row comparison) {
        boolean tie = !comparison.isNullAt(2) && comparison.getDouble(2) == 0;
        ScoredResponse labelled = ScoredResponse.of(rows.get(0), comparison.getInt(0));
        ScoredResponse unlabelled = ScoredResponse.of(rows.get(rows.size() - 1), comparison.getInt(1));
        ScoredResponse preferred = labelled.isFlipped() ? unlabelled : labelled;
        ScoredResponse other = labelled.isFlipped() ? labelled : unlabelled;
        boolean near = minMargin > 0 && (double) preferred.reward() - other.reward() < minMargin;
        return tie || near ? Optional.empty() : Optional.of(preferred.over(other, labelled.weight()));
    }
}
