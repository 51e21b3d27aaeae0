package io.prefscore.dataset;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Anthropic's hh-rlhf: {@code {chosen, rejected}} as texts that hold whole dialogues, each turn led by
 * {@code "\n\nHuman: "} or {@code "\n\nAssistant: "}. The dialogues' common turns are the prompt.
 *
 * <p>Turns are stripped of the white space around them, as the readers of this set do: it belongs to the way of writing, not
 * to what was said.
 */
final class DialogueSchema implements PreferenceSchema {

    private static final Pattern SPEAKER = Pattern.compile("\n\n(Human|Assistant):");

    @Override
    public String name() {
        return "hh-rlhf";
    }

    @Override
    public List<NeededColumn> columns() {
        return List.of(
                new NeededColumn("chosen", List.of(ColumnKind.TEXT)),
                new NeededColumn("rejected", List.of(ColumnKind.TEXT)));
    }

    @Override
    public RowParser bind(StructType columns) {
        return Bound.parser(this, columns, DialogueSchema::read);
    }

    private static Example read(String id, Row row) throws RowRefused {
        List<Message> chosen = turns(Bound.text(row, 0, "chosen"), "chosen");
        List<Message> rejected = turns(Bound.text(row, 1, "rejected"), "rejected");
        return Conversations.pairOfConversations(id, chosen, rejected);
    }

    /** The turns of a dialogue, the last of which is the assistant's. */
    static List<Message> turns(String dialogue, String column) throws RowRefused {
        if (dialogue.isBlank()) {
            throw new RowRefused(Skip.Reason.EMPTY_CONVERSATION, "'" + column + "' has no turns");
        }
        Matcher speaker = SPEAKER.matcher(dialogue);
        if (!speaker.find() || !dialogue.substring(0, speaker.start()).isBlank()) {
            throw new RowRefused(
                    Skip.Reason.MALFORMED_FIELD,
                    "'" + column + "' does not begin with \"\\n\\nHuman:\" as a dialogue does");
        }
        List<Message> turns = new ArrayList<>();
        boolean more = true;
        while (more) {
            String role = speaker.group(1).equals("Human") ? "user" : "assistant";
            int start = speaker.end();
            more = speaker.find();
            String content = dialogue.substring(start, more ? speaker.start() : dialogue.length());
            turns.add(new Message(role, content.strip()));
        }
        if (!turns.get(turns.size() - 1).role().equals("assistant")) {
            throw new RowRefused(
                    Skip.Reason.NO_COMMON_PROMPT, "'" + column + "' ends with the human's turn: no answer to judge");
        }
        return turns;
    }
}
