package io.prefscore.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import org.apache.spark.sql.api.java.UDF1;

/** Tells whether a text is one JSON value and nothing behind it. */
final class OneObject {

    /** {@link #isOne} for use in an expression. */
    static final UDF1<String, Boolean> TEST = OneObject::isOne;

    private OneObject() {}

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
