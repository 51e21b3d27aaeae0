package io.prefscore.inspect;

import io.prefscore.encode.ConversationRefused;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Measures without a model: characters alone, conversations being the same where their turns are. */
final class PlainMeter extends Meter {

    @Override
    MeasuredRow measure(Example example) throws ConversationRefused {
        List<MeasuredRow.Conversation> conversations = new ArrayList<>();
        for (Response response : example.responses()) {
            conversations.add(new MeasuredRow.Conversation(
                    keys().of(conversation(example, response)), characters(response.messages()), 0));
        }
        return new MeasuredRow(
                example, keys().of(example.prompt()), characters(example.prompt()), 0, conversations, false);
    }

    @Override
    RenderedExample render(Example example) {
        List<String> texts = example.responses().stream()
                .map(response -> text(response.messages()))
                .toList();
        return rendered(example, text(example.prompt()), texts);
    }

    /** Each turn below its role, a blank line after it. */
    private static String text(List<Message> turns) {
        return turns.stream()
                .map(turn -> "[" + turn.role() + "]\n" + turn.content() + "\n\n")
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        // holds nothing
    }
}
