package io.prefscore.notebooks;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A note of Zeppelin's.
 *
 * @param file its file's name, by which people and messages call it
 * @param json the whole file
 * @param paragraphs in the order in which they run
 */
record Note(String file, JsonObject json, List<Paragraph> paragraphs) {

    /** What Zeppelin itself writes. */
    private static final Gson INDENTED =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Reads a note, run or not. */
    static Note read(Path file) throws IOException {
        return parse(String.valueOf(file.getFileName()), Files.readString(file));
    }

    /** Reads the text of a note's file. */
    static Note parse(String file, String text) {
        JsonObject json = JsonParser.parseString(text).getAsJsonObject();
        JsonArray elements = json.getAsJsonArray("paragraphs");
        List<Paragraph> paragraphs = new ArrayList<>();
        for (JsonElement element : elements) {
            paragraphs.add(new Paragraph(file, paragraphs.size() + 1, element.getAsJsonObject()));
        }
        return new Note(file, json, List.copyOf(paragraphs));
    }

    /** The notes of a folder, by their names. */
    static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".zpln"))
                    .sorted()
                    .toList();
        }
    }

    /** Zeppelin's name of it. */
    String title() {
        return json.get("name").getAsString();
    }

    /** The same note after paragraphs of it were run. */
    Note with(List<Paragraph> run) {
        JsonArray elements = new JsonArray();
        run.forEach(paragraph -> elements.add(paragraph.json()));
        JsonObject executed = json.deepCopy();
        executed.add("paragraphs", elements);
        return new Note(file, executed, run);
    }

    /** Writes it below its name, for a Zeppelin to open. */
    void write(Path folder) throws IOException {
        Files.writeString(Files.createDirectories(folder).resolve(file), INDENTED.toJson(json) + "\n");
    }
}
