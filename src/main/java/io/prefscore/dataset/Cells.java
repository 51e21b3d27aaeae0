package io.prefscore.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Single values of a row. */
final class Cells {

    private Cells() {}

    /** A list of texts as JSON in a text. */
    static List<String> jsonTexts(String text, String column) throws RowRefused {
        String found = LoneSurrogates.find(text);
        if (found != null) {
            throw new RowRefused(Skip.Reason.INVALID_UNICODE, "'" + column + "' holds a " + found);
        }
        List<String> items = new ArrayList<>();
        try {
            JsonElement list = JsonParser.parseString(text);
            if (!list.isJsonArray() || list.getAsJsonArray().isEmpty()) {
                throw RowRefused.malformed(column, "must hold a JSON list of texts");
            }
            for (JsonElement item : list.getAsJsonArray()) {
                if (item.isJsonNull()) {
                    throw RowRefused.missing(column + "[" + items.size() + "]");
                }
                if (!item.isJsonPrimitive() || !item.getAsJsonPrimitive().isString()) {
                    throw RowRefused.malformed(column, "must hold a JSON list of texts");
                }
                items.add(item.getAsString());
            }
        } catch (JsonParseException | StackOverflowError malformed) {
            throw RowRefused.malformed(column, "must hold a JSON list of texts, but is no JSON");
        }
        return items;
    }

    /** The items of a list as Spark hands it over inside of a row. */
    static List<Object> items(Object list) {
        return RowFactory.create(list).getList(0);
    }

    /**
     * A number as data sets write ratings: a number, true or false, a list of numbers, whose mean counts, or a text that is a
     * number; empty where it is null or anything else.
     */
    static OptionalDouble rating(@Nullable Object value) {
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value instanceof Number number) {
            return finite(number.doubleValue());
        }
        if (value instanceof Boolean truth) {
            return OptionalDouble.of(truth ? 1 : 0);
        }
        return value instanceof String text ? parsed(text) : mean(items(value));
    }

    /** UltraFeedback writes its ratings as texts, and {@code N/A} where there is none. */
    private static OptionalDouble parsed(String text) {
        try {
            return finite(Double.parseDouble(text.strip()));
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }

    /** The mean of numbers; empty where there are none, or a null or what is not finite is among them. */
    private static OptionalDouble mean(List<Object> numbers) {
        double sum = 0;
        for (@Nullable Object number : numbers) {
            if (!(number instanceof Number known)) {
                return OptionalDouble.empty();
            }
            sum += known.doubleValue();
        }
        return numbers.isEmpty() ? OptionalDouble.empty() : finite(sum / numbers.size());
    }

    static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
