package io.prefscore.filter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.prefscore.config.FilterSettings.Shape;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import io.prefscore.filter.OutputRows.Made;
import io.prefscore.filter.OutputRows.Obstacle;
import io.prefscore.filter.OutputRows.Weights;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Response;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is kept, in a shape for a trainer: of each row, pair or response the rows that are written, or why it cannot be. Driver
 * side.
 */
final class MadeRows {

    /** Of the {@link Funnel} row. */
    static final String PLACE = Facts.PLACE;

    static final String PROMPT_KEY = Facts.PROMPT_KEY;
    /** Name of an {@link Obstacle}; null for what can be written. */
    static final String OBSTACLE = "obstacle";
    /** Array of rows of the shape. */
    static final String ROWS = "rows";

    private static final String FIRST = "first_";
    private static final String SECOND = "second_";

    private final ScoredRows scored;
    private final Shape shape;
    private final Weights weights;

    MadeRows(ScoredRows scored, Shape shape, Weights weights) {
        this.scored = scored;
        this.shape = shape;
        this.weights = weights;
    }

    private StructType schema() {
        return new StructType()
                .add(PLACE, DataTypes.LongType)
                .add(PROMPT_KEY, DataTypes.LongType)
                .add(OBSTACLE, DataTypes.StringType)
                .add(ROWS, DataTypes.createArrayType(OutputRows.schema(shape, weights)));
    }

    /**
     * Of kept rows.
     *
     * @param kept {@link Funnel} rows
     */
    Dataset<Row> ofRows(Dataset<Row> kept) {
        Dataset<Row> decided = kept.select(
                col(Facts.PLACE),
                col(Facts.PROMPT_KEY),
                col(Facts.EXAMPLE_ID),
                coalesce(col(Facts.MARGIN), lit(Float.NaN)).as(Facts.MARGIN),
                col(Funnel.FLIPPED),
                col(Funnel.WEIGHT));
        Dataset<Row> texts = scored.rows()
                .select(
                        col(ScoredRows.PLACE).as(FIRST),
                        scored.parserColumns(),
                        ScoredRows.score(Facts.REWARDS).as(Facts.REWARDS));
        return decided.join(texts, col(Facts.PLACE).equalTo(col(FIRST)))
                .drop(FIRST)
                .map(new OfRow(scored.recognition().parser(), shape, weights), Encoders.row(schema()));
    }

    /**
     * Of kept pairs or responses.
     *
     * @param kept {@link Funnel} rows of units
     */
    Dataset<Row> ofUnits(Dataset<Row> kept) {
        Dataset<Row> decided = kept.select(
                col(Facts.PLACE),
                col(Facts.PROMPT_KEY),
                col(Facts.EXAMPLE_ID),
                coalesce(col(Facts.MARGIN), lit(Float.NaN)).as(Facts.MARGIN),
                col(Funnel.WEIGHT),
                col(UnitMaker.PREFERRED_PLACE),
                col(UnitMaker.PREFERRED_POSITION),
                coalesce(col(UnitMaker.OTHER_PLACE), col(UnitMaker.PREFERRED_PLACE))
                        .as(UnitMaker.OTHER_PLACE),
                coalesce(col(UnitMaker.OTHER_POSITION), lit(OfUnit.NONE)).as(UnitMaker.OTHER_POSITION),
                col(Funnel.FLIPPED));
        return decided.join(texts(FIRST), col(UnitMaker.PREFERRED_PLACE).equalTo(col(FIRST + PLACE)))
                .join(texts(SECOND), col(UnitMaker.OTHER_PLACE).equalTo(col(SECOND + PLACE)))
                .map(new OfUnit(scored.recognition().parser(), shape, weights), Encoders.row(schema()));
    }

    private Dataset<Row> texts(String side) {
        Column columns = scored.parserColumns().as(side + ROWS);
        return scored.rows().select(col(ScoredRows.PLACE).as(side + PLACE), columns);
    }

    private static Example example(RowParser parser, String id, Row columns) {
        Parsed parsed = parser.parse(id, columns);
        if (parsed instanceof Parsed.Usable usable) {
            return usable.example();
        }
        throw new IllegalStateException(id + " was scored, and cannot be read now: " + parsed);
    }

    private static Row made(Row decided, Shape shape, Weights weights, Made made, boolean needsLabel) {
        Optional<Obstacle> obstacle = needsLabel ? Optional.of(Obstacle.NO_PAIR) : OutputRows.obstacle(shape, made);
        Object[] rows = obstacle.isPresent()
                ? new Object[0]
                : OutputRows.rows(shape, weights, made).toArray();
        return RowFactory.create(
                decided.getLong(0),
                decided.getLong(1),
                obstacle.map(Obstacle::name).orElse(null),
                rows);
    }

    /** Shipped to executors. */
    private record OfRow(RowParser parser, Shape shape, Weights weights) implements MapFunction<Row, Row> {

        @Override
        public Row call(Row row) {
            String id = row.getString(2);
            double margin = row.getFloat(3);
            Example example = example(parser, id, row.getStruct(row.fieldIndex("columns")));
            boolean pair = !Double.isNaN(margin);
            Comparison labelled = pair ? example.comparisons().get(0) : Comparison.FIRST_PREFERRED;
            boolean flipped = row.getBoolean(4);
            int preferred = pair
                    ? (flipped ? labelled.other() : labelled.preferred())
                    : best(row.getList(row.fieldIndex(Facts.REWARDS)));
            Optional<Response> other = pair
                    ? Optional.of(example.responses().get(flipped ? labelled.preferred() : labelled.other()))
                    : Optional.empty();
            Made made =
                    new Made(id, example.prompt(), example.responses().get(preferred), other, margin, row.getDouble(5));
            boolean labels = shape == Shape.UNPAIRED || shape == Shape.UNPAIRED_CONVERSATIONAL;
            return made(row, shape, weights, made, labels && !pair);
        }

        /** Where no label says which, the highest reward does. */
        private static int best(List<Float> rewards) {
            int best = 0;
            for (int index = 1; index < rewards.size(); index++) {
                best = rewards.get(index) > rewards.get(best) ? index : best;
            }
            return best;
        }
    }

    /** Shipped to executors. */
    private record OfUnit(RowParser parser, Shape shape, Weights weights) implements MapFunction<Row, Row> {

        private static final int NONE = -1;

        private static Made single(Row row, Example example, Response response) {
            return new Made(
                    row.getString(2), example.prompt(), response, Optional.empty(), row.getFloat(3), row.getDouble(4));
        }

        @Override
        public Row call(Row row) {
            String id = row.getString(2);
            Example first = example(parser, id, row.getStruct(row.fieldIndex(FIRST + ROWS)));
            Response single = first.responses().get(row.getInt(6));
            int otherPosition = row.getInt(8);
            if (otherPosition == NONE) {
                return made(row, shape, weights, single(row, first, single), false);
            }
            Response second = example(parser, id, row.getStruct(row.fieldIndex(SECOND + ROWS)))
                    .responses()
                    .get(otherPosition);
            boolean flipped = row.getBoolean(9);
            Made made = new Made(
                    id,
                    first.prompt(),
                    flipped ? second : single,
                    Optional.of(flipped ? single : second),
                    row.getFloat(3),
                    row.getDouble(4));
            return made(row, shape, weights, made, false);
        }
    }
}
