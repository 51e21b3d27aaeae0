package io.prefscore.dataset;

import io.prefscore.preference.Comparison;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Any number of responses to a prompt. Bound parts of schemas that are no plain pairs. */
final class Answers {

    /** As many as there are, but at least one. */
    static final int ANY_NUMBER = 0;

    private static final int UNRATED = -1;

    private Answers() {}

    /** One response, compared with nothing in its row. */
    static Content.Binder single(Turns.Binder prompt, Side answer) {
        return columns -> {
            Turns turns = prompt.bind(columns);
            Side.Bound side = answer.bind(columns);
            return row -> new Content(turns.read(row), List.of(side.response(side.read(row), row)), List.of());
        };
    }

    /** One response whose rating the row holds; it is compared with those of other rows. */
    static Content.Binder rated(Turns.Binder prompt, Turns.Binder answer, RatingRule rule) {
        return columns -> {
            Turns turns = prompt.bind(columns);
            Turns answerTurns = answer.bind(columns);
            RatingRule.Bound rating = rule.bind(columns);
            return row -> new Content(
                    turns.read(row),
                    List.of(new Response(answerTurns.read(row), rating.read(row), Optional.empty())),
                    List.of());
        };
    }

    /** A message list whose last turn is the response. */
    static Content.Binder lastTurn(Turns.Binder conversation) {
        return columns -> {
            Turns turns = conversation.bind(columns);
            return row -> {
                List<Message> messages = turns.read(row);
                int last = messages.size() - 1;
                return new Content(
                        messages.subList(0, last),
                        List.of(unrated(messages.subList(last, messages.size()))),
                        List.of());
            };
        };
    }

    /**
     * A list of texts.
     *
     * @param ratings column of one number a text, by which they are compared; empty for no comparison
     */
    static Content.Binder texts(Turns.Binder prompt, String responses, Optional<String> ratings) {
        return columns -> {
            Turns turns = prompt.bind(columns);
            Turns.TextList texts = Turns.TextList.of(responses, columns);
            String rated = ratings.orElse("");
            int position = ratings.map(columns::position).orElse(UNRATED);
            return row -> {
                List<String> read = texts.read(row);
                List<Object> numbers =
                        position == UNRATED || row.isNullAt(position) ? List.of() : row.getList(position);
                if (!numbers.isEmpty() && numbers.size() != read.size()) {
                    throw RowRefused.malformed(
                            rated, "has " + numbers.size() + " numbers for " + read.size() + " responses");
                }
                List<Response> rows = new ArrayList<>();
                for (int index = 0; index < read.size(); index++) {
                    OptionalDouble rating = numbers.isEmpty() || numbers.get(index) == null
                            ? OptionalDouble.empty()
                            : Cells.finite(((Number) numbers.get(index)).doubleValue());
                    rows.add(new Response(
                            List.of(new Message(Turns.ASSISTANT, read.get(index))), rating, Optional.empty()));
                }
                return new Content(turns.read(row), rows, Ratings.of(rows));
            };
        };
    }

    /** Says of a comparison between two lists what its tag is to be. */
    @FunctionalInterface
    interface Tagger extends Serializable {

        Optional<String> tag(int chosen, int rejected);
    }

    /**
     * Two lists of texts; each of the first is preferred to each of the second.
     *
     * @param exactly how many texts each list must have, or {@link #ANY_NUMBER} for at least one
     */
    static Content.Binder grid(Turns.Binder prompt, String chosen, String rejected, int exactly, Tagger tagger) {
        return columns -> {
            Turns turns = prompt.bind(columns);
            Turns.TextList better = Turns.TextList.of(chosen, columns);
            Turns.TextList worse = Turns.TextList.of(rejected, columns);
            return row -> {
                List<Message> promptTurns = turns.read(row);
                List<String> preferred = counted(better.read(row), exactly, chosen);
                List<String> others = counted(worse.read(row), exactly, rejected);
                List<Response> responses = new ArrayList<>();
                preferred.forEach(text -> responses.add(Response.of(text)));
                others.forEach(text -> responses.add(Response.of(text)));
                return new Content(promptTurns, responses, each(preferred.size(), others.size(), tagger));
            };
        };
    }

    private static List<String> counted(List<String> texts, int exactly, String column) throws RowRefused {
        if (exactly != ANY_NUMBER && texts.size() != exactly) {
            throw RowRefused.malformed(column, "has " + texts.size() + " texts; it must have " + exactly);
        }
        return texts;
    }

