package io.prefscore.scoring;

import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.RowParser;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of the comparisons table of scored rows. Shipped to executors.
 *
 * <p>Reads rows of example id, rewards, tokens and a struct of the parser's columns.
 */
record CompareRows(RowParser parser) implements FlatMapFunction<Row, Row> {

    private static final StructType SIDE = new StructType()
            .add("index", DataTypes.IntegerType)
            .add("reward", DataTypes.FloatType)
            .add("characters", DataTypes.IntegerType)
            .add("tokens", DataTypes.IntegerType);

    /** What {@link #call} gives: the comparisons table, but for its map, which is a list of entries here. */
    static final StructType CALLED = schema(DataTypes.createArrayType(
            new StructType().add("key", DataTypes.StringType, false).add("value", DataTypes.StringType, false)));

    /** The comparisons table. */
    static final StructType SCHEMA = schema(DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));

    private static StructType schema(DataType slices) {
        return new StructType()
                .add("example_id", DataTypes.StringType)
                .add("preferred", SIDE)
                .add("other", SIDE)
                .add("strength", DataTypes.DoubleType)
                .add("tag", DataTypes.StringType)
                .add("margin", DataTypes.FloatType)
                .add("agrees", DataTypes.BooleanType)
                .add("slices", slices);
    }

    private static final int EXAMPLE_ID = 0;
    private static final int REWARDS = 1;
    private static final int TOKENS = 2;
    private static final int COLUMNS = 3;

    @Override
    public Iterator<Row> call(Row row) {
        String id = row.getString(EXAMPLE_ID);
        if (!(parser.parse(id, row.getStruct(COLUMNS)) instanceof Parsed.Usable usable)) {
            throw new IllegalStateException(id + " was scored but cannot be parsed any more");
        }
        List<Float> rewards = row.getList(REWARDS);
        List<Integer> tokens = row.getList(TOKENS);
        List<Row> comparisons = new ArrayList<>();
        for (Comparison comparison : usable.example().comparisons()) {
            comparisons.add(compared(id, usable.example(), comparison, rewards, tokens));
        }
        return comparisons.iterator();
    }

    private static Row compared(
            String id, Example example, Comparison comparison, List<Float> rewards, List<Integer> tokens) {
        float margin = rewards.get(comparison.preferred()) - rewards.get(comparison.other());
        @Nullable Boolean agrees = (comparison.isTie() || margin == 0) ? null : margin > 0;
        return RowFactory.create(
                id,
                side(comparison.preferred(), example, rewards, tokens),
                side(comparison.other(), example, rewards, tokens),
                comparison.strength().isPresent() ? comparison.strength().getAsDouble() : null,
                comparison.tag().orElse(null),
                margin,
                agrees,
                slices(example).toArray());
    }

    private static List<Row> slices(Example example) {
        List<Row> entries = new ArrayList<>();
        new TreeMap<>(example.slices()).forEach((name, value) -> entries.add(RowFactory.create(name, value)));
        return entries;
    }

    /** The comparisons table of what {@link #call} gave. */
    static Dataset<Row> table(Dataset<Row> called) {
        return called.withColumn("slices", functions.map_from_entries(functions.col("slices")));
    }

    private static Row side(int index, Example example, List<Float> rewards, List<Integer> tokens) {
        return RowFactory.create(
                index, rewards.get(index), example.responses().get(index).characters(), tokens.get(index));
    }
}
