package io.prefscore.dataset;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;

import io.prefscore.preference.UserError;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Where data carries the rewards of one model: in a column that holds a list, one number a response in the order of a row's
 * responses, or a number where a row has one response; or in several columns with commas between their names, each with the
 * reward of one response.
 */
public final class GivenRewards {

    private final List<String> columns;
    private final StructType types;

    private GivenRewards(List<String> columns, StructType types) {
        this.columns = columns;
        this.types = types;
    }

    /**
     * Finds the columns. A column whose very name has commas in it comes first.
     *
     * @param named as {@code --rewards-column} has it
     * @throws UserError of kind INPUT where the data has no such column, or one that holds no numbers
     */
    public static GivenRewards of(InputTable input, String named) {
        List<String> known = Arrays.asList(input.columns().fieldNames());
        List<String> columns = known.contains(named)
                ? List.of(named)
                : Arrays.stream(named.split(",")).map(String::strip).toList();
        for (String column : columns) {
            if (!known.contains(column)) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        "--rewards-column " + named + ": " + input.source() + " has no column '" + column + "'; found: "
                                + String.join(", ", known));
            }
            requireNumbers(input.columns().apply(column).dataType(), columns, column);
        }
        return new GivenRewards(columns, input.columns());
    }

    private static void requireNumbers(DataType type, List<String> columns, String column) {
        boolean list = type instanceof ArrayType items && items.elementType() instanceof NumericType;
        if (!(type instanceof NumericType) && !(list && columns.size() == 1)) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    "--rewards-column " + column + ": must hold "
                            + (columns.size() == 1
                                    ? "a list of numbers, one a response, or a number where a row has one response"
                                    : "a number, as each of several columns does")
                            + "; found " + type.catalogString());
        }
    }

    /** What a row of an {@link InputTable} has: an array of doubles, in which those that are missing are null. */
    public Column values() {
        Column[] values =
                columns.stream().map(name -> col(InputTable.ROW).getField(name)).toArray(Column[]::new);
        boolean list = columns.size() == 1 && types.apply(columns.get(0)).dataType() instanceof ArrayType;
        return (list ? values[0] : array(values)).cast(DataTypes.createArrayType(DataTypes.DoubleType));
    }
}
