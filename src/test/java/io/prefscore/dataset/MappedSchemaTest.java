package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.OnEachSpark;
import io.prefscore.ScalaLists;
import io.prefscore.config.InvalidSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's own columns, named in the settings. */
@OnEachSpark
class MappedSchemaTest {

    private static Recognition recognise(String columns, String... settings) {
        SettingsReader reader = new SettingsReader();
        for (String setting : settings) {
            reader.set("input." + setting);
        }
        return PreferenceSchemas.recognise(
                StructType.fromDDL(columns), reader.read(SettingsUse.TRANSFORM).input(), (names, count) -> List.of());
    }

    /** Parses a row whose values stand in the order in which the parser reads the columns. */
    private static Example example(Recognition recognition, Object... values) {
        Object[] asSpark = Arrays.stream(values)
                .map(value -> value instanceof Object[] list ? ScalaLists.of(list) : value)
                .toArray();
        Parsed parsed = recognition.parser().parse("row", RowFactory.create(asSpark));
        return ((Parsed.Usable) parsed).example();
    }

    private static Comparison compared(int preferred, int other, double strength) {
        return new Comparison(preferred, other, OptionalDouble.of(strength), Optional.empty());
    }

    @Test
    void readsChosenAndRejectedWithTheirStrength() {
        Recognition recognition = recognise(
                "q string, good string, bad string, by double",
                "columns.prompt=q",
                "columns.chosen=good",
                "columns.rejected=bad",
                "columns.strength=by");

        assertThat(recognition.parser().columns()).containsExactly("q", "good", "bad", "by");
        assertThat(example(recognition, "why?", "a", "b", 2.5).comparisons()).containsExactly(compared(0, 1, 2.5));
        assertThat(recognition.schema().flip().describe()).isEqualTo("good and bad are swapped");
    }

    @Test
    void readsTheSignOfAStrengthWithoutLabel() {
        Recognition recognition = recognise(
                "q string, a string, b string, s int",
                "columns.prompt=q",
                "columns.responses=[\"a\", \"b\"]",
                "columns.strength=s");

        assertThat(example(recognition, "q", "a", "b", -2).comparisons()).containsExactly(compared(0, 1, 2));
        assertThat(example(recognition, "q", "a", "b", 1).comparisons()).containsExactly(compared(1, 0, 1));
        assertThat(example(recognition, "q", "a", "b", 0).comparisons()).containsExactly(compared(0, 1, 0));
    }

    @Test
    void readsALabelThatNamesOneOfThreeColumns() {
        Recognition recognition = recognise(
                "q string, x string, y string, z string, best string",
                "columns.prompt=q",
                "columns.responses=[\"x\", \"y\", \"z\"]",
                "columns.label=best");

        assertThat(example(recognition, "q", "1", "2", "3", "y").comparisons())
                .extracting(comparison -> comparison.preferred() + ">" + comparison.other())
                .containsExactly("1>0", "1>2");
    }

    @Test
    void readsAListOfResponsesWithItsRatings() {
        Recognition recognition = recognise(
                "q string, answers array<string>, scores array<double>",
                "columns.prompt=q",
                "columns.responses=[\"answers\"]",
                "columns.ratings=[\"scores\"]");

        Example example = example(recognition, "q", new Object[] {"a", "b", "c"}, new Object[] {1.0, null, 3.0});
        assertThat(example.comparisons()).containsExactly(compared(2, 0, 2));
    }

    @Test
    void readsDialoguesWithoutPromptColumn() {
        Recognition recognition = recognise("one string, two string", "columns.chosen=one", "columns.rejected=two");

        Example example =
                example(recognition, "\n\nHuman: hi\n\nAssistant: hello", "\n\nHuman: hi\n\nAssistant: go away");
        assertThat(example.prompt()).extracting("content").containsExactly("hi");
    }

    @Test
    void groupsRowsByAColumnAndThePrompt() {
        Recognition recognition = recognise(
                "set string, q string, answer string, good boolean",
                "columns.prompt=q",
                "columns.responses=[\"answer\"]",
                "columns.label=good",
                "columns.group-by=set");

        assertThat(recognition.parser().groupsByPrompt()).isTrue();
        assertThat(recognition.parser().columns()).containsExactly("q", "answer", "good", "set");
        Example first = example(recognition, "q", "a", true, "s1");
        assertThat(first.id())
                .isEqualTo(example(recognition, "q", "b", false, "s1").id());
        assertThat(first.id())
                .isNotEqualTo(example(recognition, "q", "b", false, "s2").id());
        assertThat(first.id())
                .isNotEqualTo(example(recognition, "r", "b", false, "s1").id());
        assertThat(first.responses().get(0).rating()).hasValue(1);
    }

    @Test
    void addsSlicesToARecognisedSchema() {
        Recognition recognition = recognise(
                "prompt string, chosen string, rejected string, topic string, source string",
                "columns.slices=[\"topic\"]");

        assertThat(recognition.schema().name()).isEqualTo("pair");
        assertThat(example(recognition, "p", "a", "b", "web", "news").slices())
                .containsEntry("topic", "news")
                .containsEntry("source", "web");
    }

    @Test
    void namesTheColumnThatIsNotThere() {
        assertThatThrownBy(() -> recognise(
                        "question string, a string, b string",
                        "columns.prompt=questoin",
                        "columns.responses=[\"a\", \"b\"]"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("column 'questoin' is missing (did you mean 'question'?)")
                .hasMessageContaining("found: question (string), a (string), b (string)");
        assertThatThrownBy(
                        () -> recognise("prompt string, chosen string, rejected string", "columns.slices=[\"topic\"]"))
                .hasMessageContaining("input.columns.slices: column 'topic' is missing");
    }

    @Test
    void namesTheAttributesThatCanBeWeighed() {
        String rated = "instruction string, completions array<struct<response: string, overall_score: double,"
                + " annotations: struct<helpfulness: struct<Rating: string>>>>";
        assertThatThrownBy(() -> recognise(rated, "rating-weights.helpfullness=1"))
                .hasMessage(
                        "input.rating-weights.helpfullness: the schema 'ultrafeedback' has no such attribute; known:"
                                + " helpfulness, overall_score");
        assertThatThrownBy(() -> recognise(rated, "rating-weights.honesty=1"))
                .hasMessageContaining("input.rating-weights.honesty: the schema 'ultrafeedback' has no such attribute");
        assertThatThrownBy(() ->
                        recognise("prompt string, chosen string, rejected string", "rating-weights.helpfulness=1"))
                .hasMessageContaining("has no attributes to weigh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "columns.prompt=q | input.columns.responses must name the columns of the responses",
                "columns.chosen=a | input.columns.rejected must be given together with chosen",
                "columns.responses=[\"a\"];columns.label=l | input.columns.label needs at least two columns",
                "columns.responses=[\"a\", \"b\"];columns.ratings=[\"r\"] | input.columns.ratings must name one column",
                "columns.responses=[\"a\", \"b\"];columns.label=l;columns.label-values=[\"x\"] | one value a response",
                "columns.responses=[\"a\"];columns.group-by=g | input.columns.prompt must be given where rows are grouped",
                "columns.responses=[\"a\", \"b\"];schema=pair | input.schema must not be set together with input.columns",
                "max-set-aside=101 % | input.max-set-aside must lie between 0 % and 100 %",
                "max-set-aside=some | must be a share such as 1 % or 0.01",
            })
    void refusesMappingsThatSayTooLittleOrTooMuch(String settings, String message) {
        assertThatThrownBy(() -> recognise("a string", settings.split(";")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(message);
    }
}
