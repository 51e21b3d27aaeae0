package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.InputSettings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.RowParser;
import io.prefscore.encode.CommonStart;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.model.TextFacts;
import io.prefscore.preference.Skip;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/** What a model is given to read of rows at hand: the texts that its template makes of them, and their tokens. Driver side. */
public final class RenderedTexts {

    private static final StructType SCHEMA = new StructType()
            .add("example_id", DataTypes.StringType)
            .add("response", DataTypes.IntegerType)
            .add("text", DataTypes.StringType)
            .add("tokens", DataTypes.IntegerType)
            .add("shared_tokens", DataTypes.IntegerType)
            .add("problem", DataTypes.StringType);

    private RenderedTexts() {}

    /**
     * One row a response: the example's id, the response's place in it, the text, how many tokens it has, and with how many
     * of them all texts of the row begin, which are computed once. A row that cannot be rendered has one row with the reason
     * under {@code problem} instead.
     *
     * @param name of the rows, for messages
     * @param input how the rows are read
     * @param model its template and tokenizer; weights are not touched
     */
    public static Dataset<Row> of(Dataset<Row> rows, String name, InputSettings input, TextFacts model) {
        InputTable table = InputReader.of(rows, name);
        RowParser parser = PreferenceSchemas.recognise(table, input).parser();
        return table.rows()
                .select(col(InputTable.NAME), ParserColumns.of(parser, read -> col(InputTable.ROW)
                        .getField(read)))
                .mapPartitions(new Render(parser, model), Encoders.row(SCHEMA));
    }

    /** Shipped to executors. */
    private record Render(RowParser parser, TextFacts model) implements MapPartitionsFunction<Row, Row> {

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            TextTokenizer tokenizer = model.openTokenizer();
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> tokenizer.close());
            Rendering rendering = new Rendering(parser, model.renderer(), "");
            return Iterators.concat(
                    Iterators.map(rows, row -> texts(rendering.render(row.getString(0), row.getStruct(1)), tokenizer)));
        }

        private static Iterator<Row> texts(Rendering.Outcome outcome, TextTokenizer tokenizer) {
            if (outcome instanceof Rendering.SetAside refused) {
                return problem(refused.skip());
            }
            Rendering.Rendered rendered = (Rendering.Rendered) outcome;
            List<int[]> tokens = new ArrayList<>();
            try {
                for (String text : rendered.texts()) {
                    tokens.add(tokenizer.encode(text));
                }
            } catch (ConversationRefused refused) {
                return problem(refused.skip());
            }
            int shared = tokens.stream()
                    .mapToInt(other -> CommonStart.of(tokens.get(0), other))
                    .min()
                    .orElse(0);
            List<Row> texts = new ArrayList<>();
            for (int index = 0; index < tokens.size(); index++) {
                texts.add(RowFactory.create(
                        rendered.example().id(),
                        index,
                        rendered.texts().get(index),
                        tokens.get(index).length,
                        shared,
                        null));
            }
            return texts.iterator();
        }

        private static Iterator<Row> problem(Skip skip) {
            String reason = skip.reason().label();
            return List.of(RowFactory.create(null, null, null, null, null, reason))
                    .iterator();
        }
    }
}
