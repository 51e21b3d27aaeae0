package io.prefscore.dataset;

import io.prefscore.preference.Example;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Turns rows into examples: a {@link PreferenceSchema} bound to the columns of one data set. Made on the driver, used on
 * executors, safe for use by several threads.
 */
public final class RowParser implements Serializable {

    private static final long serialVersionUID = 1;

    /** How one schema reads its columns. */
    @FunctionalInterface
    interface Body extends Serializable {

        Example read(String id, Row row) throws RowRefused;
    }

    private final List<String> columns;
    private final Body body;

    RowParser(List<String> columns, Body body) {
        this.columns = List.copyOf(columns);
        this.body = body;
    }

    /** The columns that {@link #parse} expects a row to consist of, in this order. */
    public List<String> columns() {
        return columns;
    }

    /**
     * Reads a row.
     *
     * @param name the example's id where the data has none of its own
     * @param row exactly {@link #columns}, by position
     */
    public Parsed parse(String name, Row row) {
        try {
            return new Parsed.Usable(body.read(exampleId(name, row), row));
        } catch (RowRefused refused) {
            return new Parsed.Unusable(refused.skip());
        }
    }

    /** The row's own {@code id} where it has one, else the name. */
    public String exampleId(String name, Row row) {
        int index = columns.indexOf(PreferenceSchema.ID_COLUMN);
        return index < 0 || row.isNullAt(index) ? name : String.valueOf(row.get(index));
    }
}
