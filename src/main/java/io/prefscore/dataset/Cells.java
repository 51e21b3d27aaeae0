package io.prefscore.dataset;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/** Single values of a row. */
final class Cells {

    private Cells() {}

    /** A text that is not null. */
    static String text(Row row, int position, String name) throws RowRefused {
        if (row.isNullAt(position)) {
            throw RowRefused.missing(name);
        }
        return row.getString(position);
    }

    /** A list that is not null, nor empty. */
    static <T> List<T> list(Row row, int position, String name) throws RowRefused {
        if (row.isNullAt(position)) {
            throw RowRefused.missing(name);
        }
        List<T> items = row.getList(position);
        if (items.isEmpty()) {
            throw RowRefused.malformed(name, "is an empty list; it must hold at least one item");
        }
        return items;
    }

    /** A struct that is not null. */
    static Row struct(Row row, int position, String name) throws RowRefused {
        if (row.isNullAt(position)) {
            throw RowRefused.missing(name);
        }
        return row.getStruct(position);
    }

    /** A number; empty where it is null or not finite. */
    static OptionalDouble number(Row row, int position) {
        return row.isNullAt(position) ? OptionalDouble.empty() : finite(((Number) row.get(position)).doubleValue());
    }

    /** A number that is there and finite. */
    static double requiredNumber(Row row, int position, String name) throws RowRefused {
        if (row.isNullAt(position)) {
            throw RowRefused.missing(name);
        }
        double value = ((Number) row.get(position)).doubleValue();
        if (!Double.isFinite(value)) {
            throw RowRefused.malformed(name, "is " + value + "; it must be a finite number");
        }
        return value;
    }

    /** The mean of a list of numbers; empty where it is null, empty, or holds a null or what is not finite. */
    static OptionalDouble mean(Row row, int position) {
        if (row.isNullAt(position)) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        List<Object> numbers = row.getList(position);
        for (Object number : numbers) {
            if (number == null) {
                return OptionalDouble.empty();
            }
            sum += ((Number) number).doubleValue();
        }
        return numbers.isEmpty() ? OptionalDouble.empty() : finite(sum / numbers.size());
    }

    static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
