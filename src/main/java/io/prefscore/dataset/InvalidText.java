package io.prefscore.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds texts that are no valid UTF-8. Spark holds texts as bytes and lets any pass; only from 4.0 on has it a function that
 * tells, so we have one of our own.
 */
public final class InvalidText {

    private static final UDF1<byte[], Boolean> TEST = bytes -> bytes != null && !isValid(bytes);

    /** What a decoder writes in place of bytes that it cannot read. A valid text may hold it too. */
    private static final char REPLACEMENT = '\uFFFD';

    private InvalidText() {}

    /**
     * Whether a text is invalid: holds bytes that no character has, or half of a surrogate pair.
     *
     * @param text a column of strings
     * @return true or false, false where there is no text
     */
    public static Column in(Column text) {
        return functions.udf(TEST, DataTypes.BooleanType).apply(text.cast("binary"));
    }

    static boolean isValid(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    }

    /**
     * The columns that have valid names, at every depth. A lone surrogate in a name is that of a damaged row, and Spark 3.5
     * does not find the column by it.
     */
    static StructType withoutInvalidNames(StructType columns) {
        return new StructType(Arrays.stream(columns.fields())
                .filter(field -> StandardCharsets.UTF_8.newEncoder().canEncode(field.name()))
                .map(field -> new StructField(
                        field.name(), withoutInvalidNames(field.dataType()), field.nullable(), field.metadata()))
                .toArray(StructField[]::new));
    }

    private static DataType withoutInvalidNames(DataType type) {
        if (type instanceof ArrayType list) {
            return DataTypes.createArrayType(withoutInvalidNames(list.elementType()), list.containsNull());
        }
        if (type instanceof StructType struct) {
            StructType valid = withoutInvalidNames(struct);
            // no file holds a struct without fields; as text it is what it was
            return valid.isEmpty() ? DataTypes.StringType : valid;
        }
        return type;
    }
}
