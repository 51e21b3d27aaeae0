package io.prefscore.filter;

import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Pairs and responses as rows for a trainer, in the dataset formats that TRL documents ("Dataset formats and types"). Knows
 * every {@link Shape} but those that leave the input's rows as they are. Executor side.
 *
 * <p>Beside TRL's columns a row has {@code example_id}, pairs {@code reward_margin}, and {@code weight} where asked for.
 * These names mean nothing to TRL. A column {@code margin} would: its reward trainer takes one from the loss of every pair,
 * so whoever wants that renames the column.
 *
 * <p>A message is {@code {role, content}}, as documented. What a turn holds besides is left out, but for what chat templates
 * put into the text (tool calls, reasoning): without it the row would show another conversation, so it is not written.
 */
final class OutputRows {

    private static final StructType MESSAGE =
            new StructType().add("role", DataTypes.StringType).add("content", DataTypes.StringType);
    private static final DataType CONVERSATION = DataTypes.createArrayType(MESSAGE);

    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    /** Keys of a turn that templates write into the conversation, or that answer one of them. */
    private static final Set<String> SPOKEN =
            Set.of("tool_calls", "function_call", "tool_call_id", "reasoning_content", "thinking");

    private OutputRows() {}

    /** Whether rows say how much they count. */
    enum Weights {
        NONE,
        /** In a column {@code weight}, 1 where no policy says otherwise. */
        WRITTEN
    }

    /** Why something cannot be written in a shape. */
    enum Obstacle {
        NO_PAIR("has no two responses of which one is preferred, and the shape holds pairs"),
        NO_PROMPT("is a conversation without a prompt, which the shape must have; take shape messages"),
        NOT_PLAIN_TEXT("is more than one user turn and its answer, which plain text cannot tell apart without a chat"
                + " template; take a conversational shape"),
        TOOLS_OR_REASONING(
                "has turns with tool calls or reasoning, for which the shape has no place; take shape input");

        private final String words;

        Obstacle(String words) {
            this.words = words;
        }

        /** For people, to be put after the name of a row. */
        String words() {
            return words;
        }
    }

    /**
     * What a filter has made: a pair, or a single response.
     *
     * @param exampleId as in the scores
     * @param prompt the turns that the responses follow; empty only where a conversation consists of its response alone
     * @param preferred the better response, after labels were flipped; or the single one
     * @param other the worse one; empty for a single response, and for a tie
     * @param margin reward of the preferred response less that of the other; NaN without one
     * @param weight how much it counts
     */
    record Made(
            String exampleId,
            List<Message> prompt,
            Response preferred,
            Optional<Response> other,
            double margin,
            double weight) {

        Made {
            prompt = List.copyOf(prompt);
        }

        private Stream<Response> responses() {
            return Stream.concat(Stream.of(preferred), other.stream());
        }
    }

    /**
     * The columns of a shape.
     *
     * @throws IllegalArgumentException for a shape that leaves the input's rows as they are
     */
    static StructType schema(Shape shape, Weights weights) {
        StructType columns =
                switch (shape) {
                    case PREFERENCE -> pairs(DataTypes.StringType);
                    case PREFERENCE_CONVERSATIONAL -> pairs(CONVERSATION);
                    case UNPAIRED -> completions(DataTypes.StringType).add("label", DataTypes.BooleanType);
                    case UNPAIRED_CONVERSATIONAL -> completions(CONVERSATION).add("label", DataTypes.BooleanType);
                    case PROMPT_COMPLETION -> completions(DataTypes.StringType);
                    case MESSAGES -> new StructType().add("messages", CONVERSATION);
                    case AUTO, INPUT -> throw notMade(shape);
                };
        StructType named = columns.add("example_id", DataTypes.StringType);
        return weights == Weights.WRITTEN ? named.add("weight", DataTypes.DoubleType) : named;
    }

    private static StructType pairs(DataType texts) {
        return new StructType()
                .add("prompt", texts)
                .add("chosen", texts)
                .add("rejected", texts)
                .add("reward_margin", DataTypes.DoubleType);
    }

    private static StructType completions(DataType texts) {
        return new StructType().add("prompt", texts).add("completion", texts);
    }

    /** Whether {@link #rows} can be asked for; {@link #obstacle} says why not. */
    static boolean canBeWritten(Shape shape, Made made) {
        return obstacle(shape, made).isEmpty();
    }

