package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@OnEachSpark
@ExtendWith(LocalSpark.class)
class JsonColumnsTest {

    private static Dataset<String> lines(SparkSession spark, List<String> lines) {
        return spark.createDataset(lines, Encoders.STRING());
    }

    private static String columns(SparkSession spark, String... lines) {
        return JsonColumns.of(lines(spark, List.of(lines))).types().toDDL();
    }

    /** A value in which no object is empty: Spark's source drops those. */
    private static JsonElement value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextInt(4) == 0 ? "" : "text");
            case 2 -> new JsonPrimitive(random.nextBoolean());
            case 3, 4 -> new JsonPrimitive(random.nextLong());
            case 5 -> new JsonPrimitive(random.nextGaussian());
            case 6 -> new JsonPrimitive(new BigInteger(62 + random.nextInt(80), random));
            case 7 -> {
                JsonArray list = new JsonArray();
                for (int element = random.nextInt(3); element > 0; element--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> object(random, depth - 1);
        };
    }

    private static JsonObject object(Random random, int depth) {
        JsonObject object = new JsonObject();
        List<String> names = new ArrayList<>(List.of("k", "l", "m"));
        Collections.shuffle(names, random);
        for (String name : names.subList(0, 1 + random.nextInt(names.size()))) {
            object.add(name, value(random, depth));
        }
        return object;
    }

    @Test
    void infersWhatSparkInfers(SparkSession spark) {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            // Many kinds together make text of everything; so often only a few lines.
            List<String> lines = new ArrayList<>();
            for (int line = 0; line <= random.nextInt(4); line++) {
                lines.add(object(random, 3).toString());
            }
            StructType expected = spark.read().json(lines(spark, lines)).schema();

            assertThat(JsonColumns.of(lines(spark, lines)).types())
                    .as(String.join("\n", lines))
                    .isEqualTo(expected);
        }
    }

    @Test
    void carriesObjectsThatAreEmptyAsText(SparkSession spark) {
        assertThat(columns(spark, "{\"id\": 1, \"a\": {}, \"b\": [{}], \"c\": {\"d\": {}}}", "{\"id\": 2, \"a\": {}}"))
                .isEqualTo("a STRING,b ARRAY<STRING>,c STRUCT<d: STRING>,id BIGINT");
    }

    @Test
    void takesWhatMostLinesHaveInAColumnOfASchema(SparkSession spark) {
        assertThat(columns(
                        spark,
                        "{\"helpfulness\": 3}",
                        "{\"helpfulness\": \"three\"}",
                        "{\"helpfulness\": 4}",
                        "{\"helpfulness\": []}"))
                .isEqualTo("helpfulness BIGINT");
        String turn = "{\"chosen\": [{\"role\": \"user\"}]}";
        assertThat(columns(spark, turn, turn, "{\"chosen\": []}", "{\"chosen\": 4}"))
                .isEqualTo("chosen ARRAY<STRUCT<role: STRING>>");
        assertThat(columns(spark, "{\"mine\": 3}", "{\"mine\": \"three\"}", "{\"mine\": 4}"))
                .isEqualTo("mine STRING");
    }

    @Test
    void takesTheUsualOfNamesThatDifferInCapitals(SparkSession spark) {
        JsonColumns columns = JsonColumns.of(lines(
                spark,
                List.of(
                        "{\"Prompt\": \"p\"}",
                        "{\"prompt\": \"p\", \"meta\": {\"Made by\": 1}}",
                        "{\"prompt\": \"p\", \"meta\": {\"made by\": 2}}")));

        assertThat(columns.types().toDDL()).isEqualTo("meta STRING,prompt STRING");
        assertThat(columns.haveDoubtfulKeys()).isTrue();
    }

    @Test
    void countsNothingOfALineWithAKeyTwice(SparkSession spark) {
        JsonColumns columns =
                JsonColumns.of(lines(spark, List.of("{\"a\": 1}", "{\"a\": 1, \"b\": 1, \"b\": \"two\"}", "broken")));

        assertThat(columns.types().toDDL()).isEqualTo("a BIGINT");
        assertThat(columns.haveDoubtfulKeys()).isTrue();
        assertThat(JsonColumns.of(lines(spark, List.of("{\"a\": {\"A\": 1}}"))).haveDoubtfulKeys())
                .isFalse();
    }
}