    private static List<Comparison> each(int chosen, int rejected, Tagger tagger) {
        List<Comparison> comparisons = new ArrayList<>(chosen * rejected);
        for (int better = 0; better < chosen; better++) {
            for (int worse = 0; worse < rejected; worse++) {
                comparisons.add(
                        new Comparison(better, chosen + worse, OptionalDouble.empty(), tagger.tag(better, worse)));
            }
        }
        return comparisons;
    }

    /** Two structs, the first of which is preferred. */
    static Content.Binder pairOf(Turns.Binder prompt, String chosen, String rejected, StructAnswer answer) {
        return columns -> {
            Turns turns = prompt.bind(columns);
            int chosenPosition = columns.position(chosen);
            int rejectedPosition = columns.position(rejected);
            StructAnswer.Bound better = answer.bind((StructType) columns.type(chosen));
            StructAnswer.Bound worse = answer.bind((StructType) columns.type(rejected));
            return row -> new Content(
                    turns.read(row),
                    List.of(
                            better.read(Cells.struct(row, chosenPosition, chosen), chosen),
                            worse.read(Cells.struct(row, rejectedPosition, rejected), rejected)),
                    List.of(Comparison.FIRST_PREFERRED));
        };
    }

    /** A struct that is preferred to each of a list of such structs. */
    static Content.Binder bestOf(Turns.Binder prompt, String best, String losers, StructAnswer answer) {
        return columns -> {
            Turns turns = prompt.bind(columns);
            int bestPosition = columns.position(best);
            int losersPosition = columns.position(losers);
            StructAnswer.Bound bestAnswer = answer.bind((StructType) columns.type(best));
            StructAnswer.Bound loserAnswer = answer.bind(element(columns.type(losers)));
            return row -> {
                List<Message> promptTurns = turns.read(row);
                List<Response> responses = new ArrayList<>();
                responses.add(bestAnswer.read(Cells.struct(row, bestPosition, best), best));
                List<Row> items = Cells.list(row, losersPosition, losers);
                readAll(items, loserAnswer, losers, responses);
                return new Content(promptTurns, responses, each(1, items.size(), (better, worse) -> Optional.empty()));
            };
        };
    }

    /** A list of structs that are compared by their ratings. */
    static Content.Binder ratedList(Turns.Binder prompt, String list, StructAnswer answer) {
        return columns -> {
            Turns turns = prompt.bind(columns);
            int position = columns.position(list);
            StructAnswer.Bound bound = answer.bind(element(columns.type(list)));
            return row -> {
                List<Message> promptTurns = turns.read(row);
                List<Response> responses = new ArrayList<>();
                readAll(Cells.list(row, position, list), bound, list, responses);
                return new Content(promptTurns, responses, Ratings.of(responses));
            };
        };
    }

    private static void readAll(List<Row> items, StructAnswer.Bound answer, String list, List<Response> responses)
            throws RowRefused {
        int index = 0;
        for (@Nullable Row item : items) {
            String where = list + "[" + index + "]";
            if (item == null) {
                throw RowRefused.missing(where);
            }
            responses.add(answer.read(item, where));
            index++;
        }
    }

    private static StructType element(DataType list) {
        return (StructType) ((ArrayType) list).elementType();
    }

    private static Response unrated(List<Message> turns) {
        return new Response(turns, OptionalDouble.empty(), Optional.empty());
    }

    /**
     * A struct that holds a response.
     *
     * @param text field of its text
     * @param source field of its writer, which may be absent
     * @param rule how its fields become a rating
     */
    record StructAnswer(String text, String source, RatingRule rule) {

        Bound bind(StructType type) {
            List<String> names = Arrays.asList(type.fieldNames());
            boolean named = names.contains(source)
                    && ColumnKind.TEXT.holds(type.apply(source).dataType());
            return new Bound(text, names.indexOf(text), named ? names.indexOf(source) : -1, rule.bindTo(type));
        }

        /** A {@link StructAnswer} bound to a struct's fields. */
        record Bound(String text, int textPosition, int sourcePosition, RatingRule.Bound rating)
                implements Serializable {

            Response read(Row struct, String where) throws RowRefused {
                if (struct.isNullAt(textPosition)) {
                    throw RowRefused.missing(where + "." + text);
                }
                Optional<String> writer = sourcePosition < 0 || struct.isNullAt(sourcePosition)
                        ? Optional.empty()
                        : Optional.of(struct.getString(sourcePosition));
                return new Response(
                        List.of(new Message(Turns.ASSISTANT, struct.getString(textPosition))),
                        rating.read(struct),
                        writer);
            }
        }
    }
}
