package io.prefscore.dataset;

import io.prefscore.preference.Message;
import java.util.ArrayList;
import java.util.List;

/** What responses begin with that belongs to their prompt. */
final class CommonStart {

    private CommonStart() {}

    /**
     * Turns that whole conversations begin with alike: at most all but the last turn of each, so that equal conversations
     * still have a response. Conversations that part early have responses of several turns.
     */
    static int turns(List<List<Message>> conversations) {
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

    /**
     * Whether responses stand there as whole conversations, though there is a prompt besides. A prompt given as text may be
     * the last question alone, or lack the system turn or some white space, so there it is enough that the conversations open
     * alike with somebody else than the assistant.
     */
    static boolean isRepeated(boolean promptIsText, List<Message> prompt, List<List<Message>> responses) {
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

    static boolean startsWith(List<Message> conversation, List<Message> prompt) {
        return conversation.size() > prompt.size()
                && conversation.subList(0, prompt.size()).equals(prompt);
    }

    /** Answers in texts without the prompt's last turn, and the white space behind it, where they begin with it. */
    static List<List<List<Message>>> withoutPrompt(List<Message> prompt, List<List<List<Message>>> answers) {
        String asked = prompt.get(prompt.size() - 1).content().strip();
        List<List<List<Message>>> rests = new ArrayList<>(answers.size());
        for (List<List<Message>> column : answers) {
            rests.add(column.stream().map(turns -> withoutPrompt(asked, turns)).toList());
        }
        return rests;
    }

    private static List<Message> withoutPrompt(String asked, List<Message> turns) {
        Message first = turns.get(0);
        String text = first.content().stripLeading();
        return turns.size() == 1 && !asked.isEmpty() && text.startsWith(asked)
                ? List.of(
                        new Message(first.role(), text.substring(asked.length()).stripLeading(), first.extras()))
                : turns;
    }

    /**
     * Characters that two texts begin with alike, up to the white space before the first word that differs. So TRL's
     * {@code extract_prompt} parts them.
     */
    static int characters(String first, String second) {
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
}
