package io.prefscore.nightly;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.prefscore.scoring.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run is to score, written down before it begins, so that a night that was killed goes on with the very same run
 * whatever has come in since.
 *
 * @param name of the run: its day, or when it was planned
 * @param paths its input, files or folders or globs
 * @param changes how its files stood to those of earlier runs
 * @param goneBefore paths that were gone already when the run before was planned
 */
record Plan(String name, List<String> paths, Changes changes, List<String> goneBefore) {

    Plan {
        paths = List.copyOf(paths);
        goneBefore = List.copyOf(goneBefore);
    }

    static Plan of(String name, JsonObject json) {
        return new Plan(
                name,
                texts(json, "paths"),
                new Changes(texts(json, "new"), texts(json, "changed"), texts(json, "gone")),
                texts(json, "gone-before"));
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("paths", paths);
        json.put("new", changes.added());
        json.put("changed", changes.changed());
        json.put("gone", changes.gone());
        json.put("gone-before", goneBefore);
        return Json.write(json);
    }

    private static List<String> texts(JsonObject json, String key) {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray(key)) {
            texts.add(element.getAsString());
        }
        return texts;
    }
}
