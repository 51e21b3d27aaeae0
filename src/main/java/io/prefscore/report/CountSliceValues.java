package io.prefscore.report;

import io.prefscore.scoring.Iterators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the values of a partition's slices before they are shuffled: a few rows instead of several a comparison. Where there
 * are more values than memory should hold, those counted so far are handed on. Shipped to executors.
 *
 * @param data labels of the data sets
 */
record CountSliceValues(List<String> data) implements MapPartitionsFunction<Row, Row> {

    static final String NAME = "name";
    static final String VALUE = "value";
    static final String COUNT = "count";

    static final StructType SCHEMA = new StructType()
            .add(NAME, DataTypes.StringType)
            .add(VALUE, DataTypes.StringType)
            .add(COUNT, DataTypes.LongType);

    private static final int MOST_HELD = 100_000;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return Iterators.concat(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Iterator<Row> next() {
                return count(rows);
            }
        });
    }

    private Iterator<Row> count(Iterator<Row> rows) {
        Map<Map.Entry<String, String>, Long> counts = new HashMap<>();
        while (rows.hasNext() && counts.size() < MOST_HELD) {
            SliceValues.of(rows.next(), data)
                    .entrySet()
                    .forEach(value -> counts.merge(Map.entry(value.getKey(), value.getValue()), 1L, Long::sum));
        }
        List<Row> counted = new ArrayList<>(counts.size());
        counts.forEach((value, count) -> counted.add(RowFactory.create(value.getKey(), value.getValue(), count)));
        return counted.iterator();
    }
}
