package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.OnEachSpark;
import io.prefscore.ScalaLists;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

@OnEachSpark
class PlausibilityTest {

    private static final int ROWS = 48;

    private static final StructType RATED =
            StructType.fromDDL("question string, first string, second string, how_much double");
    private static final StructType TURN = StructType.fromDDL("role string, content string");
    private static final StructType JUDGED =
            StructType.fromDDL("conversation_a array<struct<role: string, content: string>>,"
                    + " conversation_b array<struct<role: string, content: string>>, winner string, turn int");

    private static Recognition recognise(StructType columns, IntFunction<Object[]> row, String... assignments) {
        SettingsReader settings = new SettingsReader();
        Arrays.stream(assignments).forEach(settings::set);
        return PreferenceSchemas.recognise(
                columns, settings.read(SettingsUse.TRANSFORM).input(), (names, count) -> IntStream.range(
                                0, Math.min(count, ROWS))
                        .mapToObj(number -> chosen(columns, names, row.apply(number)))
                        .toList());
    }

    private static Row chosen(StructType columns, List<String> names, Object[] values) {
        return RowFactory.create(
                names.stream().map(name -> values[columns.fieldIndex(name)]).toArray());
    }

    private static Object turns(String... roleAndContent) {
        return ScalaLists.of(IntStream.range(0, roleAndContent.length / 2)
                .mapToObj(turn -> new GenericRowWithSchema(
                        new Object[] {roleAndContent[2 * turn], roleAndContent[2 * turn + 1]}, TURN))
                .toArray());
    }

    private static Object[] rated(int number, double strength) {
        return new Object[] {"Question " + number, "one answer", "another answer", strength};
    }

    private static Recognition rated(IntFunction<Object[]> row) {
        return recognise(
                RATED,
                row,
                "input.columns.prompt=question",
                "input.columns.responses=[first, second]",
                "input.columns.strength=how_much");
    }

    @Test
    void refusesAStrengthWhoseSignNeverChanges() {
        assertThatThrownBy(() -> rated(number -> rated(number, 1 + number % 3)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'how_much' is never below 0")
                .hasMessageContaining("second would be in all of them")
                .hasMessageContaining("input.columns.label");
        assertThatThrownBy(() -> rated(number -> rated(number, number % 2 == 0 ? 0 : -1)))
                .hasMessageContaining("first");
        assertThatCode(() -> rated(number -> rated(number, number == 20 ? -1 : 2)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAPromptThatIsAnAnswer() {
        StructType pair = StructType.fromDDL("text string, better string, worse string");

        assertThatThrownBy(() -> recognise(
                        pair,
                        number -> new Object[] {"good answer " + number, "good answer " + number, "bad answer"},
                        "input.columns.prompt=text",
                        "input.columns.chosen=better",
                        "input.columns.rejected=worse"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("word by word")
                .hasMessageContaining("than text");
    }

    @Test
    void refusesAnswersThatBeginWithAQuestion() {
        StructType pair =
                StructType.fromDDL("asked string, better array<struct<role: string, content: string>>, worse string");
        Object answered = turns("user", "Another question", "assistant", "An answer");

        assertThatThrownBy(() -> recognise(
                        pair,
                        number -> new Object[] {"Question " + number, answered, "bad answer"},
                        "input.columns.prompt=asked",
                        "input.columns.chosen=better",
                        "input.columns.rejected=worse"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("begin with a turn of the user");
    }

    @Test
    void cutsConversationsBehindTheJudgedAnswer() {
        Object left = turns("user", "Q1", "assistant", "A1", "user", "Q2", "assistant", "A2");
        Object right = turns("user", "Q1", "assistant", "B1", "user", "Q2", "assistant", "B2");
        IntFunction<Object[]> rows = number -> new Object[] {left, right, "model_a", 1 + number % 2};
        RowParser parser = recognise(JUDGED, rows).parser();

        assertThat(answers(parser, rows.apply(0))).containsExactly(List.of("A1"), List.of("B1"));
        assertThat(answers(parser, rows.apply(1)))
                .containsExactly(List.of("A1", "Q2", "A2"), List.of("B1", "Q2", "B2"));
        Parsed third = parser.parse("row", chosen(JUDGED, parser.columns(), new Object[] {left, right, "model_a", 3}));
        assertThat(((Parsed.Unusable) third).skip().detail())
                .contains("'turn' is 3")
                .contains("2 answers");
    }

    private static List<List<String>> answers(RowParser parser, Object[] values) {
        Example example = ((Parsed.Usable) parser.parse("row", chosen(JUDGED, parser.columns(), values))).example();
        assertThat(example.prompt()).containsExactly(new Message("user", "Q1"));
        return example.responses().stream()
                .map(response ->
                        response.messages().stream().map(Message::content).toList())
                .toList();
    }

    @Test
    void readsWhatALabelSaysOfOneAnswerInWords() {
        StructType columns = StructType.fromDDL("prompt string, completion string, label string");
        Recognition recognition = recognise(columns, number -> new Object[] {
            "Question " + number / 2, "Answer number " + number, number % 2 == 0 ? "Thumbs Up" : "thumbs down"
        });

        assertThat(recognition.schema().columns().judgement().labelValues())
                .containsExactly("thumbs down", "Thumbs Up");
        assertThat(recognition.schema().columns().isGrouped()).isTrue();
    }
}
