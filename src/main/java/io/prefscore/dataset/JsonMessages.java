package io.prefscore.dataset;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages as JSON in a text: a list of them, or a single one. */
final class JsonMessages {

    private JsonMessages() {}

    /** The messages; empty where the text is anything else. */
    static Optional<List<Message>> read(String text, String column) throws RowRefused {
        String start = text.stripLeading();
        if (!start.startsWith("[") && !start.startsWith("{")) {
            return Optional.empty();
        }
        String found = LoneSurrogates.find(text);
        if (found != null) {
            throw new RowRefused(Skip.Reason.INVALID_UNICODE, "'" + column + "' holds a " + found);
        }
        try {
            JsonElement json = JsonParser.parseString(text);
            JsonArray list = json.isJsonArray() ? json.getAsJsonArray() : new JsonArray();
            if (json.isJsonObject()) {
                list.add(json);
            }
            return list.isEmpty() ? Optional.empty() : messages(list);
        } catch (JsonParseException | StackOverflowError noJson) {
            return Optional.empty();
        }
    }

    private static Optional<List<Message>> messages(JsonArray list) {
        List<Message> messages = new ArrayList<>();
        for (JsonElement item : list) {
            Optional<Message> message = item.isJsonObject() ? message(item.getAsJsonObject()) : Optional.empty();
            if (message.isEmpty()) {
                return Optional.empty();
            }
            messages.add(message.orElseThrow());
        }
        return Optional.of(messages);
    }

    private static Optional<Message> message(JsonObject object) {
        Optional<String> role = field(object, "message-role");
        Optional<String> content = field(object, "message-content");
        if (role.isEmpty() || content.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> extras = new LinkedHashMap<>();
        object.asMap().forEach((name, value) -> {
            @Nullable Object plain = plain(value);
            if (plain != null && !name.equals(role.orElseThrow()) && !name.equals(content.orElseThrow())) {
                extras.put(name, plain);
            }
        });
        return Optional.of(new Message(
                Vocabulary.role(object.get(role.orElseThrow()).getAsString()),
                object.get(content.orElseThrow()).getAsString(),
                extras));
    }

    private static Optional<String> field(JsonObject object, String words) {
        return Vocabulary.words(words).stream()
                .filter(name -> object.has(name)
                        && object.get(name).isJsonPrimitive()
                        && object.getAsJsonPrimitive(name).isString())
                .findFirst();
    }

    private static @Nullable Object plain(JsonElement value) {
        if (value.isJsonArray()) {
            List<Object> items = new ArrayList<>();
            value.getAsJsonArray().forEach(item -> {
                @Nullable Object plain = plain(item);
                if (plain != null) {
                    items.add(plain);
                }
            });
            return items;
        }
        if (value.isJsonObject()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            value.getAsJsonObject().asMap().forEach((name, field) -> {
                @Nullable Object plain = plain(field);
                if (plain != null) {
                    fields.put(name, plain);
                }
            });
            return fields;
        }
        if (value.isJsonNull()) {
            return null;
        }
        if (value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        return value.getAsJsonPrimitive().isString() ? value.getAsString() : (Object) value.getAsDouble();
    }
}
