package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.OnEachSpark;
import io.prefscore.ScalaLists;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachSpark
class PreferenceSchemasTest {

    private static final DataType TEXT = DataTypes.StringType;
    /** The fields in UltraFeedback's order, which is not everybody's. */
    private static final StructType MESSAGE =
            new StructType().add("content", TEXT).add("role", TEXT);

    private static final DataType MESSAGES = DataTypes.createArrayType(MESSAGE);

    private static final StructType TEXT_PAIR =
            new StructType().add("prompt", TEXT).add("chosen", TEXT).add("rejected", TEXT);
    private static final StructType MESSAGE_PAIR =
            new StructType().add("prompt", MESSAGES).add("chosen", MESSAGES).add("rejected", MESSAGES);
    private static final StructType BINARIZED =
            new StructType().add("prompt", TEXT).add("chosen", MESSAGES).add("rejected", MESSAGES);
    private static final StructType IMPLICIT =
            new StructType().add("chosen", MESSAGES).add("rejected", MESSAGES);
    private static final StructType DIALOGUES =
            new StructType().add("chosen", TEXT).add("rejected", TEXT);
    private static final StructType CONVERSATIONS = new StructType().add("messages", MESSAGES);

    private static Message user(String content) {
        return new Message("user", content);
    }

    private static Message assistant(String content) {
        return new Message("assistant", content);
    }

    /** As Spark hands over a list of structs. */
    private static Row[] list(Message... turns) {
        return Arrays.stream(turns)
                .map(turn -> new GenericRowWithSchema(new Object[] {turn.content(), turn.role()}, MESSAGE))
                .toArray(Row[]::new);
    }

    private static Recognition recognise(StructType columns, String... schema) {
        SettingsReader settings = new SettingsReader();
        for (String name : schema) {
            settings.set("input.schema=" + name);
        }
        return PreferenceSchemas.recognise(
                columns, settings.read(SettingsUse.TRANSFORM).input(), (names, count) -> List.of());
    }

    private static String schema(StructType columns) {
        return recognise(columns).schema().name();
    }

    private static Parsed parse(StructType columns, Object... values) {
        RowParser parser = recognise(columns).parser();
        Object[] asSpark = Arrays.stream(values)
                .map(value -> value instanceof Row[] rows ? ScalaLists.of((Object[]) rows) : value)
                .toArray();
        return parser.parse("name", RowFactory.create(asSpark));
    }

    private static Example example(StructType columns, Object... values) {
        return ((Parsed.Usable) parse(columns, values)).example();
    }

    private static Skip.Reason reason(StructType columns, Object... values) {
        return ((Parsed.Unusable) parse(columns, values)).skip().reason();
    }

    @Test
    void recognisesEachSchemaByItsColumns() {
        StructType binarized = BINARIZED.add("messages", MESSAGES).add("score_chosen", DataTypes.DoubleType);

        assertThat(List.of(TEXT_PAIR, MESSAGE_PAIR, binarized, IMPLICIT, DIALOGUES, CONVERSATIONS))
                .extracting(PreferenceSchemasTest::schema)
                .containsExactly("pair", "pair", "pair", "implicit-pair", "hh-rlhf", "messages");
    }

    @Test
    void takesTheSchemaThatTheUserNames() {
        StructType columns = IMPLICIT.add("messages", MESSAGES);

        assertThatThrownBy(() -> recognise(columns, "messages"))
                .hasMessageContaining("columns chosen, rejected look like a part of the conversation")
                .hasMessageContaining("input.ignore = [\"chosen\", \"rejected\"]");
        assertThat(PreferenceSchemas.recognise(
                                columns,
                                new SettingsReader()
                                        .set("input.schema=messages")
                                        .set("input.ignore=[\"chosen\", \"rejected\"]")
                                        .read(SettingsUse.TRANSFORM)
                                        .input(),
                                (names, count) -> List.of())
                        .schema()
                        .name())
                .isEqualTo("messages");
        assertThatThrownBy(() -> recognise(columns, "pears"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no schema 'pears'")
                .hasMessageContaining("implicit-pair");
    }

    @Test
    void namesWhatTheNearestSchemaLacks() {
        StructType columns = new StructType()
                .add("prompt", TEXT)
                .add("chosen", TEXT)
                .add("rejcted", TEXT)
                .add("weight", DataTypes.DoubleType);

        assertThatThrownBy(() -> recognise(columns))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.INPUT))
                .hasMessage("the columns fit no preference schema; found: prompt (string), chosen (string),"
                        + " rejcted (string), weight (double)\n"
                        + "nearest is 'pair': column 'rejected' is missing (did you mean 'rejcted'?)\n"
                        + "name your own columns instead of those below, in a file for --conf:\n"
                        + "input.columns {\n"
                        + "  prompt = \"prompt\"\n"
                        + "  chosen = \"chosen\"\n"
                        + "  rejected = \"?\"\n"
                        + "}");
    }

