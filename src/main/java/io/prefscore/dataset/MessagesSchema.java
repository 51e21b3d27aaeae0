package io.prefscore.dataset;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** {@code {messages}}: a conversation that is scored and compared with nothing; its last turn is the response. */
final class MessagesSchema implements PreferenceSchema {

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public List<NeededColumn> columns() {
        return List.of(new NeededColumn("messages", List.of(ColumnKind.MESSAGES)));
    }

    @Override
    public RowParser bind(StructType columns) {
        MessageReader messages =
                new MessageReader("messages", columns.apply("messages").dataType());
        return Bound.parser(this, columns, new Body(messages));
    }

    private record Body(MessageReader messages) implements RowParser.Body {

        private static final long serialVersionUID = 1;

        @Override
        public Example read(String id, Row row) throws RowRefused {
            List<Message> turns = messages.read(row, 0);
            int last = turns.size() - 1;
            return new Example(
                    id,
                    turns.subList(0, last),
                    List.of(Conversations.response(turns.subList(last, turns.size()))),
                    List.of(),
                    Map.of());
        }
    }
}
