package io.prefscore.dataset;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Tells of rows whose long texts were shortened whether they are too long all the same. Shipped to executors.
 *
 * @param columns what it looks at
 * @param marks texts that may hide what stands before or behind them, so that one with them is not shortened
 * @param most bytes of UTF-8 that a conversation may have
 * @param length of a row's conversations
 */
public record TooLong(List<String> columns, List<String> marks, long most, Length length) implements Serializable {

    private static final long serialVersionUID = 1;

    /** Every row with a text that would be shortened is too long. */
    static final TooLong ANY_LONG_TEXT = new TooLong(List.of(), List.of(), 0, row -> 1);

    public TooLong {
        columns = List.copyOf(columns);
        marks = List.copyOf(marks);
    }

    /** How long the longest conversation of a row is. */
    @FunctionalInterface
    public interface Length extends Serializable {

        /**
         * Counts what is there and what {@link io.prefscore.preference.LeftOut is left out}.
         *
         * @param row the columns
         * @return bytes of UTF-8, at least; 0 for a row that cannot be used
         */
        long bytes(Row row);
    }
}
