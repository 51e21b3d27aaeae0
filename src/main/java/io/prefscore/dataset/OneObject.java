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
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.api.java.UDF1;

/** Tells whether a text is one JSON value and nothing behind it. */
final class OneObject {

    /** Whether a line in UTF-8 is {@link #isOne one}, for use in an expression; takes for granted that one is begun and ended. */
    static final UDF1<byte[], Boolean> TEST =
            line -> !mayEndWithin(line) || isOne(new String(line, StandardCharsets.UTF_8));

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

    /** Whether a closing brace is followed by an opening one with nothing but white space between, be it in a text. */
    private static boolean mayEndWithin(byte[] json) {
        boolean ended = false;
        for (byte character : json) {
            if (ended && character == '{') {
                return true;
            }
            ended = character == '}' || (ended && (character == ' ' || (character >= '\t' && character <= '\r')));
        }
        return false;
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
