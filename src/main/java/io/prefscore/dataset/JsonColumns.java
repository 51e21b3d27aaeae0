package io.prefscore.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.prefscore.preference.LeftOut;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of lines of JSON, gathered over all of them. Lines that are no object, or have a key twice, count for nothing.
 *
 * <p>A column that some schema reads as something else than text is what most lines have in it: one line that holds something
 * else would make text of it, and the data set would fit no schema.
 */
final class JsonColumns implements Serializable {

    private static final long serialVersionUID = 1;

    /** Takes what Spark's parser takes, whatever the length of its texts. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Values of a column by their kind, and together. */
    private static final class Values implements Serializable {

        private static final long serialVersionUID = 1;

        private final JsonType all = new JsonType();
        /** Null, which goes with any kind, and the empty list, which goes with any list. */
        private final JsonType ofNoKind = new JsonType();

        private final Map<JsonKind, JsonType> byKind = new EnumMap<>(JsonKind.class);

        void add(JsonType value) {
            all.add(value);
            value.kind()
                    .map(kind -> byKind.computeIfAbsent(kind, unknown -> new JsonType()))
                    .orElse(ofNoKind)
                    .add(value);
        }

        void add(Values other) {
            all.add(other.all);
            ofNoKind.add(other.ofNoKind);
            other.byKind.forEach((kind, type) ->
                    byKind.computeIfAbsent(kind, unknown -> new JsonType()).add(type));
        }

        DataType type(String name) {
            if (!PreferenceSchemas.isSometimesNoText(name)) {
                return all.type(JsonType.Spellings.AS_TEXT);
            }
            DataType together = all.type(JsonType.Spellings.USUAL);
            Optional<Map.Entry<JsonKind, JsonType>> usual = byKind.entrySet().stream()
                    .max(Comparator.comparingLong(kind -> kind.getValue().times()));
            if (!isTextWithin(together) || usual.isEmpty()) {
                return together;
            }
            JsonKind asText = together instanceof StringType ? JsonKind.TEXT : JsonKind.TEXTS;
            if (usual.orElseThrow().getKey() == asText) {
                return together;
            }
            JsonType likeMost = new JsonType();
            if (usual.orElseThrow().getKey().isList()) {
                likeMost.add(ofNoKind);
            }
            likeMost.add(usual.orElseThrow().getValue());
            return likeMost.type(JsonType.Spellings.USUAL);
        }

        private static boolean isTextWithin(DataType type) {
            return type instanceof StringType || (type instanceof ArrayType list && isTextWithin(list.elementType()));
        }
    }

    private final TreeMap<String, Values> columns = new TreeMap<>();
    private long lines;
    private boolean doubledKeys;
    private boolean longTexts;

    /** Gathers what stands in all lines, each a text that is not blank, as {@link JsonRows#shortened} leaves it. */
    static JsonColumns of(Dataset<String> lines) {
        JsonColumns all = new JsonColumns();
        lines.toJavaRDD().mapPartitions(JsonColumns::gathered).collect().forEach(all::add);
        return all;
    }

    private static Iterator<JsonColumns> gathered(Iterator<String> lines) {
        JsonColumns columns = new JsonColumns();
        lines.forEachRemaining(columns::add);
        return List.of(columns).iterator();
    }

    private void add(String line) {
        lines++;
        longTexts |= LeftOut.isIn(line);
        try (JsonParser json = FACTORY.createParser(line)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, JsonType> fields = JsonType.fields(json);
                fields.forEach((name, type) ->
                        columns.computeIfAbsent(name, unknown -> new Values()).add(type));
            }
        } catch (JsonType.DoubledKey doubled) {
            doubledKeys = true;
        } catch (IOException | StackOverflowError malformed) {
            // set aside when the rows are read
        }
    }

    private void add(JsonColumns other) {
        lines += other.lines;
        doubledKeys |= other.doubledKeys;
        longTexts |= other.longTexts;
        other.columns.forEach((name, values) ->
                columns.computeIfAbsent(name, unknown -> new Values()).add(values));
    }

    boolean hasNoLines() {
        return lines == 0;
    }

    /** Whether a line was shortened. */
    boolean haveLongTexts() {
        return longTexts;
    }

    /** Whether a line may hold a key twice, or one that differs from a column's or a field's in nothing but capitals. */
    boolean haveDoubtfulKeys() {
        return doubledKeys
                || distinct().size() < columns.size()
                || distinct().entrySet().stream()
                        .anyMatch(column -> PreferenceSchemas.isSometimesNoText(column.getKey())
                                && column.getValue().differsInCapitals());
    }

    /** The columns by name; of names that differ in nothing but capitals the one that most lines have. */
    StructType types() {
        StructType types = new StructType();
        Set<String> names = distinct().keySet();
        for (Map.Entry<String, Values> column : columns.entrySet()) {
            if (names.contains(column.getKey())) {
                types = types.add(column.getKey(), column.getValue().type(column.getKey()));
            }
        }
        return types;
    }

    private Map<String, JsonType> distinct() {
        Map<String, JsonType> all = new TreeMap<>();
        columns.forEach((name, values) -> all.put(name, values.all));
        return JsonType.Spellings.USUAL.distinct(all).orElseThrow();
    }
}
