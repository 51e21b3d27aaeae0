package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The readers of lists and of CSV against random data that was written by others, or by the rules read backwards. */
class RecordSourcesTest {

    private static final String[] PIECES = {
        "\"", "\"\"", ",", "\n", "\r\n", "\r", "\\", "\\\"", "[", "]", "{", "}", " ", "a", "ä", "😀", "\t", ";", "null",
        "1"
    };

    /** Gives a few bytes at a time, so that every place is a buffer's end once. */
    private static InputStream dripping(String text, Random random) {
        InputStream whole = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new FilterInputStream(whole) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(7)));
            }
        };
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 0, PIECES.length)
                .mapToObj(piece -> PIECES[piece])
                .collect(Collectors.joining());
    }

    private static JsonElement value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextBoolean());
            case 2 -> new JsonPrimitive(random.nextLong());
            case 3 -> new JsonPrimitive(text(random));
            case 4 -> list(random, depth);
            default -> object(random, depth);
        };
    }

    private static JsonArray list(Random random, int depth) {
        JsonArray list = new JsonArray();
        for (int element = random.nextInt(4); element > 0; element--) {
            list.add(value(random, depth + 1));
        }
        return list;
    }

    private static JsonObject object(Random random, int depth) {
        JsonObject object = new JsonObject();
        for (int field = random.nextInt(4); field > 0; field--) {
            object.add(text(random), value(random, depth + 1));
        }
        return object;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void cutsListsWhereGsonDoes(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            JsonArray list = new JsonArray();
            for (int row = random.nextInt(6); row > 0; row--) {
                list.add(value(random, 0));
            }
            Gson gson = random.nextBoolean()
                    ? new GsonBuilder().serializeNulls().setPrettyPrinting().create()
                    : new GsonBuilder().serializeNulls().create();
            List<JsonElement> elements = new ArrayList<>();
            try (JsonListElements source = new JsonListElements(dripping(gson.toJson(list), random))) {
                for (byte[] element = source.next(); element != null; element = source.next()) {
                    elements.add(JsonParser.parseString(new String(element, StandardCharsets.UTF_8)));
                }
            }
            assertThat(elements).isEqualTo(list.asList());
        }
    }

    private static String quoted(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    private static String written(String cell, Random random) {
        boolean needed = cell.isEmpty() || cell.matches("(?s)^\".*|.*[,\r\n].*");
        return needed || random.nextBoolean() ? quoted(cell) : cell;
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void readsCsvBackAsItWasWritten(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            int columns = 2 + random.nextInt(3);
            List<List<String>> records = new ArrayList<>();
            StringBuilder csv = new StringBuilder();
            for (int record = random.nextInt(6); record > 0; record--) {
                List<String> cells = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    // null, which is nothing between two commas
                    cells.add(random.nextInt(6) == 0 ? null : text(random));
                }
                records.add(cells);
                String end = random.nextBoolean() ? "\n" : "\r\n";
                csv.append(cells.stream()
                                .map(cell -> cell == null ? "" : written(cell, random))
                                .collect(Collectors.joining(",")))
                        .append(record == 1 && random.nextBoolean() ? "" : end)
                        .append(random.nextInt(4) == 0 && record > 1 ? end : "");
            }
            List<List<String>> found = new ArrayList<>();
            try (CsvCells cells = new CsvCells(dripping(csv.toString(), random), ',')) {
                for (List<byte[]> record = cells.next(); record != null; record = cells.next()) {
                    assertThat(cells.goesOnBehindQuote()).isFalse();
                    found.add(record.stream()
                            .map(cell -> cell == null ? null : CsvRecord.text(cell))
                            .collect(Collectors.toList()));
                }
            }
            assertThat(found).as(csv.toString()).isEqualTo(records);
        }
    }
}
