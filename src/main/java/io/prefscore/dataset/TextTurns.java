package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping.Writing;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the turns that a text holds, in one of the ways in which people write several into one.
 *
 * @param marks as {@link Writing#marks} has them, but for {@link Writing#AUTO}
 */
record TextTurns(String marks, @Nullable TurnMarks template) implements Serializable {

    /** @param marks {@link Writing#AUTO} counts as {@link Writing#BY_ROW} */
    static TextTurns of(String marks) {
        return new TextTurns(
                marks.equals(Writing.AUTO) ? Writing.BY_ROW : marks,
                TurnMarks.named(marks).orElse(null));
    }

    /** The turns of a prompt. */
    List<Message> prompt(String text, String column) throws RowRefused {
        if (template != null) {
            return required(template.prompt(text), column);
        }
        if (marks.equals(Writing.JSON)) {
            return required(JsonMessages.read(text, column), column);
        }
        if (marks.equals(Writing.BY_ROW)) {
            return Dialogues.isPrompt(text) ? Dialogues.prompt(text, column) : Dialogues.helpSteer(text);
        }
        return List.of(new Message(Turns.USER, text));
    }

    /** The turns of an answer that follows a prompt: nearly always one. */
    List<Message> answer(String text, String column) throws RowRefused {
        if (template != null) {
            Optional<List<Message>> whole = template.dialogue(text);
            return whole.isPresent()
                    ? whole.orElseThrow()
                    : List.of(new Message(Turns.ASSISTANT, template.answer(text)));
        }
        if (marks.equals(Writing.JSON)) {
            Optional<List<Message>> messages = JsonMessages.read(text, column);
            if (messages.isPresent()) {
                return messages.orElseThrow();
            }
        }
        return List.of(new Message(Turns.ASSISTANT, text));
    }

    /** The turns of a text that holds a whole conversation, up to an answer. */
    List<Message> conversation(String text, String column) throws RowRefused {
        if (template != null) {
            return required(template.dialogue(text), column);
        }
        if (marks.equals(Writing.JSON)) {
            return required(JsonMessages.read(text, column), column);
        }
        return Dialogues.answered(text, column);
    }

    private List<Message> required(Optional<List<Message>> turns, String column) throws RowRefused {
        if (turns.isEmpty()) {
            throw RowRefused.malformed(column, "is not written as the marks '" + marks + "' say; the first rows are");
        }
        return turns.orElseThrow();
    }
}
