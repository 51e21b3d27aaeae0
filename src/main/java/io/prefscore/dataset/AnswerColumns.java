package io.prefscore.dataset;

import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
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
 */
record AnswerColumns(Turns turns, boolean each, int exactly, RatingColumns rating, ColumnPath.@Nullable Bound writer)
        implements Serializable {

    static AnswerColumns bind(
            ColumnPath path,
            Turns.Part part,
            int exactly,
            Function<Columns, RatingColumns> rating,
            Optional<ColumnPath> writer,
            Columns columns,
            TextTurns texts) {
        return new AnswerColumns(
                Turns.bind(path, part, columns, texts),
                path.isEach(),
                exactly,
                rating.apply(columns),
                writer.filter(said -> isText(said.type()))
                        .map(said -> said.bind(columns))
                        .orElse(null));
    }

    private static boolean isText(DataType type) {
        return type instanceof StringType;
    }

    /** The turns of each response. */
    List<List<Message>> read(Row row) throws RowRefused {
        if (!each) {
            return List.of(turns.read(row));
        }
        List<List<Message>> all = turns.readEach(row);
        if (exactly > 0 && all.size() != exactly) {
            throw RowRefused.malformed(turns.path().column(), "has " + all.size() + " texts; it must have " + exactly);
        }
        return all;
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
