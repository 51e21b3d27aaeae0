package io.prefscore.preference;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One answer to a prompt: what follows the prompt's turns. Nearly always a single assistant turn; more where two
 * conversations part ways before their last turn.
 *
 * @param messages the turns that follow the prompt, at least one
 * @param rating the annotator's rating on the data set's own scale
 * @param source who wrote it (a model's name, a user), where the data set says so
 */
public record Response(List<Message> messages, OptionalDouble rating, Optional<String> source) {

    public Response {
        messages = List.copyOf(messages);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a response has at least one turn; none given");
        }
    }

    /** One assistant turn without rating or source. */
    public static Response of(String content) {
        return new Response(List.of(new Message("assistant", content)), OptionalDouble.empty(), Optional.empty());
    }

    /** Length of the turns' texts together, in Unicode code points. */
    public int characters() {
        return messages.stream().mapToInt(Message::characters).sum();
    }
}
