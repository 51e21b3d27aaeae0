package io.prefscore.dataset;

import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conversations that stand in one text, with a mark before each turn.
 *
 * <p>Turns of hh-rlhf are stripped of the white space around them, as the readers of that set do: it belongs to the way of
 * writing, not to what was said.
 */
final class Dialogues {

    /** As Anthropic's hh-rlhf leads each turn. */
    private static final Pattern SPEAKER = Pattern.compile("\n\n(Human|Assistant):");

    private static final String FIRST_SPEAKER = "\n\nHuman:";
    private static final String LAST_SPEAKER = "\n\nAssistant:";

    /** As HelpSteer parts its turns, the first of which is the user's and has no mark. */
    private static final Pattern HELPSTEER_MARK = Pattern.compile("\n?<extra_id_1>(User|Assistant)\n");

    private Dialogues() {}

    /** The turns of a dialogue, the last of which is the assistant's. */
    static List<Message> answered(String dialogue, String column) throws RowRefused {
        List<Message> turns = turns(dialogue, column);
        if (!last(turns).role().equals(Turns.ASSISTANT)) {
            throw new RowRefused(
                    Skip.Reason.NO_COMMON_PROMPT, "'" + column + "' ends with the human's turn: no answer to judge");
        }
        return turns;
    }

    /** Whether a text is a dialogue that waits for an answer: led by the human's mark, ended by the assistant's. */
    static boolean isPrompt(String text) {
        return text.startsWith(FIRST_SPEAKER) && text.stripTrailing().endsWith(LAST_SPEAKER);
    }

    /** The turns of a dialogue that waits for an answer, without the answer's empty turn. */
    static List<Message> prompt(String dialogue, String column) throws RowRefused {
        List<Message> turns = turns(dialogue, column);
        return last(turns).role().equals(Turns.ASSISTANT)
                        && last(turns).content().isEmpty()
                ? turns.subList(0, turns.size() - 1)
                : turns;
    }

    private static Message last(List<Message> turns) {
        return turns.get(turns.size() - 1);
    }

    private static List<Message> turns(String dialogue, String column) throws RowRefused {
        if (dialogue.isBlank()) {
            throw new RowRefused(Skip.Reason.EMPTY_CONVERSATION, "'" + column + "' has no turns");
        }
        Matcher speaker = SPEAKER.matcher(dialogue);
        if (!speaker.find() || !dialogue.substring(0, speaker.start()).isBlank()) {
            throw RowRefused.malformed(column, "does not begin with \"\\n\\nHuman:\" as a dialogue does");
        }
        List<Message> turns = new ArrayList<>();
        boolean more = true;
        while (more) {
            String role = speaker.group(1).equals("Human") ? Turns.USER : Turns.ASSISTANT;
            int start = speaker.end();
            more = speaker.find();
            String content = dialogue.substring(start, more ? speaker.start() : dialogue.length());
            turns.add(new Message(role, content.strip()));
        }
        return turns;
    }

    /** The turns of a HelpSteer prompt: at least the user's first. */
    static List<Message> helpSteer(String prompt) {
        Matcher mark = HELPSTEER_MARK.matcher(prompt);
        List<Message> turns = new ArrayList<>();
        String role = Turns.USER;
        int start = 0;
        while (mark.find()) {
            turns.add(new Message(role, prompt.substring(start, mark.start())));
            role = mark.group(1).equals("User") ? Turns.USER : Turns.ASSISTANT;
            start = mark.end();
        }
        boolean waitsForAnswer = role.equals(Turns.ASSISTANT) && start == prompt.length();
        if (!waitsForAnswer) {
            turns.add(new Message(role, prompt.substring(start)));
        }
        return turns;
    }
}
