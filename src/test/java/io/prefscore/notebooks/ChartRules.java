package io.prefscore.notebooks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the charts of a paragraph must be. They stand in its {@code config.results}, one for each output, and name the columns that
 * they show by name and place.
 */
final class ChartRules {

    private static final Set<String> MODES =
            Set.of("table", "multiBarChart", "pieChart", "stackedAreaChart", "lineChart", "scatterChart");

    private ChartRules() {}

    /** What is wrong with a paragraph's charts of these results; empty where nothing is. */
    static List<String> complaints(Paragraph paragraph, Results results) {
        JsonElement shown = paragraph.config().get("results");
        if (shown == null || !shown.isJsonObject()) {
            return List.of();
        }
        List<String> complaints = new ArrayList<>();
        for (Map.Entry<String, JsonElement> entry : shown.getAsJsonObject().entrySet()) {
            JsonObject graph = entry.getValue().getAsJsonObject().getAsJsonObject("graph");
            if (graph != null) {
                complaints.addAll(complaints(graph, table(results, Integer.parseInt(entry.getKey()))));
            }
        }
        return complaints;
    }

    private static Optional<ShownTable> table(Results results, int output) {
        return output < results.outputs().size() ? results.outputs().get(output).table() : Optional.empty();
    }

    private static List<String> complaints(JsonObject graph, Optional<ShownTable> table) {
        String mode = graph.has("mode") ? graph.get("mode").getAsString() : "table";
        if (!MODES.contains(mode)) {
            return List.of("a chart of no kind that Zeppelin has: " + mode);
        }
        if (table.isEmpty()) {
            return mode.equals("table") ? List.of() : List.of("a " + mode + " of an output that is no table");
        }
        List<String> complaints = new ArrayList<>();
        collect(graph, table.get().columns(), complaints);
        return complaints;
    }

    /** Every object with a name and an index, wherever it stands, is a column. */
    private static void collect(JsonElement element, List<String> columns, List<String> complaints) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(part -> collect(part, columns, complaints));
        }
        if (!element.isJsonObject()) {
            return;
        }
        JsonObject object = element.getAsJsonObject();
        if (object.has("name") && object.has("index")) {
            String name = object.get("name").getAsString();
            int index = (int) object.get("index").getAsDouble();
            if (columns.indexOf(name) != index) {
                complaints.add("a chart shows column " + index + ", " + name + "; the table has " + columns);
            }
        }
        object.asMap().values().forEach(part -> collect(part, columns, complaints));
    }
}
