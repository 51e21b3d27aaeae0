package io.prefscore.dataset;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a field of a JSON object may hold, but for null and the empty list, which say nothing of what it holds elsewhere. */
enum JsonKind {
    TEXT,
    NUMBER,
    TRUTH,
    OBJECT,
    TEXTS,
    NUMBERS,
    OBJECTS,
    OTHER_LIST;

    /** Of each of these fields the kind that it has in most rows, for those that have any. Rows that are no objects do not count. */
    static Map<String, JsonKind> usual(Collection<String> rows, List<String> fields) {
        Map<String, Map<JsonKind, Integer>> counts = new TreeMap<>();
        for (String row : rows) {
            JsonObject object = parsed(row).orElseGet(JsonObject::new);
            for (String field : fields) {
                of(object.get(field))
                        .ifPresent(kind -> counts.computeIfAbsent(field, unknown -> new EnumMap<>(JsonKind.class))
                                .merge(kind, 1, Integer::sum));
            }
        }
        Map<String, JsonKind> usual = new TreeMap<>();
        counts.forEach((field, kinds) -> usual.put(
                field,
                kinds.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey()));
        return usual;
    }

    /** Whether a row has nothing else in these fields than is usual. */
    static boolean isUsual(String row, Map<String, JsonKind> usual) {
        Optional<JsonObject> object = parsed(row);
        return object.isPresent()
                && usual.entrySet().stream().allMatch(field -> field.getValue()
                        .allows(object.orElseThrow().get(field.getKey())));
    }

    private boolean allows(@Nullable JsonElement value) {
        Optional<JsonKind> kind = of(value);
        boolean emptyList = kind.isEmpty() && value instanceof JsonArray;
        return emptyList ? isList() : kind.isEmpty() || kind.orElseThrow() == this;
    }

    private boolean isList() {
        return switch (this) {
            case TEXTS, NUMBERS, OBJECTS, OTHER_LIST -> true;
            case TEXT, NUMBER, TRUTH, OBJECT -> false;
        };
    }

    private static Optional<JsonObject> parsed(String row) {
        try {
            return JsonParser.parseString(row) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonParseException | StackOverflowError malformed) {
            // set aside when the rows are read
            return Optional.empty();
        }
    }

    private static Optional<JsonKind> of(@Nullable JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        if (value instanceof JsonArray list) {
            return ofList(list);
        }
        if (value.isJsonObject()) {
            return Optional.of(OBJECT);
        }
        if (value.getAsJsonPrimitive().isString()) {
            return Optional.of(TEXT);
        }
        return Optional.of(value.getAsJsonPrimitive().isBoolean() ? TRUTH : NUMBER);
    }

    private static Optional<JsonKind> ofList(JsonArray list) {
        Set<JsonKind> kinds = EnumSet.noneOf(JsonKind.class);
        for (JsonElement element : list) {
            of(element).ifPresent(kinds::add);
            if (element instanceof JsonArray) {
                kinds.add(OTHER_LIST);
            }
        }
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        if (kinds.size() > 1) {
            return Optional.of(OTHER_LIST);
        }
        return Optional.of(
                switch (kinds.iterator().next()) {
                    case TEXT -> TEXTS;
                    case NUMBER -> NUMBERS;
                    case OBJECT -> OBJECTS;
                    case TRUTH, TEXTS, NUMBERS, OBJECTS, OTHER_LIST -> OTHER_LIST;
                });
    }
}
