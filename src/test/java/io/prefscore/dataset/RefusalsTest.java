package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.OnEachSpark;
import io.prefscore.ScalaLists;
import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Shapes that are refused, each with what its owner does then: completes the mapping that the refusal prints, or sets what it
 * names, and gives that as a file. Then the texts and the preferred side are those that stand in the rows.
 */
@OnEachSpark
class RefusalsTest {

    private static final List<String> QUESTIONS =
            List.of("Which river runs through Cologne?", "How many legs has a spider?", "Name a prime above ten.");
    private static final List<String> BETTER = List.of("The Rhine runs there.", "It has eight legs.", "Eleven is one.");
    private static final List<String> WORSE =
            List.of("No river at all.", "Six legs, as all insects.", "Twelve is one.");

    private static final Pattern BY_ROW = Pattern.compile("«([^«»|]*)\\|([^«»|]*)»");

    @TempDir
    private Path folder;

    /**
     * A shape and its refusal.
     *
     * @param columns in Spark's words
     * @param row as JSON: Q is the question, GOOD and BAD the answers, ONE and TWO the same where the first is good in every
     *     second row; of {@code «x|y»} x stands in the rows where it is
     * @param settings that are given
     * @param says what the refusal must say of the column at fault
     * @param fillings pairs of what the printed mapping holds, and what its owner writes instead
     * @param remedy settings that the refusal names, in place of a mapping
     * @param prompt the turns that are read, {@code role: content}, with {@code ;} between
     */
    private record Refused(
            String name,
            String columns,
            String row,
            List<String> settings,
            String says,
            List<String> fillings,
            List<String> remedy,
            String prompt) {

        static Refused of(String name, String columns, String row, String says) {
            return new Refused(name, columns, row, List.of(), says, List.of(), List.of(), "user: Q");
        }

        Refused given(String... assignments) {
            return new Refused(name, columns, row, List.of(assignments), says, fillings, remedy, prompt);
        }

        Refused filled(String... pairs) {
            return new Refused(name, columns, row, settings, says, List.of(pairs), remedy, prompt);
        }

        Refused reads(String turns) {
            return new Refused(name, columns, row, settings, says, fillings, remedy, turns);
        }

        Refused set(String... assignments) {
            return new Refused(name, columns, row, settings, says, fillings, List.of(assignments), prompt);
        }

        StructType types() {
            return StructType.fromDDL(columns);
        }

        List<Row> rows(List<String> names, int count) {
            return IntStream.range(0, QUESTIONS.size())
                    .mapToObj(number -> {
                        JsonObject json =
                                JsonParser.parseString(inRow(row, number)).getAsJsonObject();
                        return RowFactory.create(names.stream()
                                .map(column -> value(
                                        json.get(column), types().apply(column).dataType()))
                                .toArray());
                    })
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String inRow(String template, int number) {
        boolean first = number % 2 == 0;
        Matcher choices = BY_ROW.matcher(template);
        return choices.replaceAll(choice -> Matcher.quoteReplacement(choice.group(first ? 1 : 2)))
                .replace("ONE", first ? "GOOD" : "BAD")
                .replace("TWO", first ? "BAD" : "GOOD")
                .replace("GOOD", BETTER.get(number))
                .replace("BAD", WORSE.get(number))
                .replace("Q", QUESTIONS.get(number));
    }

    /** As Spark hands it over. */
    private static Object value(JsonElement json, DataType type) {
        if (type instanceof ArrayType list) {
            JsonArray items = json.getAsJsonArray();
            return ScalaLists.of(IntStream.range(0, items.size())
                    .mapToObj(index -> value(items.get(index), list.elementType()))
                    .toArray());
        }
        if (type instanceof StructType struct) {
            return new GenericRowWithSchema(
                    Arrays.stream(struct.fields())
                            .map((StructField field) ->
                                    value(json.getAsJsonObject().get(field.name()), field.dataType()))
                            .toArray(),
                    struct);
        }
        if (type instanceof NumericType) {
            return type instanceof IntegerType ? (Object) json.getAsInt() : (Object) json.getAsDouble();
        }
        return type instanceof BooleanType ? (Object) json.getAsBoolean() : json.getAsString();
    }

    static List<Refused> refused() {
        String pair = "prompt string, chosen string, rejected string";
        String pairRow = "'prompt': 'Q', 'chosen': 'GOOD', 'rejected': 'BAD'";
        String two = "question string, response_a string, response_b string";
        String twoRow = "'question': 'Q', 'response_a': 'ONE', 'response_b': 'TWO'";
        String turns = "array<struct<role: string, content: string>>";
        String answered = "[{'role': 'assistant', 'content': '%s'}]";
        return List.of(
                Refused.of(
                                "unknown names",
                                "frage string, gut string, schlecht string",
                                "{'frage': 'Q', 'gut': 'GOOD', 'schlecht': 'BAD'}",
                                "frage (string)")
                        .filled(
                                "prompt = \"?\"",
                                "prompt = frage",
                                "chosen = \"?\"",
                                "chosen = gut",
                                "rejected = \"?\"",
                                "rejected = schlecht"),
                Refused.of(
                                "0 and 1 beside a and b",
                                two + ", label int",
                                "{" + twoRow + ", 'label': «0|1»}",
                                "label (0, 1)")
                        .filled("label-values = [\"?\", \"?\"]", "label-values = [\"0\", \"1\"]"),
                Refused.of(
                                "0.0 and 1.0 beside a and b",
                                two + ", label double",
                                "{" + twoRow + ", 'label': «0.0|1.0»}",
                                "label (0, 1)")
                        .filled("label-values = [\"?\", \"?\"]", "label-values = [\"0\", \"1\"]"),
                Refused.of(
                                "true beside a and b",
                                two + ", label boolean",
                                "{" + twoRow + ", 'label': «true|false»}",
                                "label (false, true)")
                        .filled("label-values = [\"?\", \"?\"]", "label-values = [\"true\", \"false\"]"),
                Refused.of(
                                "words of a label",
                                two + ", winner string",
                                "{" + twoRow + ", 'winner': '«left|right»'}",
                                "winner (left, right)")
                        .filled("label-values = [\"?\", \"?\"]", "label-values = [\"left\", \"right\"]"),
                Refused.of(
                                "a share as label",
                                two + ", preference double",
                                "{" + twoRow + ", 'preference': «0.2|0.8»}",
                                "preference (0.2, 0.8)")
                        .filled("label-values = [\"?\", \"?\"]", "label-threshold = 0.5"),
                Refused.of(
                                "a sign as label",
                                two + ", preference double",
                                "{" + twoRow + ", 'preference': «-1.5|1.5»}",
                                "preference (-1.5, 1.5)")
                        .filled("label-values = [\"?\", \"?\"]", "", "label =", "strength ="),
                Refused.of(
                                "a judgement of an unknown name",
                                two + ", gewinner string",
                                "{" + twoRow + ", 'gewinner': '«eins|zwei»'}",
                                "gewinner")
                        .filled(
                                "label = \"?\"",
                                "label = \"gewinner\"",
                                "label-values = [\"?\", \"?\"]",
                                "label-values = [\"eins\", \"zwei\"]"),
                Refused.of(
                                "ratings of unknown names",
                                two + ", stars_a int, stars_b int",
                                "{" + twoRow + ", 'stars_a': «5|1», 'stars_b': «2|4»}",
                                "stars_a")
                        .filled("label = \"?\"", "ratings = [stars_a, stars_b]", "label-values = [\"?\", \"?\"]", ""),
                Refused.of(
                                "short names",
                                "question string, a string, b string, better string",
                                "{'question': 'Q', 'a': 'ONE', 'b': 'TWO', 'better': '«a|b»'}",
                                "better (string)")
                        .filled("chosen = \"?\"", "responses = [a, b]", "rejected = \"?\"", "label = better"),
                Refused.of(
                                "a third answer",
                                two + ", response_c string, winner string",
                                "{" + twoRow + ", 'response_c': 'I do not know that, sorry.', 'winner': '«a|b»'}",
                                "response_c")
                        .filled(
                                "prompt = [\"response_c\", \"question\"]",
                                "prompt = question",
                                "responses = [\"response_a\", \"response_b\"]",
                                "responses = [response_a, response_b, response_c]",
                                "label-values = [\"a\", \"b\"]",
                                "label-values = [a, b, c]"),
                Refused.of(
                                "texts without a prompt",
                                "frage string, chosen string, rejected string",
                                "{'frage': 'Q', 'chosen': 'GOOD', 'rejected': 'BAD'}",
                                "have no prompt")
                        .filled("prompt = \"?\"", "prompt = \"frage\""),
                Refused.of(
                                "messages without a prompt",
                                "frage string, chosen " + turns + ", rejected " + turns,
                                "{'frage': 'Q', 'chosen': " + answered.formatted("GOOD") + ", 'rejected': "
                                        + answered.formatted("BAD") + "}",
                                "have no prompt")
                        .filled("prompt = \"?\"", "prompt = \"frage\""),
                Refused.of(
                                "a context",
                                "context string, " + pair,
                                "{'context': 'Read this first, please.', " + pairRow + "}",
                                "column 'context'")
                        .reads("user: Read this first, please.\nQ"),
                Refused.of(
                                "a background that is a system's turn",
                                "background string, " + pair,
                                "{'background': 'You are a geographer of renown.', " + pairRow + "}",
                                "column 'background'")
                        .filled("prompt = [\"background\", \"prompt\"]", "prompt = prompt, system = background")
                        .reads("system: You are a geographer of renown.;user: Q"),
                Refused.of(
                                "a history in a text",
                                "history string, " + pair,
                                "{'history': 'We spoke of geography before.', " + pairRow + "}",
                                "column 'history'")
                        .reads("user: We spoke of geography before.\nQ"),
                Refused.of(
                        "a second rejected answer",
                        pair + ", rejected_2 string",
                        "{" + pairRow + ", 'rejected_2': 'I do not know that, sorry.'}",
                        "rejected_2"),
                Refused.of(
                                "a prompt's second part",
                                pair + ", question string",
                                "{" + pairRow + ", 'question': 'Please be brief about that.'}",
                                "question")
                        .filled("[\"question\", \"prompt\"]", "[\"prompt\", \"question\"]")
                        .reads("user: Q\nPlease be brief about that."),
                Refused.of(
                                "ratings that look like ranks",
                                "prompt string, responses array<string>, ratings array<int>",
                                "{'prompt': 'Q', 'responses': ['ONE', 'TWO'], 'ratings': [«1, 2|2, 1»]}",
                                "'ratings' holds 1 to n")
                        .filled("ratings =", "ranks ="),
                Refused.of(
                                "marks in some prompts",
                                pair,
                                "{'prompt': '«Q|[INST] Q [/INST]»', 'chosen': 'GOOD', 'rejected': 'BAD'}",
                                "chat template")
                        .reads("user: «Q|[INST] Q [/INST]»")
                        .set("input.columns.marks=none"),
                Refused.of(
                                "a misspelt prompt",
                                "promt string, chosen string, rejected string",
                                "{'promt': 'Q', 'chosen': 'GOOD', 'rejected': 'BAD'}",
                                "promt")
                        .filled("prompt = \"?\"", "prompt = promt"),
                Refused.of(
                                "a misspelt answer",
                                "prompt string, chosen string, rejcted string",
                                "{'prompt': 'Q', 'chosen': 'GOOD', 'rejcted': 'BAD'}",
                                "rejcted")
                        .filled("rejected = \"?\"", "rejected = \"rejcted\""),
                Refused.of(
                                "a misspelt list",
                                "prompt string, answres array<struct<answer: string, rank: int>>",
                                "{'prompt': 'Q', 'answres': [{'answer': 'ONE', 'rank': «1|2»}, {'answer': 'TWO', 'rank': «2|1»}]}",
                                "answres")
                        .filled(
                                "responses = [\"?\"]",
                                "responses = [\"answres[].answer\"], ranks = [\"answres[].rank\"]"),
                Refused.of(
                                "a struct where a text must be",
                                "prompt string, chosen string, rejected struct<body: string, model: string>",
                                "{'prompt': 'Q', 'chosen': 'GOOD', 'rejected': {'body': 'BAD', 'model': 'm'}}",
                                "rejected")
                        .filled("rejected = \"?\"", "rejected = rejected.body"),
                Refused.of(
                                "structs of unknown fields",
                                "prompt string, chosen struct<body: string, model: string>, rejected struct<body: string, model: string>",
                                "{'prompt': 'Q', 'chosen': {'body': 'GOOD', 'model': 'm'}, 'rejected': {'body': 'BAD', 'model': 'n'}}",
                                "chosen")
                        .filled(
                                "chosen = \"?\"",
                                "chosen = chosen.body",
                                "rejected = \"?\"",
                                "rejected = rejected.body"),
                Refused.of(
                                "a list of structs of unknown fields",
                                "prompt string, responses array<struct<body: string, points: int>>",
                                "{'prompt': 'Q', 'responses': [{'body': 'ONE', 'points': «5|1»}, {'body': 'TWO', 'points': «2|4»}]}",
                                "responses")
                        .filled(
                                "responses = [\"?\"]",
                                "responses = [\"responses[].body\"], ratings = [\"responses[].points\"]"),
                Refused.of(
                                "numbers where texts must be",
                                "prompt string, chosen array<int>, rejected array<int>, better_text string, worse_text string",
                                "{'prompt': 'Q', 'chosen': [1], 'rejected': [2], 'better_text': 'GOOD', 'worse_text': 'BAD'}",
                                "chosen")
                        .filled("chosen = \"?\"", "chosen = better_text", "rejected = \"?\"", "rejected = worse_text"),
                Refused.of(
                                "a label of another data set",
                                "question string, response_A string, response_B string, label string",
                                "{'question': 'Q', 'response_A': 'ONE', 'response_B': 'TWO', 'label': '«first|second»'}",
                                "label (first, second)")
                        .filled("label-values = [\"?\", \"?\"]", "label-values = [first, second]"),
                Refused.of(
                                "a winner by the models' names",
                                "prompt string, response_1 string, response_2 string, model_a string, model_b string, winner string",
                                "{'prompt': 'Q', 'response_1': 'ONE', 'response_2': 'TWO', 'model_a': 'x', 'model_b': 'y', 'winner': '«x|y»'}",
                                "winner (x, y)")
                        .filled("label-values = [\"?\", \"?\"]", "label-values = [x, y]"),
                Refused.of(
                                "a schema that does not fit",
                                "prompt string, replies array<struct<answer: string, rank: int>>",
                                "{'prompt': 'Q', 'replies': [{'answer': 'ONE', 'rank': «1|2»}, {'answer': 'TWO', 'rank': «2|1»}]}",
                                "answers")
                        .given("input.schema=nectar"),
                Refused.of(
                                "a schema that reads too little",
                                "messages " + turns + ", " + pair,
                                "{'messages': [{'role': 'user', 'content': 'Q'}, {'role': 'assistant', 'content': 'GOOD'}], "
                                        + pairRow + "}",
                                "columns prompt, chosen, rejected look")
                        .given("input.schema=messages")
                        .set("input.schema=messages", "input.ignore=[chosen, prompt, rejected]"),
                Refused.of(
                                "a mapping of a misspelt column",
                                "frage string, gut string, schlecht string",
                                "{'frage': 'Q', 'gut': 'GOOD', 'schlecht': 'BAD'}",
                                "'farge' is missing")
                        .given(
                                "input.columns.prompt=farge",
                                "input.columns.chosen=gut",
                                "input.columns.rejected=schlecht")
                        .set(
                                "input.columns.prompt=frage",
                                "input.columns.chosen=gut",
                                "input.columns.rejected=schlecht"),
                Refused.of(
                                "words of one answer",
                                "prompt string, completion string, label string",
                                "{'prompt': 'Q', 'completion': 'ONE', 'label': '«sehr gut|mangelhaft»'}",
                                "label (mangelhaft, sehr gut)")
                        .filled("label-values = [\"?\", \"?\"]", "label-values = [mangelhaft, sehr gut]"),
                Refused.of(
                                "a slice that is not there",
                                pair + ", domain string",
                                "{" + pairRow + ", 'domain': 'geo'}",
                                "'domian' is missing")
                        .given("input.columns.slices=[domian]")
                        .set("input.columns.slices=[domain]"));
    }

    private static Recognition recognise(Refused refused, InputSettings settings) {
        return PreferenceSchemas.recognise(refused.types(), settings, refused::rows);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void readsWhatItRefusedOnceItsMappingIsCompleted(Refused refused) throws IOException {
        SettingsReader given = new SettingsReader();
        refused.settings().forEach(given::set);
        InputSettings settings = given.read(SettingsUse.TRANSFORM).input();
        UserError error = catchThrowableOfType(UserError.class, () -> recognise(refused, settings));

        assertThat(error).isNotNull();
        assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT);
        assertThat(error).hasMessageContaining(refused.says());
        List<String> file = refused.remedy().isEmpty() ? completed(error.getMessage(), refused) : refused.remedy();
        refused.remedy().stream()
                .map(assignment -> assignment.replaceFirst("(input\\.[a-z]+).*", "$1"))
                .filter(key -> !key.equals("input.schema"))
                .forEach(key -> assertThat(error).hasMessageContaining(key));
        InputSettings mended = new SettingsReader()
                .file(Files.write(folder.resolve("mended.conf"), file))
                .read(SettingsUse.TRANSFORM)
                .input();
        RowParser parser = recognise(refused, mended).parser();
        List<Row> rows = refused.rows(parser.columns(), Integer.MAX_VALUE);
        for (int number = 0; number < rows.size(); number++) {
            Parsed parsed = parser.parse("row", rows.get(number));
            assertThat(parsed).isInstanceOf(Parsed.Usable.class);
            requireRead(refused, parser, number, ((Parsed.Usable) parsed).example());
        }
    }

    /** The mapping that a refusal prints, filled in. */
    private static List<String> completed(String message, Refused refused) {
        String mapping = message.substring(message.indexOf("input.columns {"));
        List<String> fillings = refused.fillings();
        for (int index = 0; index < fillings.size(); index += 2) {
            assertThat(mapping).contains(fillings.get(index));
            mapping = mapping.replace(fillings.get(index), fillings.get(index + 1));
        }
        assertThat(mapping).doesNotContain(ColumnWords.BLANK);
        return mapping.lines().toList();
    }

    private static void requireRead(Refused refused, RowParser parser, int number, Example example) {
        List<String> answers = example.responses().stream()
                .map(response -> response.messages().get(0).content())
                .toList();
        assertThat(example.prompt().stream().map(RefusalsTest::turn).toList())
                .containsExactly(inRow(refused.prompt(), number).split(";"));
        if (parser.groupsByPrompt()) {
            assertThat(answers).containsExactly(inRow("ONE", number));
            assertThat(example.responses().get(0).rating()).hasValue(Double.parseDouble(inRow("«1|0»", number)));
        } else if (answers.size() == 1) {
            assertThat(answers).containsExactly(BETTER.get(number));
        } else {
            assertThat(example.comparisons()).hasSize(answers.size() - 1).noneMatch(Comparison::isTie);
            assertThat(example.comparisons())
                    .extracting(comparison -> answers.get(comparison.preferred()))
                    .containsOnly(BETTER.get(number));
            assertThat(example.comparisons())
                    .extracting(comparison -> answers.get(comparison.other()))
                    .contains(WORSE.get(number));
        }
    }

    private static String turn(Message message) {
        return message.role() + ": " + message.content();
    }
}
