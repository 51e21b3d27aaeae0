package io.prefscore.dataset;

import io.prefscore.preference.Comparison;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A tree of messages {@code {text, role, rank, replies[]}}: each message with two or more ranked replies of the assistant's
 * gives comparisons of these, rank 0 being the best. The root is the prompt; a response is the way from there to a reply.
 */
record ReplyTree(ColumnPath.Bound root) implements Content.Reader {

    @Override
    public Content read(Row row) throws RowRefused {
        Row top = (Row) root.required(row);
        List<Response> responses = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        descend(top, List.of(), responses, comparisons);
        if (responses.isEmpty()) {
            throw new RowRefused(
                    Skip.Reason.NO_COMMON_PROMPT,
                    "'" + root.text() + "' has no message with two ranked replies of the assistant's to compare");
        }
        return new Content(List.of(message(top)), responses, comparisons);
    }

    /** @param way the turns behind the root that lead to the node, its own included */
    private void descend(Row node, List<Message> way, List<Response> responses, List<Comparison> comparisons)
            throws RowRefused {
        List<Row> ranked = new ArrayList<>();
        @Nullable Object replies = field(node, "replies");
        for (@Nullable Object item : replies == null ? List.of() : Cells.items(replies)) {
            if (item instanceof Row reply && field(reply, "text") != null) {
                List<Message> further = new ArrayList<>(way);
                further.add(message(reply));
                descend(reply, further, responses, comparisons);
                if (field(reply, "rank") instanceof Number
                        && message(reply).role().equals(Turns.ASSISTANT)) {
                    ranked.add(reply);
                }
            }
        }
        if (ranked.size() < 2) {
            return;
        }
        ranked.sort(Comparator.comparingDouble(ReplyTree::rank));
        int first = responses.size();
        for (Row reply : ranked) {
            List<Message> turns = new ArrayList<>(way);
            turns.add(message(reply));
            responses.add(new Response(turns, OptionalDouble.of(-rank(reply)), Optional.empty()));
        }
        Ratings.of(responses.subList(first, responses.size()))
                .forEach(pair -> comparisons.add(
                        new Comparison(first + pair.preferred(), first + pair.other(), pair.strength(), pair.tag())));
    }

    private static double rank(Row reply) {
        return ((Number) java.util.Objects.requireNonNull(field(reply, "rank"))).doubleValue();
    }

    private Message message(Row node) throws RowRefused {
        if (field(node, "role") instanceof String role && field(node, "text") instanceof String text) {
            return new Message(Vocabulary.role(role), text);
        }
        throw RowRefused.malformed(root.text(), "must be a tree of messages with role and text");
    }

    private static @Nullable Object field(Row node, String name) {
        int index = Arrays.asList(node.schema().fieldNames()).indexOf(name);
        return index < 0 ? null : node.get(index);
    }
}
