package io.prefscore.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonStreamParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.apache.spark.sql.api.java.UDF1;

/** Tells whether a text is one JSON value and nothing behind it. */
final class OneObject {

    /** {@link #isOne} for use in an expression. */
    static final UDF1<String, Boolean> TEST = OneObject::isOne;

    /** {@link #isWellFormed} for use in an expression. */
    static final UDF1<String, Boolean> WELL_FORMED = OneObject::isWellFormed;

    private OneObject() {}

    /** Whether a text is one JSON object to the letter of RFC 8259. */
    static boolean isWellFormed(String json) {
        JsonReader reader = new JsonReader(new StringReader(json));
        reader.setStrictness(Strictness.STRICT);
        try {
            return JsonParser.parseReader(reader).isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT;
        } catch (IOException | JsonParseException | StackOverflowError malformed) {
            return false;
        }
    }

    static boolean isOne(String json) {
        try {
            JsonStreamParser values = new JsonStreamParser(json);
            JsonElement first = values.next();
            return first.isJsonObject() && !values.hasNext();
        } catch (JsonParseException malformed) {
            return false;
        }
    }
}
