package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * Conversations whose last turn is a response: the preferred one where others are rejected, which take its place.
 *
 * @param before a system's turn and earlier ones
 * @param conversation the turns, the last of which is the assistant's
 * @param others rejected responses: an answer, or the turns that replace the last one, or a whole conversation
 */
record LastAnswer(PromptColumns before, AnswerColumns conversation, List<AnswerColumns> others, Judge judge)
        implements Content.Reader {

    /** Who asks. Whatever another role is, a template may know it. */
    private static final Set<String> ASK = Set.of(Turns.USER, "system");

    static Content.Reader bind(
            ColumnMapping mapping,
            PromptColumns before,
            ResolvedPaths paths,
            Columns columns,
            Map<String, Double> weights) {
        ColumnMapping.Answers written = mapping.answers();
        List<String> all = new ArrayList<>();
        all.add(written.conversation().orElseThrow());
        all.addAll(written.rejected());
        List<AnswerColumns> bound =
                AnswerColumns.bind(mapping, all, Turns.Part.CONVERSATION, Turns.Part.ANSWER, paths, columns, weights);
        return new LastAnswer(
                before, bound.get(0), List.copyOf(bound.subList(1, bound.size())), Judge.bind(mapping, paths, columns));
    }

    @Override
    public Content read(Row row) throws RowRefused {
        List<Message> turns = conversation.read(row).get(0);
        int last = turns.size() - 1;
        if (ASK.contains(turns.get(last).role())) {
            throw new RowRefused(
                    Skip.Reason.NO_COMMON_PROMPT,
                    "'" + conversation.turns().path().text() + "' ends with a turn of '"
                            + turns.get(last).role() + "': no answer to judge");
        }
        List<Message> asked = turns.subList(0, last);
        List<Response> responses =
                new ArrayList<>(conversation.responses(List.of(turns.subList(last, turns.size())), row));
        for (AnswerColumns other : others) {
            List<List<Message>> read = other.read(row).stream()
                    .map(answer -> CommonStart.startsWith(answer, asked)
                            ? answer.subList(asked.size(), answer.size())
                            : answer)
                    .toList();
            responses.addAll(other.responses(read, row));
        }
        return new Content(before.behindWhatCameBefore(asked, true, row), responses, judge.compare(row, responses, 1));
    }
}
