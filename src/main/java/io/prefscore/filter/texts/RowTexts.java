package io.prefscore.filter.texts;

import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** The texts of a row of an evaluation set; none where it cannot be read. Executor side. */
sealed interface RowTexts extends Serializable {

    List<String> of(Row cells);

    /** The prompt of the example that a row is. */
    record OfPrompt(RowParser parser) implements RowTexts {

        @Override
        public List<String> of(Row cells) {
            return parser.parse("", cells) instanceof Parsed.Usable usable
                    ? List.of(PromptText.of(usable.example()))
                    : List.of();
        }
    }

    /** Each cell that is not null. */
    record OfCells() implements RowTexts {

        @Override
        public List<String> of(Row cells) {
            List<String> texts = new ArrayList<>();
            for (int cell = 0; cell < cells.size(); cell++) {
                if (!cells.isNullAt(cell)) {
                    texts.add(cells.getString(cell));
                }
            }
            return texts;
        }
    }
}
