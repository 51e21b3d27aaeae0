package io.prefscore.dataset;

import io.prefscore.config.ColumnMapping;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

/**
 * A column of responses, bound: one response a row, or a list of them; with what the row says of each.
 *
 * @param turns where they stand
 * @param each whether it is a list
 * @param exactly how many items the list must have; 0 for at least one
 * @param rating made of which numbers
 * @param writer who wrote it
 * @param judged where a conversation is cut
 */
record AnswerColumns(
        Turns turns,
        boolean each,
        int exactly,
        RatingColumns rating,
        ColumnPath.@Nullable Bound writer,
        @Nullable JudgedTurn judged)
        implements Serializable {

    /**
     * Binds the columns of one mapping's responses.
     *
     * @param written paths of responses, in the order in which the mapping rates them
     * @param first what the first one holds
     * @param others what the others do
     */
    static List<AnswerColumns> bind(
            ColumnMapping mapping,
            List<String> written,
            Turns.Part first,
            Turns.Part others,
            ResolvedPaths paths,
            Columns columns,
            Map<String, Double> weights) {
        TextTurns texts = TextTurns.of(mapping.writing().marks());
        List<String> writers = mapping.answers().writers();
        JudgedTurn judged = mapping.judgement()
                .turn()
                .map(path -> new JudgedTurn(paths.path(path).bind(columns)))
                .orElse(null);
        List<AnswerColumns> bound = new ArrayList<>(written.size());
        for (int place = 0; place < written.size(); place++) {
            ColumnPath path = paths.path(written.get(place));
            Turns.Part part = place == 0 ? first : others;
            bound.add(new AnswerColumns(
                    Turns.bind(path, part, columns, texts),
                    path.isEach(),
                    mapping.answers().exactly().orElse(0),
                    RatingColumns.bind(rated(mapping), place, weights, paths, columns),
                    writers.isEmpty() ? null : writer(paths.path(writers.get(place)), columns),
                    part == Turns.Part.CONVERSATION ? judged : null));
        }
        return bound;
    }

    /** Where rows are grouped, what says that a response is good is its rating. */
    private static ColumnMapping.Judgement rated(ColumnMapping mapping) {
        ColumnMapping.Judgement judgement = mapping.judgement();
        return mapping.isGrouped() && judgement.label().isPresent() ? judgement.ratedByLabel() : judgement;
    }

    private static ColumnPath.@Nullable Bound writer(ColumnPath path, Columns columns) {
        return path.type() instanceof StringType ? path.bind(columns) : null;
    }

    /** The turns of each response. */
    List<List<Message>> read(Row row) throws RowRefused {
        if (!each) {
            return List.of(cut(turns.read(row), row));
        }
        List<List<Message>> all = new ArrayList<>();
        for (List<Message> conversation : turns.readEach(row)) {
            all.add(cut(conversation, row));
        }
        if (exactly > 0 && all.size() != exactly) {
            throw RowRefused.malformed(turns.path().column(), "has " + all.size() + " texts; it must have " + exactly);
        }
        return all;
    }

    private List<Message> cut(List<Message> conversation, Row row) throws RowRefused {
        return judged == null ? conversation : judged.cut(conversation, row);
    }

    /** The responses that these turns are. */
    List<Response> responses(List<List<Message>> all, Row row) throws RowRefused {
        List<OptionalDouble> ratings = rating.read(row, all.size(), each);
        @Nullable Object said = writer == null ? null : writer.value(row);
        List<Response> responses = new ArrayList<>(all.size());
        for (int index = 0; index < all.size(); index++) {
            responses.add(new Response(all.get(index), ratings.get(index), writer(said, index)));
        }
        return responses;
    }

    private static Optional<String> writer(@Nullable Object said, int index) {
        if (said instanceof List<?> list) {
            return index < list.size() ? Optional.ofNullable((String) list.get(index)) : Optional.empty();
        }
        return Optional.ofNullable((String) said);
    }
}
