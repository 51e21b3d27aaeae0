package io.prefscore.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.prefscore.preference.Skip;
import java.util.Arrays;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.mutable.ArrayBuffer;

/**
 * Finds lines of JSON that are too long, and shortens them, without having them parsed: that would take several times what the
 * look takes. A value that is not plainly what its column holds is null here, so that the rule refuses the row, and the line is
 * read as any other. Shipped to executors.
 *
 * @param columns the lines' columns
 */
record TooLongLines(LongTexts texts, StructType columns, TooLong rule) implements UDF1<byte[], @Nullable Row> {

    private static final long serialVersionUID = 1;

    static final String LINE = "line";
    static final String DETAIL = "detail";

    private static final int KEPT_BLANKS = 256;

    /** A line shortened, and how long it is, in words. */
    static final StructType RESULT =
            new StructType().add(LINE, DataTypes.StringType).add(DETAIL, DataTypes.StringType);

    TooLongLines(StructType columns, TooLong rule) {
        this(new LongTexts(rule.marks()), columns, rule);
    }

    @Override
    public @Nullable Row call(byte[] line) {
        LongTexts.Shortening shortening = texts.find(line);
        if (shortening == null) {
            return null;
        }
        long bytes = bytes(shortening);
        return bytes > rule.most()
                ? RowFactory.create(
                        shortening.shortened(),
                        Skip.tooMuchText(bytes, rule.most()).detail())
                : null;
    }

    /** Bytes of the row's longest conversation, with white space at the end of texts where more of it makes a longer one. */
    private long bytes(LongTexts.Shortening shortening) {
        long bytes = bytes(shortening.shortened(KEPT_BLANKS));
        boolean blanksCount =
                shortening.blanks() > 0 && bytes(shortening.shortened(2 * KEPT_BLANKS)) >= bytes + KEPT_BLANKS;
        return blanksCount ? bytes + shortening.blanks() - KEPT_BLANKS : bytes;
    }

    private long bytes(String json) {
        try {
            return JsonParser.parseString(json) instanceof JsonObject object
                    ? rule.length().bytes(row(object, read()))
                    : 0;
        } catch (JsonParseException | NumberFormatException malformed) {
            return 0;
        }
    }

    private StructType read() {
        return new StructType(rule.columns().stream()
                .map(name -> Arrays.asList(columns.fieldNames()).contains(name)
                        ? columns.apply(name)
                        : new StructField(name, DataTypes.StringType, true, null))
                .toArray(StructField[]::new));
    }

    private static Row row(JsonObject object, StructType type) {
        return new GenericRowWithSchema(
                Arrays.stream(type.fields())
                        .map(field -> value(object.get(field.name()), field.dataType()))
                        .toArray(),
                type);
    }

    private static @Nullable Object value(@Nullable JsonElement value, DataType type) {
        if (value instanceof JsonObject object && type instanceof StructType fields) {
            return row(object, fields);
        }
        if (value != null && value.isJsonArray() && type instanceof ArrayType list) {
            ArrayBuffer<@Nullable Object> items = new ArrayBuffer<>();
            value.getAsJsonArray().forEach(item -> items.$plus$eq(value(item, list.elementType())));
            return items;
        }
        return value instanceof JsonPrimitive primitive ? scalar(primitive, type) : null;
    }

    private static @Nullable Object scalar(JsonPrimitive value, DataType type) {
        if (value.isString()) {
            return type instanceof StringType ? value.getAsString() : null;
        }
        if (value.isBoolean()) {
            return type instanceof BooleanType ? value.getAsBoolean() : null;
        }
        if (type instanceof LongType) {
            return value.getAsLong();
        }
        return type instanceof DoubleType ? value.getAsDouble() : null;
    }
}
