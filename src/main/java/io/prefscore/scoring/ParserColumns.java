package io.prefscore.scoring;

import static org.apache.spark.sql.functions.lit;

import io.prefscore.dataset.InvalidText;
import io.prefscore.dataset.RowParser;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a parser reads, as one struct: only these leave Spark's own format, all others pass by untouched. */
public final class ParserColumns {

    private ParserColumns() {}

    /**
     * @param column finds a column of the input by its name
     */
    public static Column of(RowParser parser, Function<String, Column> column) {
        return functions
                .struct(parser.columns().stream()
                        .map(name -> column.apply(name).as(name))
                        .toArray(Column[]::new))
                .as("columns");
    }

    /**
     * Whether a text among these columns is no valid UTF-8, as that of a lone surrogate is not: on its way out of Spark's own
     * format it would become another text, and be scored as that.
     *
     * @param types the input's columns
     * @param column finds a column of the input by its name
     */
    public static Column holdInvalidText(RowParser parser, StructType types, Function<String, Column> column) {
        Column invalid = lit(false);
        for (String name : parser.columns()) {
            invalid =
                    invalid.or(invalidText(column.apply(name), types.apply(name).dataType()));
        }
        return invalid;
    }

    private static Column invalidText(Column value, DataType type) {
        if (type instanceof StringType) {
            return InvalidText.in(value);
        }
        if (type instanceof ArrayType array) {
            return functions.coalesce(
                    functions.exists(value, element -> invalidText(element, array.elementType())), lit(false));
        }
        if (type instanceof StructType struct) {
            Column invalid = lit(false);
            for (StructField field : struct.fields()) {
                invalid = invalid.or(invalidText(value.getField(field.name()), field.dataType()));
            }
            return invalid;
        }
        return lit(false);
    }
}
