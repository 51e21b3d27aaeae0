package io.prefscore.dataset;

import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/**
 * A response that stands in columns of its own: its turns, and where the row has them its rating and who wrote it.
 *
 * @param column where it stands
 * @param turns how its turns are read
 * @param ratings columns that may hold its rating; the first that is there does
 * @param sources columns that may say who wrote it, likewise
 */
record Side(String column, Turns.Binder turns, List<String> ratings, List<String> sources) {

    Side {
        ratings = List.copyOf(ratings);
        sources = List.copyOf(sources);
    }

    /** An answer in a column of text or messages. */
    static Side of(String column) {
        return of(column, Turns.turnOrMessages(column, Turns.ASSISTANT));
    }

    static Side of(String column, Turns.Binder turns) {
        return new Side(column, turns, List.of(), List.of());
    }

    Side ratedBy(String... columns) {
        return new Side(column, turns, List.of(columns), sources);
    }

    Side writtenBy(String... columns) {
        return new Side(column, turns, ratings, List.of(columns));
    }

    Bound bind(Columns columns) {
        return new Bound(
                turns.bind(columns),
                position(ratings, ColumnKind.NUMBER, columns),
                position(sources, ColumnKind.TEXT, columns));
    }

    private static int position(List<String> names, ColumnKind kind, Columns columns) {
        return names.stream()
                .filter(name -> columns.has(name, kind))
                .findFirst()
                .map(columns::position)
                .orElse(Bound.ABSENT);
    }

    /** A side bound to a data set's columns. */
    record Bound(Turns turns, int rating, int source) implements Serializable {

        private static final int ABSENT = -1;

        List<Message> read(Row row) throws RowRefused {
            return turns.read(row);
        }

        Response response(List<Message> read, Row row) {
            return new Response(
                    read,
                    rating == ABSENT ? OptionalDouble.empty() : Cells.number(row, rating),
                    source == ABSENT || row.isNullAt(source) ? Optional.empty() : Optional.of(row.getString(source)));
        }
    }
}
