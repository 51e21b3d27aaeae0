package io.prefscore.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys of a line of JSON of which Spark's parser would keep one and drop the other: those that stand twice in an object,
 * and those that are spelled otherwise than in most lines.
 *
 * @param columns as most lines have them
 */
record JsonKeys(StructType columns) implements Serializable {

    private static final long serialVersionUID = 1;

    /** What is wrong with a line's keys, in words; null where nothing is. */
    Column defect(Column line) {
        UDF1<String, @Nullable String> find = this::find;
        return functions.udf(find, DataTypes.StringType).apply(line);
    }

    private @Nullable String find(String line) {
        try (JsonParser json = JsonColumns.FACTORY.createParser(line)) {
            return json.nextToken() == JsonToken.START_OBJECT ? inObject(json, columns, "") : null;
        } catch (IOException | StackOverflowError malformed) {
            // somebody else says so
            return null;
        }
    }

    private static @Nullable String inValue(JsonParser json, DataType type, String path) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return inObject(json, type, path + ".");
        }
        if (json.currentToken() == JsonToken.START_ARRAY) {
            DataType elements = type instanceof ArrayType list ? list.elementType() : DataTypes.NullType;
            for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
                String defect = inValue(json, elements, path + "[" + index + "]");
                if (defect != null) {
                    return defect;
                }
            }
        }
        return null;
    }

    private static @Nullable String inObject(JsonParser json, DataType type, String path) throws IOException {
        Set<String> seen = new HashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            if (!seen.add(key)) {
                return "the key '" + path + key + "' stands twice in one object";
            }
            DataType typeOfValue = DataTypes.NullType;
            if (type instanceof StructType fields) {
                for (String name : fields.fieldNames()) {
                    if (name.equals(key)) {
                        typeOfValue = fields.apply(name).dataType();
                    } else if (name.equalsIgnoreCase(key)) {
                        return "the key '" + path + key + "' is '" + name
                                + "' in most rows; keys that differ in nothing but" + " capitals cannot be told apart";
                    }
                }
            }
            String defect = inValue(json, typeOfValue, path + key);
            if (defect != null) {
                return defect;
            }
        }
        return null;
    }
}
