package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The slices of a comparison: in the written table a struct with a field for each slice, which every reader of Parquet has a type
 * for, and no column where the data has no slices; in a session a map. Runs of earlier versions wrote a map.
 */
public final class ComparisonSlices {

    static final String COLUMN = "slices";

    private static final String MAP = "map<string,string>";

    private ComparisonSlices() {}

    /** The comparisons as they are written: {@link #COLUMN} made of its entries. */
    static Dataset<Row> packed(Dataset<Row> comparisons, List<String> names) {
        if (names.isEmpty()) {
            return comparisons.drop(COLUMN);
        }
        Column map = functions.map_from_entries(col(COLUMN));
        Column[] fields = names.stream()
                .map(name -> functions.element_at(map, name).as(name))
                .toArray(Column[]::new);
        return comparisons.withColumn(COLUMN, functions.struct(fields));
    }

    /** The comparisons as they are worked with: {@link #COLUMN} a map from the slices that a comparison has to its values. */
    public static Dataset<Row> unpacked(Dataset<Row> comparisons) {
        if (!Arrays.asList(comparisons.columns()).contains(COLUMN)) {
            return comparisons.withColumn(COLUMN, functions.map().cast(MAP));
        }
        DataType type = comparisons.schema().apply(COLUMN).dataType();
        if (!(type instanceof StructType fields)) {
            return comparisons;
        }
        List<Column> entries = new ArrayList<>();
        for (String name : fields.fieldNames()) {
            entries.add(lit(name));
            entries.add(col(COLUMN).getField(name));
        }
        Column all = functions.map(entries.toArray(Column[]::new));
        return comparisons.withColumn(COLUMN, functions.map_filter(all, (name, value) -> value.isNotNull()));
    }
}
