package io.prefscore.dataset;

import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;

/**
 * Cuts conversations behind the answer that is judged.
 *
 * @param column which answer that is, from 1
 */
record JudgedTurn(ColumnPath.Bound column) implements Serializable {

    List<Message> cut(List<Message> conversation, Row row) throws RowRefused {
        OptionalDouble judged = Cells.rating(column.required(row));
        int answers = 0;
        for (int place = 0; place < conversation.size(); place++) {
            boolean isAnswer = conversation.get(place).role().equals(Turns.ASSISTANT);
            answers += isAnswer ? 1 : 0;
            if (isAnswer && judged.isPresent() && judged.getAsDouble() == answers) {
                return conversation.subList(0, place + 1);
            }
        }
        throw RowRefused.malformed(
                column.text(),
                "is " + Judge.plain(column.required(row)) + "; it must say which of " + answers
                        + " answers is judged, from 1");
    }
}
