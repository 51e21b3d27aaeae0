package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.prefscore.config.FilterPolicy;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import io.prefscore.filter.texts.PromptText;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The texts of prompts, for policies that read them. Driver side. */
final class Prompts {

    static final String PLACE = "place";
    static final String RANK = "rank";
    static final String TEXT = "text";

    private static final StructType SCHEMA = new StructType()
            .add(PLACE, DataTypes.LongType)
            .add(RANK, DataTypes.LongType)
            .add(TEXT, DataTypes.StringType);

    private Prompts() {}

    /**
     * One row for each of some rows: its place, its rank among like ones, of which the lowest stays, and its prompt.
     *
     * @param rows {@link ScoredRows#rows} of these
     */
    static Dataset<Row> of(ScoredRows scored, Dataset<Row> rows, FilterPolicy.Keep keep, long seed) {
        Column preferred = ScoredRows.score("margin");
        Column margin = keep == FilterPolicy.Keep.ANY
                ? org.apache.spark.sql.functions.lit(0f)
                : when(Facts.isPair(), preferred);
        return rows.select(col(ScoredRows.PLACE), Facts.key(seed), margin, scored.parserColumns())
                .map(new Read(scored.recognition().parser()), Encoders.row(SCHEMA));
    }

    /** Shipped to executors. */
    private record Read(RowParser parser) implements MapFunction<Row, Row> {

        @Override
        public Row call(Row row) {
            Parsed parsed = parser.parse("", row.getStruct(3));
            // a row that was scored could be read
            String text = parsed instanceof Parsed.Usable usable ? PromptText.of(usable.example()) : "";
            return RowFactory.create(
                    row.getLong(0), rank(row.isNullAt(2) ? null : row.getFloat(2), row.getLong(1)), text);
        }
    }

    /** The largest margin first, then by chance: the upper half of the bits orders margins, the lower breaks ties. */
    static long rank(@Nullable Float margin, long key) {
        float value = margin == null ? Float.POSITIVE_INFINITY : 0f - margin;
        int bits = Float.floatToIntBits(value);
        int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return ((long) ordered << Integer.SIZE) | (key >>> Integer.SIZE);
    }
}
