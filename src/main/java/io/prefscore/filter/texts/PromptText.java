package io.prefscore.filter.texts;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A prompt as one text, for comparing it with others: what its turns say, one below the other, without their roles.
 *
 * <p>Turns that instruct the system are left out. Data sets tend to put the same long one before every prompt, which would
 * make near copies of questions that have nothing in common. A prompt of nothing else is what these turns say.
 */
public final class PromptText {

    private static final Set<String> INSTRUCTING = Set.of("system", "developer");

    private PromptText() {}

    /** The text of an example's prompt; empty where it has no prompt. */
    public static String of(Example example) {
        List<Message> asked = example.prompt().stream()
                .filter(turn -> !INSTRUCTING.contains(turn.role()))
                .toList();
        return (asked.isEmpty() ? example.prompt() : asked)
                .stream().map(Message::content).collect(Collectors.joining("\n"));
    }
}
