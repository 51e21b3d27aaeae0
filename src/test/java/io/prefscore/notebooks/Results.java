package io.prefscore.notebooks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of a paragraph.
 *
 * @param outputs in the order in which they are shown
 */
record Results(Code code, List<Output> outputs) {

    /** How it ended. */
    enum Code {
        SUCCESS,
        ERROR
    }

    /**
     * One piece of what a paragraph shows.
     *
     * @param type TEXT, TABLE, HTML and so on, in Zeppelin's words
     * @param data without the directive that the type was told by
     */
    record Output(String type, String data) {

        /** The table that it is. */
        Optional<ShownTable> table() {
            return type.equals("TABLE") ? Optional.of(ShownTable.parse(data)) : Optional.empty();
        }
    }

    Results {
        outputs = List.copyOf(outputs);
    }

    /** From a note's field {@code results}. */
    static Results of(JsonObject json) {
        List<Output> outputs = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("msg")) {
            JsonObject message = element.getAsJsonObject();
            outputs.add(new Output(
                    message.get("type").getAsString(), message.get("data").getAsString()));
        }
        return new Results(Code.valueOf(json.get("code").getAsString()), outputs);
    }

    /** A note's field {@code results}. */
    JsonObject toJson() {
        JsonArray messages = new JsonArray();
        for (Output output : outputs) {
            JsonObject message = new JsonObject();
            message.addProperty("type", output.type());
            message.addProperty("data", output.data());
            messages.add(message);
        }
        JsonObject json = new JsonObject();
        json.addProperty("code", code.name());
        json.add("msg", messages);
        return json;
    }

    /** All that a reader sees, one output below the other. */
    String text() {
        return outputs.stream().map(Output::data).collect(Collectors.joining("\n"));
    }

    /** Rows of all tables. */
    int rows() {
        return outputs.stream()
                .flatMap(output -> output.table().stream())
                .mapToInt(table -> table.rows().size())
                .sum();
    }
}
