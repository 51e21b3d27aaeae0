package io.prefscore.dataset;

import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * {@code {prompt, chosen, rejected}}, each text or a message list. Text in {@code prompt} is a user's turn, text in the
 * others an assistant's. Where both message lists repeat the prompt (UltraFeedback binarized and its kin), it counts once.
 */
final class PairSchema implements PreferenceSchema {

    private static final List<ColumnKind> EITHER = List.of(ColumnKind.TEXT, ColumnKind.MESSAGES);

    @Override
    public String name() {
        return "pair";
    }

    @Override
    public List<NeededColumn> columns() {
        return List.of(
                new NeededColumn("prompt", EITHER),
                new NeededColumn("chosen", EITHER),
                new NeededColumn("rejected", EITHER));
    }

    @Override
    public RowParser bind(StructType columns) {
        return Bound.parser(this, columns, new Body(columns));
    }

    /** The columns' positions are those of {@link #columns()}. */
    private record Body(TurnsReader prompt, TurnsReader chosen, TurnsReader rejected, boolean promptIsText)
            implements RowParser.Body {

        private static final long serialVersionUID = 1;

        Body(StructType columns) {
            this(
                    TurnsReader.of(columns.apply("prompt"), "user"),
                    TurnsReader.of(columns.apply("chosen"), "assistant"),
                    TurnsReader.of(columns.apply("rejected"), "assistant"),
                    columns.apply("prompt").dataType() instanceof StringType);
        }

        @Override
        public Example read(String id, Row row) throws RowRefused {
            List<Message> promptTurns = prompt.read(row, 0);
            List<Message> chosenTurns = chosen.read(row, 1);
            List<Message> rejectedTurns = rejected.read(row, 2);
            if (repeat(promptTurns, chosenTurns, rejectedTurns)) {
                return Conversations.pairOfConversations(id, chosenTurns, rejectedTurns);
            }
            return Conversations.pair(id, promptTurns, chosenTurns, rejectedTurns);
        }

        /**
         * Whether the responses stand there as whole conversations. A prompt given as text may be the last question
         * alone, or lack the system turn or some white space, so there it is enough that the conversations open alike
         * with somebody else than the assistant.
         */
        private boolean repeat(List<Message> prompt, List<Message> chosen, List<Message> rejected) {
            if (promptIsText) {
                return opensWithOthers(chosen)
                        && opensWithOthers(rejected)
                        && chosen.get(0).equals(rejected.get(0));
            }
            return startsWith(chosen, prompt) && startsWith(rejected, prompt);
        }

        private static boolean opensWithOthers(List<Message> conversation) {
            return conversation.size() > 1 && !conversation.get(0).role().equals("assistant");
        }

        private static boolean startsWith(List<Message> conversation, List<Message> prompt) {
            return conversation.size() > prompt.size()
                    && conversation.subList(0, prompt.size()).equals(prompt);
        }
    }

    /** Reads a column that holds text or a message list as turns. */
    interface TurnsReader extends Serializable {

        List<Message> read(Row row, int index) throws RowRefused;

        static TurnsReader of(StructField column, String roleOfText) {
            if (column.dataType() instanceof StringType) {
                return new TextTurn(column.name(), roleOfText);
            }
            MessageReader reader = new MessageReader(column.name(), column.dataType());
            return reader::read;
        }
    }

    /** A text as one turn. */
    private record TextTurn(String column, String role) implements TurnsReader {

        private static final long serialVersionUID = 1;

        @Override
        public List<Message> read(Row row, int index) throws RowRefused {
            List<Message> turns = new ArrayList<>(1);
            turns.add(new Message(role, Bound.text(row, index, column)));
            return turns;
        }
    }
}
