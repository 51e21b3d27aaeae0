package io.prefscore.dataset;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.util.regex.Pattern;

/**
 * What stands in the cells of a CSV column, as counts that add up over files. Cells without a character in them are not
 * counted: they fit anything.
 */
final class CsvColumn implements Serializable {

    private static final long serialVersionUID = 1;

    /** What the cells of a column are read as. */
    enum Kind {
        TEXT,
        /** Whole or decimal, in digits that a number gives back: {@code 007} and numbers too long for a long are text. */
        NUMBER,
        BOOLEAN,
        /** Lists and objects, of which a broken one here and there is a defect of its row. */
        JSON
    }

    /**
     * In a column of JSON nearly every cell is a list or an object. A column of texts, some of which happen to be JSON,
     * must stay one of texts.
     */
    private static final double LEAST_SHARE_OF_JSON = 0.9;

    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,17})?(?:[eE][-+]?[0-9]{1,3})?");
    private static final int LONGEST_NUMBER = 42;

    private long filled;
    private long numbers;
    private long booleans;
    private long json;

    /** Counts a cell. */
    void add(byte[] cell) {
        if (cell.length == 0) {
            return;
        }
        filled++;
        if (isJson(cell)) {
            json++;
        } else if (cell.length <= LONGEST_NUMBER) {
            String text = CsvRecord.text(cell);
            numbers += NUMBER.matcher(text).matches() ? 1 : 0;
            booleans += isBoolean(text) ? 1 : 0;
        }
    }

    /** Adds another part's counts of the same column. */
    void add(CsvColumn other) {
        filled += other.filled;
        numbers += other.numbers;
        booleans += other.booleans;
        json += other.json;
    }

    /** What the counted cells are read as. */
    Kind kind() {
        if (filled == 0) {
            return Kind.TEXT;
        }
        if (numbers == filled) {
            return Kind.NUMBER;
        }
        if (booleans == filled) {
            return Kind.BOOLEAN;
        }
        return json >= LEAST_SHARE_OF_JSON * filled ? Kind.JSON : Kind.TEXT;
    }

    private static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    /** Whether the cell is one JSON list or object and nothing else. */
    static boolean isJson(byte[] cell) {
        int first = 0;
        while (first < cell.length && Character.isWhitespace(cell[first])) {
            first++;
        }
        if (first == cell.length || (cell[first] != '[' && cell[first] != '{')) {
            return false;
        }
        try (JsonReader reader = new JsonReader(new StringReader(CsvRecord.text(cell)))) {
            reader.setStrictness(Strictness.STRICT);
            reader.skipValue();
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (MalformedJsonException | IllegalStateException malformed) {
            return false;
        } catch (IOException endsEarly) {
            return false;
        }
    }
}
