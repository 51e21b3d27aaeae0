package io.prefscore.notebooks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A paragraph of a note.
 *
 * @param note its note's file
 * @param number its place in the note, from 1
 * @param json as the file has it
 */
record Paragraph(String note, int number, JsonObject json) {

    /** {@code %interpreter(property=value, …)} and the script after it. */
    private static final Pattern TEXT = Pattern.compile("\\s*%([\\w.]+)(?:\\(([^)]*)\\))?(?:\\s(.*))?", Pattern.DOTALL);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    /** What notes are written in. */
    enum Language {
        SCALA,
        SQL,
        /** Is shown, not run. */
        MARKDOWN
    }

    /** Empty where the author gave none. */
    String title() {
        return text(json, "title");
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }

    private static JsonObject object(JsonObject object, String name) {
        return object.has(name) ? object.getAsJsonObject(name) : new JsonObject();
    }

    /** The interpreter's name as written, without the sign before it; empty where none is. */
    String interpreter() {
        return part(1);
    }

    /** What the interpreter's name stands for in a Zeppelin as it comes; empty for any other. */
    Optional<Language> language() {
        return switch (interpreter()) {
            case "spark" -> Optional.of(Language.SCALA);
            case "spark.sql", "sql" -> Optional.of(Language.SQL);
            case "md" -> Optional.of(Language.MARKDOWN);
            default -> Optional.empty();
        };
    }

    /** The text after the interpreter and its properties. */
    String script() {
        return part(3);
    }

    private String part(int group) {
        Matcher matcher = TEXT.matcher(text(json, "text"));
        return matcher.matches() && matcher.group(group) != null ? matcher.group(group) : "";
    }

    /** What stands in brackets behind the interpreter; a name alone is its own value, as in Zeppelin. */
    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        Arrays.stream(part(2).split(","))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .forEach(pair -> {
                    String[] sides = pair.split("=", 2);
                    properties.put(sides[0].strip(), sides[sides.length - 1].strip());
                });
        return properties;
    }

    /** Forms and their values. */
    JsonObject settings() {
        return object(json, "settings");
    }

    /** How it is shown: its charts among others. */
    JsonObject config() {
        return object(json, "config");
    }

    /** Whether it was run; what a note that we publish must not be. */
    Optional<Results> results() {
        return json.has("results") ? Optional.of(Results.of(json.getAsJsonObject("results"))) : Optional.empty();
    }

    /** The same after it was run, in the fields that Zeppelin keeps. */
    Paragraph ran(LocalDateTime started, LocalDateTime finished, JsonObject settings, Results results) {
        JsonObject executed = json.deepCopy();
        executed.add("settings", settings);
        executed.add("results", results.toJson());
        executed.addProperty("status", results.code() == Results.Code.SUCCESS ? "FINISHED" : "ERROR");
        executed.addProperty("dateStarted", TIME.format(started));
        executed.addProperty("dateFinished", TIME.format(finished));
        return new Paragraph(note, number, executed);
    }

    /** How long it ran; nothing where it did not. */
    Duration time() {
        return json.has("dateFinished")
                ? Duration.between(
                        LocalDateTime.parse(text(json, "dateStarted"), TIME),
                        LocalDateTime.parse(text(json, "dateFinished"), TIME))
                : Duration.ZERO;
    }

    /** {@code slices.zpln, paragraph 3 "Margins by slice"}. */
    String where() {
        return note + ", paragraph " + number + (title().isEmpty() ? "" : " \"" + title() + "\"");
    }
}
