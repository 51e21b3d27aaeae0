package io.prefscore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.preference.Message;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The golden models: checkpoint folders with the texts, token ids and scores that the reference implementation gives.
 * What each of them exercises stands in the README beside them.
 */
public final class GoldenModels {

    private static final String ROWS_FILE = "golden.json";
    private static final String RELOADED_FILE = "reloaded.json";

    private GoldenModels() {}

    /**
     * One conversation and what the reference makes of it.
     *
     * @param messages the turns
     * @param rendered the text of the model's chat template
     * @param inputIds token ids of that text, without added special tokens
     * @param score raw logit in float32, the conversation alone and unpadded
     */
    public record GoldenRow(List<Message> messages, String rendered, long[] inputIds, double score) {

        public GoldenRow {
            messages = List.copyOf(messages);
        }
    }

    /** All checkpoint folders by name. JUnit shows a folder by its path, so it serves as a method source as it is. */
    public static List<Path> folders() {
        try (Stream<Path> entries = Files.list(root())) {
            return entries.filter(entry -> Files.exists(entry.resolve(ROWS_FILE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the model of this name. */
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        if (!Files.exists(folder.resolve(ROWS_FILE))) {
            throw new IllegalArgumentException("no golden model " + name + "; there are " + folders());
        }
        return folder;
    }

    /** The rows of a folder, in the file's order. */
    public static List<GoldenRow> rows(Path folder) {
        List<GoldenRow> rows = new ArrayList<>();
        for (JsonElement row : json(folder.resolve(ROWS_FILE)).getAsJsonArray("rows")) {
            rows.add(row(row.getAsJsonObject()));
        }
        return rows;
    }

    /**
     * The rows of a folder with the scores that the reference gives once it has loaded the folder in float32. They are
     * those of {@link #rows} but for two half-precision models, whose {@code golden.json} tells of a model with rounded
     * rotary frequencies; the README has the story.
     */
    public static List<GoldenRow> reloadedRows(Path folder) {
        List<GoldenRow> rows = rows(folder);
        Path file = folder.resolve(RELOADED_FILE);
        if (!Files.exists(file)) {
            return rows;
        }
        JsonArray scores = json(file).getAsJsonArray("scores");
        List<GoldenRow> reloaded = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            GoldenRow row = rows.get(i);
            reloaded.add(new GoldenRow(
                    row.messages(),
                    row.rendered(),
                    row.inputIds(),
                    scores.get(i).getAsDouble()));
        }
        return reloaded;
    }

    /** Spread of a set of scores: the standard deviation, but at least 1. Tolerances are multiples of it. */
    public static double scale(List<GoldenRow> rows) {
        double mean = rows.stream().mapToDouble(GoldenRow::score).average().orElse(0);
        double variance = rows.stream()
                .mapToDouble(row -> (row.score() - mean) * (row.score() - mean))
                .average()
                .orElse(0);
        return Math.max(1, Math.sqrt(variance));
    }

    private static GoldenRow row(JsonObject row) {
        List<Message> messages = new ArrayList<>();
        for (JsonElement element : row.getAsJsonArray("messages")) {
            JsonObject message = element.getAsJsonObject();
            messages.add(new Message(
                    message.get("role").getAsString(), message.get("content").getAsString()));
        }
        JsonArray ids = row.getAsJsonArray("input_ids");
        long[] inputIds = new long[ids.size()];
        for (int i = 0; i < inputIds.length; i++) {
            inputIds[i] = ids.get(i).getAsLong();
        }
        return new GoldenRow(
                messages,
                row.get("rendered").getAsString(),
                inputIds,
                row.get("score").getAsDouble());
    }

    static JsonObject json(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        URL readme = Objects.requireNonNull(
                GoldenModels.class.getResource("/golden/README.md"), "golden models are not on the class path");
        try {
            URI location = readme.toURI();
            return Objects.requireNonNull(Path.of(location).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
