package io.prefscore.encode;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;

/**
 * Turns a conversation into the text that the tokenizer sees. Serializable: the driver reads the template once and ships
 * it with the task. Safe for use by several threads.
 */
public interface ConversationRenderer extends Serializable {

    /**
     * Renders a conversation with the model's chat template, without a generation prompt.
     *
     * @param conversation the turns as the data has them; the configured system turn is added here
     * @return the exact text of the reference implementation
     * @throws ConversationRefused where the conversation cannot become a text; carries the reason to set it aside with
     */
    String render(List<Message> conversation) throws ConversationRefused;

    /** Bytes of UTF-8 of the longest text that the model takes; empty where it takes a part of any. */
    default OptionalInt mostBytes() {
        return OptionalInt.empty();
    }

    /** Whether a turn holds the text of a special token, which the tokenizer does not tell from the template's own. */
    default boolean findsSpecialToken(Example example) {
        return false;
    }

    /** Texts by which a template may find what it leaves out of a turn. */
    default List<String> marks() {
        return List.of();
    }
}
