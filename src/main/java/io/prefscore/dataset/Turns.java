package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping.Writing;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Reads turns of a conversation that stand at a path: a text, messages, or one of either for each item of a list.
 *
 * @param path where they stand
 * @param role what a text is a turn of
 * @param messages reads what is no text
 * @param texts reads what is
 */
record Turns(ColumnPath.Bound path, Part role, @Nullable MessageReader messages, TextTurns texts)
        implements Serializable {

    static final String USER = "user";
    static final String ASSISTANT = "assistant";

    /** Which part of a conversation stands at a path. */
    enum Part {
        PROMPT,
        ANSWER,
        CONVERSATION
    }

    static Turns bind(ColumnPath path, Part part, Columns columns, TextTurns texts) {
        DataType type = path.type();
        boolean isText = ColumnKind.TEXT.holds(type);
        return new Turns(path.bind(columns), part, isText ? null : new MessageReader(path.text(), type), texts);
    }

    /** The turns. */
    List<Message> read(Row row) throws RowRefused {
        return read(path.required(row), path.text());
    }

    /** The turns of each item of a list. */
    List<List<Message>> readEach(Row row) throws RowRefused {
        List<List<Message>> all = new ArrayList<>();
        for (@Nullable Object item : path.each(row)) {
            String where = path.name(all.size());
            if (item == null) {
                throw RowRefused.missing(where);
            }
            all.add(read(item, where));
        }
        return all;
    }

    private List<Message> read(Object value, String where) throws RowRefused {
        if (messages != null) {
            return messages.read(value);
        }
        String text = (String) value;
        return switch (role) {
            case PROMPT -> texts.prompt(text, where);
            case ANSWER -> texts.answer(text, where);
            case CONVERSATION -> texts.conversation(text, where);
        };
    }

    /** Whether texts are written so that each list holds one speaker's turns. */
    static boolean alternate(Writing writing) {
        return writing.marks().equals(Writing.ALTERNATING);
    }

    /** The user's turns and the assistant's answers to them; the last turn of the user may wait for one. */
    static List<Message> alternating(List<?> users, List<?> assistants) {
        List<Message> turns = new ArrayList<>(users.size() + assistants.size());
        for (int index = 0; index < users.size(); index++) {
            turns.add(new Message(USER, (String) users.get(index)));
            if (index < assistants.size()) {
                turns.add(new Message(ASSISTANT, (String) assistants.get(index)));
            }
        }
        return turns;
    }
}
