package io.prefscore.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * What a column may hold, by its type.
 *
 * @param label in words, for messages: "must be …"
 * @param test whether a type is of this kind
 */
record ColumnKind(String label, Predicate<DataType> test) {

    static final ColumnKind TEXT = new ColumnKind("text", StringType.class::isInstance);
    static final ColumnKind MESSAGES = new ColumnKind("a list of messages {role, content}", MessageReader::reads);
    static final ColumnKind TEXTS = new ColumnKind("a list of texts", type -> isListOf(type, TEXT));
    static final ColumnKind WHOLE = new ColumnKind("a whole number", IntegralType.class::isInstance);
    static final ColumnKind NUMBER = new ColumnKind("a number", NumericType.class::isInstance);
    /** Inside a list, one row with a text is enough to make texts of all numbers. */
    static final ColumnKind NUMBER_OR_TEXT = new ColumnKind("a number", type -> NUMBER.holds(type) || TEXT.holds(type));

    static final ColumnKind NUMBERS = new ColumnKind("a list of numbers", type -> isListOf(type, NUMBER));
    static final ColumnKind TRUTH = new ColumnKind("true or false", BooleanType.class::isInstance);

    /** A struct with at least these fields. */
    static ColumnKind struct(List<Field> fields) {
        return new ColumnKind(describe(fields), type -> type instanceof StructType struct && holdsAll(struct, fields));
    }

    /** A list of structs with at least these fields. */
    static ColumnKind structs(List<Field> fields) {
        return new ColumnKind("a list of " + describe(fields), type -> isListOf(type, struct(fields)));
    }

    boolean holds(DataType type) {
        return test.test(type);
    }

    private static boolean isListOf(DataType type, ColumnKind element) {
        return type instanceof ArrayType array && element.holds(array.elementType());
    }

    private static boolean holdsAll(StructType struct, List<Field> fields) {
        List<String> names = Arrays.asList(struct.fieldNames());
        return fields.stream()
                .allMatch(field -> names.contains(field.name())
                        && field.kind().holds(struct.apply(field.name()).dataType()));
    }

    private static String describe(List<Field> fields) {
        return "{" + String.join(", ", fields.stream().map(Field::name).toList()) + "}";
    }

    /** A field that a struct must have. */
    record Field(String name, ColumnKind kind) {}
}
