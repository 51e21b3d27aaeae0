package io.prefscore.dataset;

import io.prefscore.preference.Comparison;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Responses that stand in columns of their own, each alone or after its prompt. Bound parts of schemas. */
final class Conversations {

    private Conversations() {}

    /** A prompt and the responses to it. */
    static Content.Binder afterPrompt(Turns.Binder prompt, List<Side> responses, Judge.Binder judge) {
        return columns -> {
            Turns promptTurns = prompt.bind(columns);
            Sides sides = Sides.bind(responses, columns);
            Judge bound = judge.bind(columns);
            return row ->
                    new Content(promptTurns.read(row), sides.responses(sides.turns(row), 0, row), bound.compare(row));
        };
    }

    /** Conversations that repeat their prompt: it is what they have in common. */
    static Content.Binder whole(List<Side> conversations, Judge.Binder judge) {
        return columns -> {
            Sides sides = Sides.bind(conversations, columns);
            Judge bound = judge.bind(columns);
            return row -> sides.parted(sides.turns(row), bound.compare(row), row);
        };
    }

    /**
     * A prompt and responses that may repeat it, as UltraFeedback binarized and its kin do, or not.
     *
     * @param promptColumn text or a message list
     */
    static Content.Binder thatMayRepeat(String promptColumn, List<Side> responses, Judge.Binder judge) {
        return columns -> {
            boolean promptIsText = columns.has(promptColumn, ColumnKind.TEXT);
            Turns prompt = Turns.promptOrMessages(promptColumn).bind(columns);
            Sides sides = Sides.bind(responses, columns);
            Judge bound = judge.bind(columns);
            return row -> {
                List<Message> promptTurns = prompt.read(row);
                List<List<Message>> turns = sides.turns(row);
                return repeat(promptIsText, promptTurns, turns)
                        ? sides.parted(turns, bound.compare(row), row)
                        : new Content(promptTurns, sides.responses(turns, 0, row), bound.compare(row));
            };
        };
    }

    /**
     * Whether the responses stand there as whole conversations. A prompt given as text may be the last question alone, or
     * lack the system turn or some white space, so there it is enough that the conversations open alike with somebody else
     * than the assistant.
     */
    private static boolean repeat(boolean promptIsText, List<Message> prompt, List<List<Message>> responses) {
        for (List<Message> response : responses) {
            boolean repeats = promptIsText
                    ? opensWithOthers(response)
                            && response.get(0).equals(responses.get(0).get(0))
                    : startsWith(response, prompt);
            if (!repeats) {
                return false;
            }
        }
        return true;
    }

    private static boolean opensWithOthers(List<Message> conversation) {
        return conversation.size() > 1 && !conversation.get(0).role().equals(Turns.ASSISTANT);
    }

    private static boolean startsWith(List<Message> conversation, List<Message> prompt) {
        return conversation.size() > prompt.size()
                && conversation.subList(0, prompt.size()).equals(prompt);
    }

    /**
     * Two texts that begin alike and are no dialogues: what they have in common is the prompt, up to the white space before
     * the first word that differs. So TRL's {@code extract_prompt} parts them.
     */
    static Content.Binder commonText(List<Side> texts, Judge.Binder judge) {
        return columns -> {
            Sides sides = Sides.bind(texts, columns);
            Judge bound = judge.bind(columns);
            return row -> {
                List<List<Message>> turns = sides.turns(row);
                String left = turns.get(0).get(0).content();
                String right = turns.get(1).get(0).content();
                int shared = commonCharacters(left, right);
                List<Message> prompt =
                        shared == 0 ? List.of() : List.of(new Message(Turns.USER, left.substring(0, shared)));
                List<List<Message>> rests = List.of(
                        List.of(new Message(Turns.ASSISTANT, left.substring(shared))),
                        List.of(new Message(Turns.ASSISTANT, right.substring(shared))));
                return new Content(prompt, sides.responses(rests, 0, row), bound.compare(row));
            };
        };
    }

    private static int commonCharacters(String first, String second) {
        int most = Math.min(first.length(), second.length());
        int shared = 0;
        while (shared < most && first.charAt(shared) == second.charAt(shared)) {
            shared++;
        }
        if (shared == most) {
            // one text begins the other: there is no first difference, so nothing tells where the prompt ends
            return 0;
        }
        if (shared > 0 && Character.isHighSurrogate(first.charAt(shared - 1))) {
            shared--;
        }
        return shared > 0 && first.charAt(shared - 1) == ' ' ? shared - 1 : shared;
    }

    /** The responses' columns, bound. */
    private record Sides(List<Side.Bound> sides) implements Serializable {

        private static final long serialVersionUID = 1;

        static Sides bind(List<Side> sides, Columns columns) {
            List<Side.Bound> bound = new ArrayList<>();
            sides.forEach(side -> bound.add(side.bind(columns)));
            return new Sides(bound);
        }

        List<List<Message>> turns(Row row) throws RowRefused {
            List<List<Message>> turns = new ArrayList<>(sides.size());
            for (Side.Bound side : sides) {
                turns.add(side.read(row));
            }
            return turns;
        }

        /** The responses, without the first turns of each that belong to the prompt. */
        List<Response> responses(List<List<Message>> turns, int shared, Row row) {
            List<Response> responses = new ArrayList<>(sides.size());
            for (int index = 0; index < sides.size(); index++) {
                List<Message> own = turns.get(index);
                responses.add(sides.get(index).response(own.subList(shared, own.size()), row));
            }
            return responses;
        }

        /**
         * Parts whole conversations. The prompt is what they have in common, at most all but the last turn of each, so that
         * equal conversations still have a response; conversations that part early have responses of several turns.
         */
        Content parted(List<List<Message>> conversations, List<Comparison> comparisons, Row row) throws RowRefused {
            int shared = commonTurns(conversations);
            if (shared == 0 && conversations.stream().anyMatch(conversation -> conversation.size() > 1)) {
                throw new RowRefused(Skip.Reason.NO_COMMON_PROMPT, "the conversations differ in their first turn");
            }
            return new Content(
                    conversations.get(0).subList(0, shared), responses(conversations, shared, row), comparisons);
        }

        private static int commonTurns(List<List<Message>> conversations) {
            List<Message> first = conversations.get(0);
            int most = conversations.stream().mapToInt(List::size).min().orElseThrow() - 1;
            int shared = 0;
            while (shared < most && standsInAll(first.get(shared), shared, conversations)) {
                shared++;
            }
            return shared;
        }

        private static boolean standsInAll(Message turn, int index, List<List<Message>> conversations) {
            for (List<Message> conversation : conversations) {
                if (!conversation.get(index).equals(turn)) {
                    return false;
                }
            }
            return true;
        }
    }
}
