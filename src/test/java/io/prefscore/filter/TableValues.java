package io.prefscore.filter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Tables to compare to the last bit, whatever their rows' order: the values as Java objects, whose {@code equals} tells -0.0
 * from 0.0, one NaN from no NaN, 1.0 from 1.00, and looks into bytes, lists, maps and structs.
 */
final class TableValues {

    private TableValues() {}

    /** How often each row stands in a table. */
    static Map<List<@Nullable Object>, Integer> rows(Dataset<Row> table) {
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        table.collectAsList().forEach(row -> counts.merge(values(row), 1, Integer::sum));
        return counts;
    }

    /** Names, types and metadata of columns, all nullable: Parquet as Spark reads it says no more. */
    static String columns(StructType schema) {
        return schema.json()
                .replace("\"nullable\":false", "\"nullable\":true")
                .replace("\"containsNull\":false", "\"containsNull\":true")
                .replace("\"valueContainsNull\":false", "\"valueContainsNull\":true");
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int index = 0; index < row.size(); index++) {
            values.add(value(row.get(index)));
        }
        return values;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Row row) {
            return values(row);
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof scala.collection.Seq<?>) {
            List<@Nullable Object> items = new ArrayList<>();
            RowFactory.create(value).getList(0).forEach(item -> items.add(value(item)));
            return items;
        }
        if (value instanceof scala.collection.Map<?, ?>) {
            Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
            RowFactory.create(value).getJavaMap(0).forEach((key, item) -> entries.put(value(key), value(item)));
            return entries;
        }
        return value;
    }
}
