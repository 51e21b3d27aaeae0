package io.prefscore.dataset;

import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** What schemas share when they bind to a data set's columns. */
final class Bound {

    private Bound() {}

    /** A parser of the schema's needed columns, followed by the data's own id where it has one. */
    static RowParser parser(PreferenceSchema schema, StructType columns, RowParser.Body body) {
        List<String> names = new ArrayList<>();
        for (PreferenceSchema.NeededColumn column : schema.columns()) {
            names.add(column.name());
        }
        if (Arrays.asList(columns.fieldNames()).contains(PreferenceSchema.ID_COLUMN)
                && names(columns.apply(PreferenceSchema.ID_COLUMN).dataType())) {
            names.add(PreferenceSchema.ID_COLUMN);
        }
        return new RowParser(names, body);
    }

    private static boolean names(DataType type) {
        return type instanceof StringType || type instanceof IntegralType;
    }

    /** A text that is not null. */
    static String text(Row row, int index, String column) throws RowRefused {
        if (row.isNullAt(index)) {
            throw new RowRefused(Skip.Reason.MISSING_FIELD, "'" + column + "' is null");
        }
        return row.getString(index);
    }
}
