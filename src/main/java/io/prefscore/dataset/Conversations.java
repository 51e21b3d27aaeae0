package io.prefscore.dataset;

import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Splits conversations into prompt and responses. */
final class Conversations {

    private Conversations() {}

    /** A pair of responses to one prompt, the first of which is preferred. */
    static Example pair(String id, List<Message> prompt, List<Message> chosen, List<Message> rejected) {
        return new Example(
                id,
                prompt,
                List.of(response(chosen), response(rejected)),
                List.of(Comparison.FIRST_PREFERRED),
                Map.of());
    }

    /**
     * A pair of whole conversations. The prompt is what they have in common, at most all but the last turn of each, so
     * that two equal conversations still have a response; conversations that part early have responses of several turns.
     */
    static Example pairOfConversations(String id, List<Message> chosen, List<Message> rejected) throws RowRefused {
        int shared = commonTurns(chosen, rejected);
        if (shared == 0 && (chosen.size() > 1 || rejected.size() > 1)) {
            throw new RowRefused(Skip.Reason.NO_COMMON_PROMPT, "the conversations differ in their first turn");
        }
        return pair(
                id,
                chosen.subList(0, shared),
                chosen.subList(shared, chosen.size()),
                rejected.subList(shared, rejected.size()));
    }

    private static int commonTurns(List<Message> chosen, List<Message> rejected) {
        int most = Math.min(chosen.size(), rejected.size()) - 1;
        int shared = 0;
        while (shared < most && chosen.get(shared).equals(rejected.get(shared))) {
            shared++;
        }
        return shared;
    }

    static Response response(List<Message> turns) {
        return new Response(turns, OptionalDouble.empty(), Optional.empty());
    }
}
