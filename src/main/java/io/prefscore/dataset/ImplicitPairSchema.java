package io.prefscore.dataset;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** {@code {chosen, rejected}} as message lists that hold whole conversations; their common beginning is the prompt. */
final class ImplicitPairSchema implements PreferenceSchema {

    @Override
    public String name() {
        return "implicit-pair";
    }

    @Override
    public List<NeededColumn> columns() {
        return List.of(
                new NeededColumn("chosen", List.of(ColumnKind.MESSAGES)),
                new NeededColumn("rejected", List.of(ColumnKind.MESSAGES)));
    }

    @Override
    public RowParser bind(StructType columns) {
        MessageReader chosen =
                new MessageReader("chosen", columns.apply("chosen").dataType());
        MessageReader rejected =
                new MessageReader("rejected", columns.apply("rejected").dataType());
        return Bound.parser(this, columns, new Body(chosen, rejected));
    }

    private record Body(MessageReader chosen, MessageReader rejected) implements RowParser.Body {

        private static final long serialVersionUID = 1;

        @Override
        public Example read(String id, Row row) throws RowRefused {
            List<Message> chosenTurns = chosen.read(row, 0);
            List<Message> rejectedTurns = rejected.read(row, 1);
            return Conversations.pairOfConversations(id, chosenTurns, rejectedTurns);
        }
    }
}
