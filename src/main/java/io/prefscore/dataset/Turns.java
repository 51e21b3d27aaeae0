package io.prefscore.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Reads turns of a conversation from a row, in one of the ways in which public data sets write them. */
@FunctionalInterface
interface Turns extends Serializable {

    String USER = "user";
    String ASSISTANT = "assistant";

    List<Message> read(Row row) throws RowRefused;

    /** {@link Turns} before the columns are known. */
    @FunctionalInterface
    interface Binder {

        Turns bind(Columns columns);
    }

    /** A column of text, which is one turn of this role, or of a message list. */
    static Binder turnOrMessages(String column, String role) {
        return columns -> columns.has(column, ColumnKind.TEXT)
                ? turn(column, role).bind(columns)
                : messages(column).bind(columns);
    }

    /** A column of a prompt: text as {@link #promptText} takes it, or a message list. */
    static Binder promptOrMessages(String column) {
        return columns -> columns.has(column, ColumnKind.TEXT)
                ? promptText(column).bind(columns)
                : messages(column).bind(columns);
    }

    /** A column of text that is one turn. */
    static Binder turn(String column, String role) {
        return columns -> {
            int position = columns.position(column);
            return row -> List.of(new Message(role, Cells.text(row, position, column)));
        };
    }

    /** A column of message lists. */
    static Binder messages(String column) {
        return columns -> {
            int position = columns.position(column);
            MessageReader reader = new MessageReader(column, columns.type(column));
            return row -> reader.read(row, position);
        };
    }

    /** A column of text that is a user's turn, unless it is several as hh-rlhf or HelpSteer write a prompt. */
    static Binder promptText(String column) {
        return columns -> {
            int position = columns.position(column);
            return row -> {
                String text = Cells.text(row, position, column);
                return Dialogues.isPrompt(text) ? Dialogues.prompt(text, column) : Dialogues.helpSteer(text);
            };
        };
    }

    /** A column of text that is a whole dialogue as hh-rlhf writes it, up to an answer. */
    static Binder dialogue(String column) {
        return columns -> {
            int position = columns.position(column);
            return row -> Dialogues.answered(Cells.text(row, position, column), column);
        };
    }

    /** A column of text that is a prompt as HelpSteer writes it, with marks between its turns. */
    static Binder helpSteerPrompt(String column) {
        return columns -> {
            int position = columns.position(column);
            return row -> Dialogues.helpSteer(Cells.text(row, position, column));
        };
    }

    /**
     * Two columns of which one holds the user's turns and the other the assistant's answers to them, each as a list of
     * texts or as a JSON list in a text.
     */
    static Binder alternating(String users, String assistants) {
        return columns -> {
            TextList asked = TextList.of(users, columns);
            TextList answered = TextList.of(assistants, columns);
            return row -> {
                List<String> questions = asked.read(row);
                List<String> answers = answered.read(row);
                if (questions.size() != answers.size()) {
                    throw RowRefused.malformed(
                            assistants,
                            "has " + answers.size() + " turns, '" + users + "' " + questions.size()
                                    + "; each question must have its answer");
                }
                List<Message> turns = new ArrayList<>(2 * questions.size());
                for (int index = 0; index < questions.size(); index++) {
                    turns.add(new Message(USER, questions.get(index)));
                    turns.add(new Message(ASSISTANT, answers.get(index)));
                }
                return turns;
            };
        };
    }

    /** Reads a list of texts, none of which is null. */
    record TextList(String column, int position, boolean json) implements Serializable {

        static final ColumnKind KIND = new ColumnKind(
                "a list of texts, or such a list as JSON",
                type -> ColumnKind.TEXT.holds(type) || ColumnKind.TEXTS.holds(type));

        static TextList of(String column, Columns columns) {
            return new TextList(column, columns.position(column), columns.has(column, ColumnKind.TEXT));
        }

        List<String> read(Row row) throws RowRefused {
            List<String> texts = json ? parsed(Cells.text(row, position, column)) : Cells.list(row, position, column);
            int index = 0;
            for (String text : texts) {
                if (text == null) {
                    throw RowRefused.missing(column + "[" + index + "]");
                }
                index++;
            }
            return texts;
        }

        private List<String> parsed(String text) throws RowRefused {
            String found = LoneSurrogates.find(text);
            if (found != null) {
                throw new RowRefused(
                        io.prefscore.preference.Skip.Reason.INVALID_UNICODE, "'" + column + "' holds a " + found);
            }
            List<String> items = new ArrayList<>();
            try {
                JsonElement list = JsonParser.parseString(text);
                if (!list.isJsonArray() || list.getAsJsonArray().isEmpty()) {
                    throw RowRefused.malformed(column, "must hold a JSON list of texts");
                }
                for (JsonElement item : list.getAsJsonArray()) {
                    if (item.isJsonNull()) {
                        throw RowRefused.missing(column + "[" + items.size() + "]");
                    }
                    if (!item.isJsonPrimitive() || !item.getAsJsonPrimitive().isString()) {
                        throw RowRefused.malformed(column, "must hold a JSON list of texts");
                    }
                    items.add(item.getAsString());
                }
            } catch (JsonParseException | StackOverflowError malformed) {
                throw RowRefused.malformed(column, "must hold a JSON list of texts, but is no JSON");
            }
            return items;
        }
    }
}