    @Test
    void namesTheTypeThatAColumnMustHave() {
        StructType columns = new StructType()
                .add("chosen", DataTypes.createArrayType(DataTypes.IntegerType))
                .add("rejected", TEXT);

        assertThatThrownBy(() -> recognise(columns))
                .hasMessageContaining("nearest is 'hh-rlhf': column 'chosen' must be text; found array<int>");
    }

    @Test
    void readsAPairOfTexts() {
        Example example = example(TEXT_PAIR, "why?", "because", "");

        assertThat(example.id()).isEqualTo("name");
        assertThat(example.prompt()).containsExactly(user("why?"));
        assertThat(example.responses().get(0).messages()).containsExactly(assistant("because"));
        assertThat(example.responses().get(1).messages()).containsExactly(assistant(""));
        assertThat(example.comparisons()).hasSize(1);
    }

    @Test
    void readsAPairOfMessageLists() {
        Message[] prompt = {user("a"), assistant("b"), user("c")};

        Example example = example(MESSAGE_PAIR, list(prompt), list(assistant("d")), list(assistant("e")));

        assertThat(example.prompt()).containsExactly(prompt);
        assertThat(example.responses().get(1).messages()).containsExactly(assistant("e"));
    }

    @Test
    void countsAPromptOnceThatTheResponsesRepeat() {
        Example asText = example(BINARIZED, "a", list(user("a"), assistant("b")), list(user("a"), assistant("c")));
        Example asMessages = example(
                MESSAGE_PAIR, list(user("a")), list(user("a"), assistant("b")), list(user("a"), assistant("c")));
        Example withSystem = example(
                BINARIZED,
                "a",
                list(new Message("system", "s"), user("a"), assistant("b")),
                list(new Message("system", "s"), user("a"), assistant("c")));

        assertThat(asText.prompt()).containsExactly(user("a"));
        assertThat(asMessages).isEqualTo(asText);
        assertThat(withSystem.prompt()).containsExactly(new Message("system", "s"), user("a"));
        assertThat(withSystem.responses()).isEqualTo(asText.responses());
    }

    @Test
    void keepsATextPromptWhereOnlyAnswersFollow() {
        Example example = example(BINARIZED, "a", list(assistant("b")), list(assistant("c")));

        assertThat(example.prompt()).containsExactly(user("a"));
        assertThat(example.responses().get(0).messages()).containsExactly(assistant("b"));
    }

    @Test
    void findsThePromptThatConversationsShare() {
        Example example = example(
                IMPLICIT,
                list(user("a"), assistant("b"), user("c"), assistant("d")),
                list(user("a"), assistant("x"), user("c"), assistant("d")));

        assertThat(example.prompt()).containsExactly(user("a"));
        assertThat(example.responses().get(0).messages()).containsExactly(assistant("b"), user("c"), assistant("d"));
    }

    @Test
    void leavesAResponseToEqualConversations() {
        Example example = example(IMPLICIT, list(user("a"), assistant("b")), list(user("a"), assistant("b")));

        assertThat(example.prompt()).containsExactly(user("a"));
        assertThat(example.responses().get(0)).isEqualTo(example.responses().get(1));
    }

    @Test
    void splitsDialogues() {
        Example example = example(
                DIALOGUES,
                "\n\nHuman: Hi: there\n\nAssistant: Hello\n\nTwo paragraphs\n\nHuman: And?\n\nAssistant: Good",
                "\n\nHuman: Hi: there\n\nAssistant: Hello\n\nTwo paragraphs\n\nHuman: And?\n\nAssistant:");

        assertThat(example.prompt())
                .containsExactly(user("Hi: there"), assistant("Hello\n\nTwo paragraphs"), user("And?"));
        assertThat(example.responses().get(0).messages()).containsExactly(assistant("Good"));
        assertThat(example.responses().get(1).messages()).containsExactly(assistant(""));
    }

    @Test
    void makesSeveralTurnsTheResponseWhereDialoguesPartEarly() {
        Example example = example(
                DIALOGUES, "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: d", "\n\nHuman: a\n\nAssistant: x");

        assertThat(example.prompt()).containsExactly(user("a"));
        assertThat(example.responses().get(0).messages()).containsExactly(assistant("b"), user("c"), assistant("d"));
        assertThat(example.responses().get(1).messages()).containsExactly(assistant("x"));
    }

