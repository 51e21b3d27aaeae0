package io.prefscore.dataset;

import static org.apache.spark.sql.functions.lit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.prefscore.config.InputSettings;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Deals with fields that are text in some lines of JSON and something else in others. Spark calls such a field text and
 * gives it the other lines' JSON, which would be scored as if somebody had said it.
 *
 * <p>A turn's content given as parts is flattened where all of them are text; whatever else is no text is a defect.
 * A pattern finds the lines that may be meant, so that only those are parsed twice.
 *
 * @param texts columns of a preference schema that are text by the data set's inferred type
 * @param lists such columns that are lists of turns whose content is text
 * @param textLists such columns that are lists of texts; of these no pattern tells what stands in them, so their lines
 *     are all parsed twice
 */
record MixedTexts(List<String> texts, List<String> lists, List<String> textLists) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String ROLE = "role";
    private static final String CONTENT = "content";
    private static final String PART_TYPE = "type";
    private static final String PART_TEXT = "text";

    MixedTexts {
        texts = List.copyOf(texts);
        lists = List.copyOf(lists);
        textLists = List.copyOf(textLists);
    }

    static MixedTexts of(StructType columns, InputSettings settings) {
        List<String> texts = new ArrayList<>();
        List<String> lists = new ArrayList<>();
        List<String> textLists = new ArrayList<>();
        for (String name : PreferenceSchemas.readBy(columns, settings)) {
            if (columns.apply(name).dataType() instanceof StringType) {
                texts.add(name);
            } else if (columns.apply(name).dataType() instanceof ArrayType array
                    && array.elementType() instanceof StructType turn
                    && Arrays.asList(turn.fieldNames()).contains(CONTENT)
                    && turn.apply(CONTENT).dataType() instanceof StringType) {
                lists.add(name);
            } else if (columns.apply(name).dataType() instanceof ArrayType array
                    && array.elementType() instanceof StringType) {
                textLists.add(name);
            }
        }
        return new MixedTexts(texts, lists, textLists);
    }

    /** Whether there is anything to look for. */
    boolean isEmpty() {
        return texts.isEmpty() && lists.isEmpty() && textLists.isEmpty();
    }

    /**
     * What a line must match to be worth a closer look. Inside a JSON string a quote stands behind a backslash, so the
     * pattern finds names of fields only; of fields elsewhere in the line too, which the closer look sorts out.
     */
    private String pattern() {
        List<String> patterns = new ArrayList<>();
        List<String> quoted = new ArrayList<>(texts);
        if (!lists.isEmpty()) {
            quoted.add(ROLE);
            quoted.add(CONTENT);
            patterns.add("\"(?:" + String.join("|", lists) + ")\"\\s*:\\s*[^\\[\\sn]");
        }
        if (!quoted.isEmpty()) {
            patterns.add("\"(?:" + String.join("|", quoted) + ")\"\\s*:\\s*[^\"\\sn]");
        }
        if (!textLists.isEmpty()) {
            patterns.add("\"(?:" + String.join("|", textLists) + ")\"\\s*:\\s*[^\\sn]");
        }
        return String.join("|", patterns);
    }

    /** The line with contents of text parts as text. */
    Column flattened(Column line) {
        UDF1<String, String> flatten = this::flatten;
        return functions
                .when(
                        line.rlike(pattern()),
                        functions.udf(flatten, DataTypes.StringType).apply(line))
                .otherwise(line);
    }

    /** What is no text in a flattened line, in words; null where all is as it should be. */
    Column defect(Column flattened) {
        UDF1<String, @Nullable String> find = this::find;
        return functions
                .when(
                        flattened.rlike(pattern()),
                        functions.udf(find, DataTypes.StringType).apply(flattened))
                .otherwise(lit(null).cast("string"));
    }

    private String flatten(String line) {
        JsonObject object = parsed(line);
        if (object == null) {
            return line;
        }
        for (JsonObject turn : turns(object)) {
            String text = textOfParts(turn.get(CONTENT));
            if (text != null) {
                turn.addProperty(CONTENT, text);
            }
        }
        return object.toString();
    }

    private List<JsonObject> turns(JsonObject object) {
        List<JsonObject> turns = new ArrayList<>();
        for (String list : lists) {
            if (object.get(list) != null && object.get(list).isJsonArray()) {
                for (JsonElement turn : object.getAsJsonArray(list)) {
                    if (turn.isJsonObject()) {
                        turns.add(turn.getAsJsonObject());
                    }
                }
            }
        }
        return turns;
    }

    private static @Nullable String textOfParts(@Nullable JsonElement content) {
        if (content == null || !content.isJsonArray()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (JsonElement part : content.getAsJsonArray()) {
            if (!kind(part).equals(PART_TEXT)) {
                return null;
            }
            text.append(part.getAsJsonObject().get(PART_TEXT).getAsString());
        }
        return text.toString();
    }

    /** What a part is: text only where it has one. */
    private static String kind(JsonElement part) {
        if (!part.isJsonObject()) {
            return "something that is no object";
        }
        JsonElement type = part.getAsJsonObject().get(PART_TYPE);
        String told = isText(type) ? type.getAsString() : PART_TEXT;
        boolean lacksText =
                told.equals(PART_TEXT) && !isText(part.getAsJsonObject().get(PART_TEXT));
        return lacksText ? "text without text" : told;
    }

    private @Nullable String find(String line) {
        JsonObject object = parsed(line);
        if (object == null) {
            return null;
        }
        for (String column : texts) {
            if (isPresent(object.get(column)) && !isText(object.get(column))) {
                return "'" + column + "' holds " + describe(object.get(column)) + " where other lines hold text";
            }
        }
        for (String column : lists) {
            JsonElement list = object.get(column);
            if (isPresent(list)) {
                String defect = list.isJsonArray()
                        ? defectOfTurns(list, column)
                        : "'" + column + "' holds " + describe(list) + " where other lines hold a list of messages";
                if (defect != null) {
                    return defect;
                }
            }
        }
        for (String column : textLists) {
            JsonElement list = object.get(column);
            if (isPresent(list)) {
                String defect = list.isJsonArray()
                        ? defectOfTexts(list, column)
                        : "'" + column + "' holds " + describe(list) + " where other lines hold a list of texts";
                if (defect != null) {
                    return defect;
                }
            }
        }
        return null;
    }

    private static @Nullable String defectOfTexts(JsonElement list, String column) {
        int position = 0;
        for (JsonElement text : list.getAsJsonArray()) {
            if (isPresent(text) && !isText(text)) {
                return "'" + column + "[" + position + "]' holds " + describe(text) + " where other lines hold text";
            }
            position++;
        }
        return null;
    }

    private static @Nullable String defectOfTurns(JsonElement list, String column) {
        int position = 0;
        for (JsonElement turn : list.getAsJsonArray()) {
            String where = "'" + column + "[" + position + "]";
            if (turn.isJsonObject()) {
                JsonElement role = turn.getAsJsonObject().get(ROLE);
                if (isPresent(role) && !isText(role)) {
                    return where + ".role' holds " + describe(role) + "; it must be text";
                }
                JsonElement content = turn.getAsJsonObject().get(CONTENT);
                if (isPresent(content) && !isText(content)) {
                    return where + ".content' holds " + describeContent(content) + "; only text can be scored";
                }
            }
            position++;
        }
        return null;
    }

    private static String describeContent(JsonElement content) {
        if (content.isJsonArray()) {
            for (JsonElement part : content.getAsJsonArray()) {
                if (!kind(part).equals(PART_TEXT)) {
                    return "a part of type '" + kind(part) + "'";
                }
            }
        }
        return describe(content);
    }

    private static String describe(JsonElement value) {
        if (value.isJsonArray()) {
            return "a list";
        }
        if (value.isJsonObject()) {
            return "an object";
        }
        return isText(value) ? "text" : "the value " + value;
    }

    private static boolean isPresent(@Nullable JsonElement value) {
        return value != null && !value.isJsonNull();
    }

    private static boolean isText(@Nullable JsonElement value) {
        return value instanceof JsonPrimitive primitive && primitive.isString();
    }

    /** Null for a line that is no JSON object, with which others deal. */
    private static @Nullable JsonObject parsed(String line) {
        try {
            return JsonParser.parseString(line) instanceof JsonObject object ? object : null;
        } catch (JsonParseException malformed) {
            return null;
        }
    }
}