    /** What keeps something from being written in a shape. */
    static Optional<Obstacle> obstacle(Shape shape, Made made) {
        boolean pairs = shape == Shape.PREFERENCE || shape == Shape.PREFERENCE_CONVERSATIONAL;
        if (pairs && made.other().isEmpty()) {
            return Optional.of(Obstacle.NO_PAIR);
        }
        if (isPlainText(shape) && !isPlainText(made)) {
            return Optional.of(Obstacle.NOT_PLAIN_TEXT);
        }
        if (turns(made).anyMatch(OutputRows::saysMore)) {
            return Optional.of(Obstacle.TOOLS_OR_REASONING);
        }
        // TRL looks at the last turn of a conversational prompt, and fails where there is none
        boolean needsPrompt = !isPlainText(shape) && shape != Shape.MESSAGES;
        return needsPrompt && made.prompt().isEmpty() ? Optional.of(Obstacle.NO_PROMPT) : Optional.empty();
    }

    private static boolean isPlainText(Shape shape) {
        return switch (shape) {
            case PREFERENCE, UNPAIRED, PROMPT_COMPLETION -> true;
            case PREFERENCE_CONVERSATIONAL, UNPAIRED_CONVERSATIONAL, MESSAGES -> false;
            case AUTO, INPUT -> throw notMade(shape);
        };
    }

    private static boolean isPlainText(Made made) {
        return (made.prompt().isEmpty() || isOneTurn(made.prompt(), USER))
                && made.responses().allMatch(response -> isOneTurn(response.messages(), ASSISTANT));
    }

    private static boolean isOneTurn(List<Message> turns, String role) {
        return turns.size() == 1 && turns.get(0).role().equals(role);
    }

    private static Stream<Message> turns(Made made) {
        return Stream.concat(
                made.prompt().stream(), made.responses().flatMap(response -> response.messages().stream()));
    }

    private static boolean saysMore(Message turn) {
        return turn.extras().entrySet().stream()
                .anyMatch(extra -> SPOKEN.contains(extra.getKey()) && !isEmpty(extra.getValue()));
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof String text && text.isEmpty())
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    /**
     * The rows of one pair or response, of {@link #schema}: two of a pair where the shape is unpaired, else one. Shapes that
     * hold single responses take the preferred one.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    static List<Row> rows(Shape shape, Weights weights, Made made) {
        obstacle(shape, made).ifPresent(obstacle -> {
            throw new IllegalArgumentException(made.exampleId() + ": " + obstacle.words());
        });
        return switch (shape) {
            case PREFERENCE, PREFERENCE_CONVERSATIONAL -> List.of(pair(shape, weights, made));
            case UNPAIRED, UNPAIRED_CONVERSATIONAL ->
                Stream.concat(
                                Stream.of(labelled(shape, weights, made, made.preferred(), true)),
                                made.other().stream().map(other -> labelled(shape, weights, made, other, false)))
                        .toList();
            case PROMPT_COMPLETION ->
                List.of(row(weights, made, turns(shape, made.prompt()), turns(shape, made.preferred())));
            case MESSAGES ->
                List.of(row(
                        weights,
                        made,
                        turns(
                                shape,
                                Stream.concat(made.prompt().stream(), made.preferred().messages().stream())
                                        .toList())));
            case AUTO, INPUT -> throw notMade(shape);
        };
    }

    private static Row pair(Shape shape, Weights weights, Made made) {
        return row(
                weights,
                made,
                turns(shape, made.prompt()),
                turns(shape, made.preferred()),
                turns(shape, made.other().orElseThrow()),
                // JSON has no NaN
                Double.isFinite(made.margin()) ? made.margin() : null);
    }

    private static Row labelled(Shape shape, Weights weights, Made made, Response response, boolean label) {
        return row(weights, made, turns(shape, made.prompt()), turns(shape, response), label);
    }

    private static Object turns(Shape shape, Response response) {
        return turns(shape, response.messages());
    }

    /** A text, or an array of message rows. */
    private static Object turns(Shape shape, List<Message> turns) {
        if (isPlainText(shape)) {
            return turns.isEmpty() ? "" : turns.get(0).content();
        }
        return turns.stream()
                .map(turn -> RowFactory.create(turn.role(), turn.content()))
                .toArray();
    }

    /** A row of these values, and of the columns that every shape has. */
    private static Row row(Weights weights, Made made, @Nullable Object... values) {
        Stream<@Nullable Object> named = Stream.concat(Stream.of(values), Stream.of(made.exampleId()));
        return RowFactory.create(
                (weights == Weights.WRITTEN ? Stream.concat(named, Stream.of(made.weight())) : named).toArray());
    }

    private static IllegalArgumentException notMade(Shape shape) {
        return new IllegalArgumentException("rows of shape " + shape + " are the input's own");
    }
}