    @Test
    void scoresAConversationWithoutComparison() {
        StructType columns = CONVERSATIONS.add("id", DataTypes.LongType);

        Example example = example(columns, list(user("a"), assistant("b")), 17L);

        assertThat(example.id()).isEqualTo("17");
        assertThat(example.prompt()).containsExactly(user("a"));
        assertThat(example.responses()).hasSize(1);
        assertThat(example.comparisons()).isEmpty();
    }

    @Test
    void flattensPartsThatAreTextAndRefusesOthers() {
        StructType part = new StructType().add("type", TEXT).add("text", TEXT);
        StructType message = new StructType().add("role", TEXT).add("content", DataTypes.createArrayType(part));
        StructType columns = new StructType().add("messages", DataTypes.createArrayType(message));
        Row hello = new GenericRowWithSchema(new Object[] {"text", "Hello "}, part);
        Row world = new GenericRowWithSchema(new Object[] {"text", "world"}, part);
        Row image = new GenericRowWithSchema(new Object[] {"image", null}, part);

        Row text = new GenericRowWithSchema(new Object[] {"assistant", sequence(hello, world)}, message);
        Row picture = new GenericRowWithSchema(new Object[] {"user", sequence(hello, image)}, message);

        assertThat(example(columns, (Object) new Row[] {text})
                        .responses()
                        .get(0)
                        .messages())
                .containsExactly(assistant("Hello world"));
        assertThat(reason(columns, (Object) new Row[] {picture})).isEqualTo(Skip.Reason.MALFORMED_FIELD);
    }

    private static Object sequence(Row... rows) {
        return ScalaLists.of((Object[]) rows);
    }

    @Test
    void keepsFurtherFieldsOfATurnAsExtras() {
        StructType function = new StructType().add("name", TEXT).add("unused", TEXT);
        StructType message = new StructType()
                .add("role", TEXT)
                .add("content", TEXT)
                .add("calls", DataTypes.createArrayType(function))
                .add("name", TEXT);
        StructType columns = new StructType().add("messages", DataTypes.createArrayType(message));
        Row call = new GenericRowWithSchema(new Object[] {"search", null}, function);
        Row turn = new GenericRowWithSchema(new Object[] {"assistant", "", sequence(call), null}, message);

        Example example = example(columns, (Object) new Row[] {turn});

        assertThat(example.responses().get(0).messages().get(0).extras())
                .isEqualTo(Map.of("calls", List.of(Map.of("name", "search"))));
    }

    @Test
    void setsAsideWhatCannotBeParsed() {
        assertThat(reason(TEXT_PAIR, null, "a", "b")).isEqualTo(Skip.Reason.MISSING_FIELD);
        assertThat(reason(TEXT_PAIR, "p", "a", null)).isEqualTo(Skip.Reason.MISSING_FIELD);
        assertThat(reason(CONVERSATIONS, (Object) null)).isEqualTo(Skip.Reason.MISSING_FIELD);
        assertThat(reason(CONVERSATIONS, (Object) list())).isEqualTo(Skip.Reason.EMPTY_CONVERSATION);
        assertThat(reason(CONVERSATIONS, (Object) new Row[] {list(user("a"))[0], null}))
                .isEqualTo(Skip.Reason.MISSING_FIELD);
        assertThat(reason(IMPLICIT, list(user("a"), assistant("b")), list(user("x"), assistant("b"))))
                .isEqualTo(Skip.Reason.NO_COMMON_PROMPT);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY_CONVERSATION",
        "no speaker at all, MALFORMED_FIELD",
        "'junk\n\nHuman: a\n\nAssistant: b', MALFORMED_FIELD",
        "'\n\nHuman: a\n\nAssistant: b\n\nHuman: c', NO_COMMON_PROMPT"
    })
    void setsAsideDialoguesThatAreNone(String dialogue, Skip.Reason reason) {
        assertThat(reason(DIALOGUES, dialogue, "\n\nHuman: a\n\nAssistant: b")).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"chosen, chosen, 0", "chosen, Chosen, 0", "rejected, rejcted, 1", "prompt, promt_s, 3", "a, '', 1"})
    void countsEditsBetweenNames(String left, String right, int edits) {
        assertThat(Names.edits(left, right)).isEqualTo(edits);
        assertThat(Names.edits(right, left)).isEqualTo(edits);
    }

    /** TRL's texts with UltraFeedback's scores beside them. */
    @Test
    void readsTextsWithScoresAsPairs() {
        StructType columns =
                TEXT_PAIR.add("score_chosen", DataTypes.DoubleType).add("score_rejected", DataTypes.DoubleType);

        assertThat(recognise(columns).schema().name()).isEqualTo("pair");
    }
}
