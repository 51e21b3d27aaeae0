package io.prefscore.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of one data set while a schema binds to them: remembers which ones the schema reads, and where each will
 * stand in the rows that its parser gets. Driver side.
 */
final class Columns {

    private final StructType available;
    private final List<String> read = new ArrayList<>();

    Columns(StructType available) {
        this.available = available;
    }

    /** All of them. */
    StructType available() {
        return available;
    }

    boolean has(String name) {
        return Arrays.asList(available.fieldNames()).contains(name);
    }

    /** Whether there is a column of this name and kind. */
    boolean has(String name, ColumnKind kind) {
        return has(name) && kind.holds(type(name));
    }

    DataType type(String name) {
        return available.apply(name).dataType();
    }

    /** Has the parser read the column. Returns its position in the parser's rows. */
    int position(String name) {
        int known = read.indexOf(name);
        if (known >= 0) {
            return known;
        }
        read.add(name);
        return read.size() - 1;
    }

    /** The columns that are read, by position. */
    List<String> read() {
        return List.copyOf(read);
    }
}
