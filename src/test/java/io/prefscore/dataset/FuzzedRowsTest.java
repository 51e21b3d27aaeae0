package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.prefscore.LocalSpark;
import io.prefscore.OnOneSpark;
import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Example;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows of every published shape with nulls, wrong types, broken JSON and odd characters put into them. */
@OnOneSpark("PublishedDataTest reads these shapes with both, and InputFormatsTest what is broken in them")
@ExtendWith(LocalSpark.class)
class FuzzedRowsTest {

    private static final long SEED = 20_261_122;
    private static final int ROWS_EACH = 720;
    private static final int MOST_CHANGES = 3;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @Test
    void everyRowIsUsedOrSetAside(SparkSession spark) throws IOException {
        long rows = 0;
        long used = 0;
        Map<io.prefscore.preference.Skip.Reason, Long> setAside =
                new EnumMap<>(io.prefscore.preference.Skip.Reason.class);
        for (PublishedData data : PublishedData.values()) {
            Path file = fuzzed(data);
            InputSettings settings = new SettingsReader()
                    .flag("--input", "input.paths", List.of(file.toString()))
                    .set("input.schema=" + data.schema())
                    .read(SettingsUse.TRANSFORM)
                    .input();
            InputTable input = new InputReader(spark, settings).open();
            RowParser parser = PreferenceSchemas.recognise(input, settings).parser();
            List<Row> read = input.rows().select(columns(parser)).collectAsList();
            assertThat(read).as(data.file()).hasSize(ROWS_EACH);
            for (Row row : read) {
                rows++;
                if (!row.isNullAt(0)) {
                    setAside.merge(io.prefscore.preference.Skip.Reason.valueOf(row.getString(0)), 1L, Long::sum);
                    continue;
                }
                Parsed parsed = parser.parse("row", row.getStruct(1));
                if (parsed instanceof Parsed.Unusable unusable) {
                    assertThat(unusable.skip().detail()).isNotBlank();
                    setAside.merge(unusable.skip().reason(), 1L, Long::sum);
                } else {
                    assertWhole(((Parsed.Usable) parsed).example());
                    used++;
                }
            }
        }
        long aside = setAside.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("seed %d: %,d rows = %,d used + %,d set aside %s%n", SEED, rows, used, aside, setAside);
        assertThat(rows).isEqualTo(used + aside).isGreaterThanOrEqualTo(20_000);
        assertThat(used).isGreaterThan(rows / 4);
        assertThat(aside).isGreaterThan(rows / 4);
    }

    private static Column[] columns(RowParser parser) {
        Column[] values = parser.columns().stream()
                .map(name -> functions.col(InputTable.ROW).getField(name).as(name))
                .toArray(Column[]::new);
        return new Column[] {functions.col(InputTable.DEFECT_REASON), functions.struct(values)};
    }

    private static void assertWhole(Example example) {
        example.responses().forEach(response -> response.messages()
                .forEach(turn -> assertThat(turn.content() + turn.role()).isNotNull()));
        assertThat(example.id()).isNotNull();
    }

    private Path fuzzed(PublishedData data) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/preference-data", data.file() + ".jsonl"));
        List<String> fuzzed = new ArrayList<>();
        for (int index = 0; index < ROWS_EACH; index++) {
            fuzzed.add(fuzz(lines.get(random.nextInt(lines.size()))));
        }
        Path file = folder.resolve(data.file() + ".jsonl");
        Files.write(file, String.join("\n", fuzzed).getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private String fuzz(String line) {
        JsonObject row = JsonParser.parseString(line).getAsJsonObject();
        int changes = random.nextBoolean() ? 0 : 1 + random.nextInt(MOST_CHANGES);
        for (int change = 0; change < changes; change++) {
            change(row);
        }
        String json = escaped(row.toString());
        return random.nextInt(8) == 0 ? broken(json) : json;
    }

    /** Lone surrogates as escapes: as characters they would not survive the writing of the file. */
    private static String escaped(String json) {
        StringBuilder escaped = new StringBuilder();
        json.codePoints().forEach(character -> {
            if (Character.isBmpCodePoint(character) && Character.isSurrogate((char) character)) {
                escaped.append(String.format("\\u%04x", character));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }

    /** Changes a value anywhere in the tree. */
    private void change(JsonObject object) {
        List<String> names = new ArrayList<>(object.keySet());
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        JsonElement value = object.get(name);
        if (random.nextBoolean() && value.isJsonObject()) {
            change(value.getAsJsonObject());
        } else if (random.nextBoolean()
                && value.isJsonArray()
                && !value.getAsJsonArray().isEmpty()) {
            change(value.getAsJsonArray());
        } else if (random.nextInt(10) == 0) {
            object.remove(name);
        } else {
            object.add(name, odd(value));
        }
    }

    private void change(JsonArray list) {
        int index = random.nextInt(list.size());
        if (random.nextBoolean() && list.get(index).isJsonObject()) {
            change(list.get(index).getAsJsonObject());
        } else if (random.nextInt(4) == 0) {
            list.remove(index);
        } else {
            list.set(index, odd(list.get(index)));
        }
    }

    private JsonElement odd(JsonElement value) {
        return switch (random.nextInt(14)) {
            case 0, 1 -> JsonNull.INSTANCE;
            case 2 -> new JsonPrimitive(random.nextInt(10) - 5);
            case 3 -> new JsonPrimitive(1e300 * random.nextGaussian());
            case 4 -> new JsonPrimitive(random.nextBoolean());
            case 5 -> new JsonArray();
            case 6 -> new JsonObject();
            case 7 -> new JsonPrimitive("");
            case 8 -> new JsonPrimitive("a\u0000b\u0001\u007f");
            case 9 -> new JsonPrimitive("\ud83d lone " + "\udc00");
            case 10 -> nested(value);
            case 11 -> new JsonPrimitive("\n\nHuman: x\n\nAssistant:\n<extra_id_1>User\n");
            case 12 -> new JsonPrimitive("[\"a\", null, [], {}, 1, \"\\ud83d\"]");
            default -> new JsonPrimitive("\u202e\ufeff\ud83d\ude00 e\u0301 \r\n\t");
        };
    }

    private JsonArray nested(JsonElement value) {
        JsonArray list = new JsonArray();
        list.add(JsonNull.INSTANCE);
        list.add(new JsonArray());
        list.add(new JsonObject());
        list.add(value);
        return list;
    }

    private String broken(String json) {
        int cut = 1 + random.nextInt(json.length() - 1);
        return switch (random.nextInt(7)) {
            case 0 -> json.substring(0, cut);
            case 1 -> json.substring(cut);
            case 2 -> json + json;
            case 3 -> "[" + json + "]";
            case 4 -> json.substring(0, cut) + "\u0000" + json.substring(cut);
            case 5 -> json.substring(0, cut) + "\\ud83d" + json.substring(cut);
            default -> json.replace("\":", "\"");
        };
    }
}
