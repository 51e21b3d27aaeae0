package io.prefscore.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What one field of JSON holds, gathered over many objects in any order. {@link #type} is what Spark's JSON source infers from
 * the same values, but that nothing is dropped: objects that are all empty are carried as their text.
 */
final class JsonType implements Serializable {

    private static final long serialVersionUID = 1;

    /** Of a whole number of 64 bits, as Spark counts them. */
    private static final int DIGITS_OF_A_LONG = 20;

    private static final int MOST_DIGITS = 38;

    private long times;
    private boolean emptyText;
    private boolean text;
    private boolean truth;
    private boolean whole;
    private boolean real;
    /** Digits of the longest whole number that is none of 64 bits. */
    private int digits;

    private @Nullable JsonType elements;
    private @Nullable Map<String, JsonType> fields;

    /**
     * Reads a value.
     *
     * @param json stands at its first token, and at its last one afterwards
     * @throws DoubledKey where an object of it has a key twice
     */
    static JsonType of(JsonParser json) throws IOException {
        JsonType type = new JsonType();
        type.times = 1;
        switch (json.currentToken()) {
            case START_OBJECT -> type.fields = fields(json);
            case START_ARRAY -> {
                type.elements = new JsonType();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    type.elements.add(of(json));
                }
            }
            case VALUE_STRING -> {
                type.emptyText = json.getTextLength() == 0;
                type.text = !type.emptyText;
            }
            case VALUE_TRUE, VALUE_FALSE -> type.truth = true;
            case VALUE_NUMBER_INT -> {
                if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    type.digits = json.getDecimalValue().precision();
                } else {
                    type.whole = true;
                }
            }
            case VALUE_NUMBER_FLOAT -> type.real = true;
            default -> {}
        }
        return type;
    }

    /**
     * Reads an object's fields.
     *
     * @param json stands at its first token, and at its last one afterwards
     */
    static Map<String, JsonType> fields(JsonParser json) throws IOException {
        Map<String, JsonType> fields = new TreeMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (fields.put(name, of(json)) != null) {
                throw new DoubledKey(name);
            }
        }
        return fields;
    }

    /** An object has a key twice, so that nobody knows which value is meant. */
    static final class DoubledKey extends IOException {

        private static final long serialVersionUID = 1;

        DoubledKey(String key) {
            super(key);
        }
    }

    /** How many values it was gathered from. */
    long times() {
        return times;
    }

    /** Adds what others hold. */
    void add(JsonType other) {
        times += other.times;
        emptyText |= other.emptyText;
        text |= other.text;
        truth |= other.truth;
        whole |= other.whole;
        real |= other.real;
        digits = Math.max(digits, other.digits);
        if (other.elements != null) {
            elements = elements == null ? new JsonType() : elements;
            elements.add(other.elements);
        }
        if (other.fields != null) {
            Map<String, JsonType> all = fields == null ? new TreeMap<>() : fields;
            other.fields.forEach((name, type) ->
                    all.computeIfAbsent(name, unknown -> new JsonType()).add(type));
            fields = all;
        }
    }

    /** What a single value is; empty for null and the empty list, which say nothing of what others are. */
    Optional<JsonKind> kind() {
        List<JsonKind> kinds = new ArrayList<>();
        if (text || emptyText) {
            kinds.add(JsonKind.TEXT);
        }
        if (whole || real || digits > 0) {
            kinds.add(JsonKind.NUMBER);
        }
        if (truth) {
            kinds.add(JsonKind.TRUTH);
        }
        if (fields != null) {
            kinds.add(JsonKind.OBJECT);
        }
        if (elements != null && (elements.elements != null || elements.kind().isPresent())) {
            kinds.add(
                    elements.elements != null
                            ? JsonKind.OTHER_LIST
                            : elements.kind().orElseThrow().listed());
        }
        return switch (kinds.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(kinds.get(0));
            default -> Optional.of(JsonKind.OTHER_LIST);
        };
    }

    /**
     * The type of a column that can hold all of it.
     *
     * @param spellings what to do with keys that differ in nothing but capitals
     */
    DataType type(Spellings spellings) {
        int kinds = (text ? 1 : 0)
                + (truth ? 1 : 0)
                + (whole || real || digits > 0 ? 1 : 0)
                + (elements != null ? 1 : 0)
                + (fields != null ? 1 : 0);
        if (kinds != 1 || text) {
            return DataTypes.StringType;
        }
        if (truth) {
            return DataTypes.BooleanType;
        }
        if (elements != null) {
            return DataTypes.createArrayType(elements.type(spellings));
        }
        if (fields != null) {
            Optional<Map<String, JsonType>> distinct = spellings.distinct(fields);
            return distinct.map(known -> struct(known, spellings)).orElse(DataTypes.StringType);
        }
        if (digits == 0 && !real) {
            return DataTypes.LongType;
        }
        int needed = whole ? Math.max(digits, DIGITS_OF_A_LONG) : digits;
        return real || needed > MOST_DIGITS ? DataTypes.DoubleType : DataTypes.createDecimalType(needed, 0);
    }

    /** Whether an object of it, at any depth, has keys that differ in nothing but capitals. */
    boolean differsInCapitals() {
        return (elements != null && elements.differsInCapitals())
                || (fields != null
                        && (Spellings.AS_TEXT.distinct(fields).isEmpty()
                                || fields.values().stream().anyMatch(JsonType::differsInCapitals)));
    }

    /** No file holds a struct without fields; as text it is what it was. */
    private static DataType struct(Map<String, JsonType> fields, Spellings spellings) {
        StructType struct = new StructType();
        for (Map.Entry<String, JsonType> field : fields.entrySet()) {
            struct = struct.add(field.getKey(), field.getValue().type(spellings));
        }
        return struct.isEmpty() ? DataTypes.StringType : struct;
    }

    /** What becomes of keys that differ in nothing but capitals, of which Spark can tell only one. */
    enum Spellings {
        /** The one that most objects have is the field; objects with another are set aside. */
        USUAL,
        /** The objects are carried as their text. */
        AS_TEXT;

        /** One field for each key, whatever its capitals; empty where that would lose something. */
        Optional<Map<String, JsonType>> distinct(Map<String, JsonType> fields) {
            Map<String, Map.Entry<String, JsonType>> usual = new LinkedHashMap<>();
            for (Map.Entry<String, JsonType> field : fields.entrySet()) {
                usual.merge(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field,
                        (known, other) -> known.getValue().times > other.getValue().times ? known : other);
            }
            if (this == AS_TEXT && usual.size() < fields.size()) {
                return Optional.empty();
            }
            Map<String, JsonType> distinct = new TreeMap<>();
            usual.values().stream()
                    // a lone surrogate in a name is that of a damaged row, and Spark 3.5 does not find the column by it
                    .filter(field -> StandardCharsets.UTF_8.newEncoder().canEncode(field.getKey()))
                    .forEach(field -> distinct.put(field.getKey(), field.getValue()));
            return Optional.of(distinct);
        }
    }
}
