package io.prefscore.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.prefscore.LocalSpark;
import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.Recognition;
import io.prefscore.filter.OutputRows.Made;
import io.prefscore.filter.OutputRows.Obstacle;
import io.prefscore.filter.OutputRows.Weights;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in TRL's formats: the columns that its documentation lists, and rows that our own schemas read back. */
@ExtendWith(LocalSpark.class)
class OutputRowsTest {

    private static final Message SKY = new Message("user", "The sky is");
    private static final Made PAIR = pair(List.of(SKY), Response.of(" blue."), Response.of(" green."));
    private static final Made SINGLE = single(List.of(SKY), Response.of(" blue."));
    private static final Made DIALOGUE = pair(
            List.of(
                    new Message("system", "Be brief."),
                    new Message("user", "Hi"),
                    new Message("assistant", "Hello"),
                    new Message("user", "Bye")),
            Response.of("Bye!"),
            Response.of("Hello again"));

    private static Made pair(List<Message> prompt, Response preferred, Response other) {
        return new Made("pair-1", prompt, preferred, Optional.of(other), 1.25, 0.5);
    }

    private static Made single(List<Message> prompt, Response response) {
        return new Made("single-1", prompt, response, Optional.empty(), Double.NaN, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PREFERENCE                | prompt STRING,chosen STRING,rejected STRING,reward_margin DOUBLE,example_id STRING
            PREFERENCE_CONVERSATIONAL | prompt TURNS,chosen TURNS,rejected TURNS,reward_margin DOUBLE,example_id STRING
            UNPAIRED                  | prompt STRING,completion STRING,label BOOLEAN,example_id STRING
            UNPAIRED_CONVERSATIONAL   | prompt TURNS,completion TURNS,label BOOLEAN,example_id STRING
            PROMPT_COMPLETION         | prompt STRING,completion STRING,example_id STRING
            MESSAGES                  | messages TURNS,example_id STRING
            """)
    void hasTheColumnsThatTrlDocuments(Shape shape, String columns) {
        String documented = columns.replace("TURNS", "ARRAY<STRUCT<role: STRING, content: STRING>>");

        assertThat(OutputRows.schema(shape, Weights.NONE).toDDL()).isEqualTo(documented);
        assertThat(OutputRows.schema(shape, Weights.WRITTEN).toDDL()).isEqualTo(documented + ",weight DOUBLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            PREFERENCE | {"prompt":"The sky is","chosen":" blue.","rejected":" green.","reward_margin":1.25,"example_id":"pair-1"}
            PREFERENCE_CONVERSATIONAL | {"prompt":[USER],"chosen":[BLUE],"rejected":[GREEN],"reward_margin":1.25,"example_id":"pair-1"}
            UNPAIRED | {"prompt":"The sky is","completion":" blue.","label":true,"example_id":"pair-1"} {"prompt":"The sky is","completion":" green.","label":false,"example_id":"pair-1"}
            UNPAIRED_CONVERSATIONAL | {"prompt":[USER],"completion":[BLUE],"label":true,"example_id":"pair-1"} {"prompt":[USER],"completion":[GREEN],"label":false,"example_id":"pair-1"}
            PROMPT_COMPLETION | {"prompt":"The sky is","completion":" blue.","example_id":"pair-1"}
            MESSAGES | {"messages":[USER,BLUE],"example_id":"pair-1"}
            """)
    void writesTheDocumentationsExample(Shape shape, String rows, SparkSession spark) {
        assertThat(String.join(" ", json(spark, shape, Weights.NONE, List.of(PAIR))))
                .isEqualTo(rows.replace("USER", "{\"role\":\"user\",\"content\":\"The sky is\"}")
                        .replace("BLUE", "{\"role\":\"assistant\",\"content\":\" blue.\"}")
                        .replace("GREEN", "{\"role\":\"assistant\",\"content\":\" green.\"}"));
    }

    @Test
    void writesWeightsWhereAskedTo(SparkSession spark) {
        assertThat(json(spark, Shape.UNPAIRED, Weights.WRITTEN, List.of(PAIR, SINGLE)))
                .containsExactly(
                        "{\"prompt\":\"The sky is\",\"completion\":\" blue.\",\"label\":true,\"example_id\":\"pair-1\",\"weight\":0.5}",
                        "{\"prompt\":\"The sky is\",\"completion\":\" green.\",\"label\":false,\"example_id\":\"pair-1\",\"weight\":0.5}",
                        "{\"prompt\":\"The sky is\",\"completion\":\" blue.\",\"label\":true,\"example_id\":\"single-1\",\"weight\":1.0}");
    }

    @Test
    void keepsEveryTurnOfAConversation(SparkSession spark) {
        List<Row> rows = table(spark, Shape.PREFERENCE_CONVERSATIONAL, List.of(DIALOGUE))
                .select("prompt.role", "prompt.content", "chosen.content", "rejected.content")
                .collectAsList();

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).<String>getList(0)).containsExactly("system", "user", "assistant", "user");
        assertThat(rows.get(0).<String>getList(1)).containsExactly("Be brief.", "Hi", "Hello", "Bye");
        assertThat(rows.get(0).<String>getList(2)).containsExactly("Bye!");
        assertThat(rows.get(0).<String>getList(3)).containsExactly("Hello again");
    }

    /** What stands in a data set before writing must be what its readers find there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pairsAreReadBackAsTheyWere(long seed, SparkSession spark) {
        Random random = new Random(seed);
        List<Made> made = new ArrayList<>();
        for (int index = 0; index < 20; index++) {
            made.add(pair(conversation(random), response(random), response(random)));
        }
        List<Made> plain = made.stream()
                .map(pair -> pair(List.of(SKY), pair.preferred(), pair.other().orElseThrow()))
                .filter(pair -> OutputRows.canBeWritten(Shape.PREFERENCE, pair))
                .toList();

        assertThat(plain).hasSizeBetween(1, 19);
        assertReadBack(spark, Shape.PREFERENCE, "pair", plain);
        assertReadBack(spark, Shape.PREFERENCE_CONVERSATIONAL, "pair", made);
    }

    private static void assertReadBack(SparkSession spark, Shape shape, String schema, List<Made> made) {
        Dataset<Row> table = table(spark, shape, made);
        Recognition recognition = recognise(table);
        assertThat(recognition.schema().name()).isEqualTo(schema);
        List<Example> examples = examples(table, recognition);
        assertThat(examples).hasSameSizeAs(made);
        for (int index = 0; index < made.size(); index++) {
            Example example = examples.get(index);
            assertThat(example.prompt()).isEqualTo(made.get(index).prompt());
            assertThat(example.responses())
                    .extracting(Response::messages)
                    .containsExactly(
                            made.get(index).preferred().messages(),
                            made.get(index).other().orElseThrow().messages());
            assertThat(example.comparisons())
                    .extracting(Comparison::preferred, Comparison::other)
                    .containsExactly(tuple(0, 1));
        }
    }

    @Test
    void unpairedRowsAreReadBackWithTheirLabels(SparkSession spark) {
        for (Shape shape : List.of(Shape.UNPAIRED, Shape.UNPAIRED_CONVERSATIONAL)) {
            Dataset<Row> table = table(spark, shape, List.of(PAIR));
            List<Example> examples = examples(table, recognise(table));
            assertThat(examples)
                    .extracting(
                            Example::prompt,
                            example -> example.responses().get(0).messages(),
                            example -> example.responses().get(0).rating().orElseThrow())
                    .containsExactly(
                            tuple(List.of(SKY), PAIR.preferred().messages(), 1.0),
                            tuple(List.of(SKY), PAIR.other().orElseThrow().messages(), 0.0));
        }
    }

    @Test
    void saysWhatAShapeCannotHold() {
        Made dangling = pair(List.of(), Response.of("a"), Response.of("b"));
        Made twoAnswers = pair(List.of(SKY), answer(Map.of(), "a", "b"), Response.of("c"));
        Made strangePrompt = pair(List.of(new Message("system", "Be brief.")), Response.of("a"), Response.of("b"));

        assertThat(obstacles(SINGLE))
                .containsOnlyKeys(Shape.PREFERENCE, Shape.PREFERENCE_CONVERSATIONAL)
                .containsValue(Obstacle.NO_PAIR);
        assertThat(obstacles(PAIR)).isEmpty();
        for (Made spoken : List.of(DIALOGUE, twoAnswers, strangePrompt)) {
            assertThat(obstacles(spoken))
                    .isEqualTo(Map.of(
                            Shape.PREFERENCE, Obstacle.NOT_PLAIN_TEXT,
                            Shape.UNPAIRED, Obstacle.NOT_PLAIN_TEXT,
                            Shape.PROMPT_COMPLETION, Obstacle.NOT_PLAIN_TEXT));
        }
        assertThat(obstacles(dangling))
                .isEqualTo(Map.of(
                        Shape.PREFERENCE_CONVERSATIONAL, Obstacle.NO_PROMPT,
                        Shape.UNPAIRED_CONVERSATIONAL, Obstacle.NO_PROMPT));
    }

    @Test
    void leavesOutWhatTemplatesDoNotReadAndRefusesToDropWhatTheyDo() {
        Made named =
                pair(List.of(SKY), answer(Map.of("country", "CH", "tool_calls", List.of()), "a"), Response.of("b"));
        Made calling = pair(
                List.of(SKY), answer(Map.of("tool_calls", List.of(Map.of("type", "function"))), ""), Response.of("b"));

        assertThat(obstacles(named)).isEmpty();
        assertThat(obstacles(calling)).hasSize(6);
        assertThat(obstacles(calling).values()).containsOnly(Obstacle.TOOLS_OR_REASONING);
        assertThatThrownBy(() -> OutputRows.rows(Shape.MESSAGES, Weights.NONE, calling))
                .hasMessageStartingWith("pair-1: has turns with tool calls")
                .hasMessageEndingWith("take shape input");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "INPUT"})
    void knowsNothingOfRowsThatStayAsTheyAre(Shape shape) {
        assertThatThrownBy(() -> OutputRows.schema(shape, Weights.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OutputRows.rows(shape, Weights.NONE, PAIR))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<Shape, Obstacle> obstacles(Made made) {
        Map<Shape, Obstacle> obstacles = new EnumMap<>(Shape.class);
        for (Shape shape : Shape.values()) {
            if (shape != Shape.AUTO && shape != Shape.INPUT) {
                OutputRows.obstacle(shape, made).ifPresent(obstacle -> obstacles.put(shape, obstacle));
                assertThat(OutputRows.canBeWritten(shape, made)).isEqualTo(!obstacles.containsKey(shape));
            }
        }
        return obstacles;
    }

    private static Response answer(Map<String, Object> extras, String... contents) {
        List<Message> turns = new ArrayList<>();
        for (String content : contents) {
            turns.add(new Message("assistant", content, extras));
        }
        return new Response(turns, OptionalDouble.empty(), Optional.empty());
    }

    private static List<Message> conversation(Random random) {
        List<Message> turns = new ArrayList<>();
        if (random.nextBoolean()) {
            turns.add(new Message("system", text(random)));
        }
        for (int exchange = random.nextInt(3); exchange > 0; exchange--) {
            turns.add(new Message("user", text(random)));
            turns.add(new Message("assistant", text(random)));
        }
        turns.add(new Message("user", text(random)));
        return turns;
    }

    private static Response response(Random random) {
        return random.nextInt(4) > 0 ? answer(Map.of(), text(random)) : answer(Map.of(), text(random), text(random));
    }

    private static String text(Random random) {
        List<String> words = List.of("", " ", "\n", "\"", "\\", "blue", "é", "𝕊", "\u0000", "{}", "null", "Human:");
        StringBuilder text = new StringBuilder();
        for (int word = random.nextInt(6); word > 0; word--) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.toString();
    }

    private static Dataset<Row> table(SparkSession spark, Shape shape, List<Made> made) {
        return table(spark, shape, Weights.NONE, made);
    }

    private static Dataset<Row> table(SparkSession spark, Shape shape, Weights weights, List<Made> made) {
        List<Row> rows = made.stream()
                .flatMap(each -> OutputRows.rows(shape, weights, each).stream())
                .toList();
        return spark.createDataFrame(rows, OutputRows.schema(shape, weights));
    }

    private static List<String> json(SparkSession spark, Shape shape, Weights weights, List<Made> made) {
        return table(spark, shape, weights, made).toJSON().collectAsList();
    }

    private static Recognition recognise(Dataset<Row> table) {
        return PreferenceSchemas.recognise(
                InputReader.of(table, "test"),
                new SettingsReader().read(SettingsUse.TRANSFORM).input());
    }

    private static List<Example> examples(Dataset<Row> table, Recognition recognition) {
        List<Example> examples = new ArrayList<>();
        for (Row row : table.select(recognition.parser().columns().stream()
                        .map(functions::col)
                        .toArray(Column[]::new))
                .collectAsList()) {
            examples.add(((Parsed.Usable) recognition.parser().parse("row", row)).example());
        }
        return examples;
    }
}
