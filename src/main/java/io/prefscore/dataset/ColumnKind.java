package io.prefscore.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/**
 * What a column may hold, by its type.
 *
 * @param label in words, for messages: "must be …"
 * @param test whether a type is of this kind
 */
record ColumnKind(String label, Predicate<DataType> test) {

    static final ColumnKind TEXT = new ColumnKind("text", StringType.class::isInstance);
    static final ColumnKind MESSAGES = new ColumnKind("a list of messages {role, content}", MessageReader::reads);
    static final ColumnKind MESSAGE = new ColumnKind("a message {role, content}", MessageReader::readsOne);
    static final ColumnKind TEXTS = new ColumnKind("a list of texts", type -> isListOf(type, TEXT));
    static final ColumnKind WHOLE = new ColumnKind("a whole number", IntegralType.class::isInstance);
    static final ColumnKind NUMBER = new ColumnKind("a number", NumericType.class::isInstance);
    static final ColumnKind NUMBERS = new ColumnKind("a list of numbers", type -> isListOf(type, NUMBER));
    static final ColumnKind TRUTH = new ColumnKind("true or false", BooleanType.class::isInstance);

    /** By the names that declarations call them by. */
    private static final Map<String, ColumnKind> NAMED = Map.of(
            "text", TEXT,
            "messages", MESSAGES,
            "message", MESSAGE,
            "texts", TEXTS,
            "whole", WHOLE,
            "number", NUMBER,
            "numbers", NUMBERS,
            "truth", TRUTH);

    /** Kinds with {@code |} between their names. */
    static List<ColumnKind> named(String names) {
        return Arrays.stream(names.split("\\|"))
                .map(name -> {
                    ColumnKind kind = NAMED.get(name.strip());
                    if (kind == null) {
                        throw new IllegalStateException("there is no kind of column '" + name + "'");
                    }
                    return kind;
                })
                .toList();
    }

    boolean holds(DataType type) {
        return test.test(type);
    }

    private static boolean isListOf(DataType type, ColumnKind element) {
        return type instanceof ArrayType array && element.holds(array.elementType());
    }
}
