package io.prefscore.filter.texts;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Tells the first of several equal texts from its copies. Reads rows of hash, rank, place and normal text, equal hashes one
 * after the other and of these the lowest rank first; holds the different texts of one hash, which is one. Executor side.
 */
final class MergeCopies implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1;

    /** Of a copy {@code of} is the place of the first text that is equal, and {@code text} is null. */
    static final StructType SCHEMA = new StructType()
            .add("place", DataTypes.LongType, false)
            .add("rank", DataTypes.LongType, false)
            .add("text", DataTypes.StringType, true)
            .add("of", DataTypes.LongType, true);

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Map<String, Long> firsts = new HashMap<>();
        return new Iterator<>() {
            private long hash;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                Row row = rows.next();
                if (row.getLong(0) != hash) {
                    firsts.clear();
                    hash = row.getLong(0);
                }
                long place = row.getLong(2);
                String text = row.getString(3);
                @Nullable Long first = firsts.putIfAbsent(text, place);
                return RowFactory.create(place, row.getLong(1), first == null ? text : null, first);
            }
        };
    }
}
