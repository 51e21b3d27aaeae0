package io.prefscore.report;

import io.prefscore.stats.Pair;
import io.prefscore.stats.StyleDifference;
import io.prefscore.stats.StyleFeature;
import io.prefscore.stats.TextStyle;
import io.prefscore.stats.Units;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * Comparisons as the passes over them read them: a resampling unit, a {@link Pair} and the numbers of its slices. Rows of a
 * unit stand together, sorted, so that every sum is made in the same order however the table is cut.
 *
 * @param data labels of the data sets
 */
record PairRows(SliceIndex slices, List<String> data) implements MapFunction<Row, Row> {

    static final String UNIT = "unit";
    static final String PROMPT_KEY = "prompt_key";
    static final String EXAMPLE = "example";
    static final String PREFERRED = "preferred";
    static final String OTHER = "other";
    static final String PREFERRED_CHARACTERS = "preferred_characters";
    static final String OTHER_CHARACTERS = "other_characters";
    static final String PREFERRED_REWARDS = "preferred_rewards";
    static final String OTHER_REWARDS = "other_rewards";

    private static final int PREFERRED_STYLE_AT = 8;
    private static final int OTHER_STYLE_AT = 9;
    private static final int PREFERRED_REWARDS_AT = 10;
    private static final int OTHER_REWARDS_AT = 11;
    private static final int SLICES_AT = 12;
    private static final int DATA_AT = 13;

    static final StructType SCHEMA = new StructType()
            .add(UNIT, DataTypes.IntegerType)
            .add(PROMPT_KEY, DataTypes.LongType)
            .add(EXAMPLE, DataTypes.StringType)
            .add(PREFERRED, DataTypes.IntegerType)
            .add(OTHER, DataTypes.IntegerType)
            .add("strength", DataTypes.DoubleType)
            .add(PREFERRED_CHARACTERS, DataTypes.IntegerType)
            .add(OTHER_CHARACTERS, DataTypes.IntegerType)
            .add("preferred_style", ComparedRows.COUNTS)
            .add("other_style", ComparedRows.COUNTS)
            .add(PREFERRED_REWARDS, ComparedRows.REWARDS)
            .add(OTHER_REWARDS, ComparedRows.REWARDS)
            .add("slices", DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add("data", DataTypes.IntegerType);

    /** Of {@link ComparedRows}. */
    @Override
    public Row call(Row row) {
        long promptKey = row.getAs(ComparedRows.PROMPT_KEY);
        Map<String, String> values = SliceValues.of(row, data);
        int strength = row.fieldIndex(ComparedRows.STRENGTH);
        return RowFactory.create(
                Units.of(promptKey),
                promptKey,
                row.getAs(ComparedRows.EXAMPLE),
                row.getAs(ComparedRows.PREFERRED),
                row.getAs(ComparedRows.OTHER),
                row.isNullAt(strength) ? Double.NaN : row.getDouble(strength),
                row.getAs(ComparedRows.PREFERRED_CHARACTERS),
                row.getAs(ComparedRows.OTHER_CHARACTERS),
                row.getAs(ComparedRows.PREFERRED_STYLE),
                row.getAs(ComparedRows.OTHER_STYLE),
                row.getAs(ComparedRows.PREFERRED_REWARDS),
                row.getAs(ComparedRows.OTHER_REWARDS),
                slices.numbers(values),
                row.getAs(ComparedRows.DATA));
    }

    /** What makes style differences of counts is fast; keeping them would take four times the memory of all else. */
    private static double[] style(Row row) {
        if (row.isNullAt(PREFERRED_STYLE_AT) || row.isNullAt(OTHER_STYLE_AT)) {
            double[] unknown = new double[StyleFeature.values().length];
            Arrays.fill(unknown, Double.NaN);
            return unknown;
        }
        return StyleDifference.of(
                row.getInt(6),
                style(row.<Seq<?>>getAs(PREFERRED_STYLE_AT)),
                row.getInt(7),
                style(row.<Seq<?>>getAs(OTHER_STYLE_AT)));
    }

    private static TextStyle style(Seq<?> counts) {
        return new TextStyle((Integer) counts.apply(0), (Integer) counts.apply(1), (Integer) counts.apply(2), (Integer)
                counts.apply(3));
    }

    /** The resampling unit of a row. */
    static int unit(Row row) {
        return row.getInt(0);
    }

    /** The slices of a row. */
    static int[] slices(Row row) {
        Seq<?> numbers = row.getAs(SLICES_AT);
        int[] slices = new int[numbers.size()];
        for (int index = 0; index < slices.length; index++) {
            slices[index] = (Integer) numbers.apply(index);
        }
        return slices;
    }

    /** The comparison of a row. */
    static Pair pair(Row row) {
        Seq<?> preferred = row.getAs(PREFERRED_REWARDS_AT);
        Seq<?> other = row.getAs(OTHER_REWARDS_AT);
        int models = preferred.size();
        double[] preferredRewards = new double[models];
        double[] otherRewards = new double[models];
        boolean[] missing = new boolean[models];
        for (int model = 0; model < models; model++) {
            Object left = preferred.apply(model);
            Object right = other.apply(model);
            missing[model] = left == null || right == null;
            preferredRewards[model] = left == null ? Double.NaN : (Double) left;
            otherRewards[model] = right == null ? Double.NaN : (Double) right;
        }
        return new Pair(
                row.getLong(1),
                row.getString(2),
                row.getInt(3),
                row.getInt(4),
                row.getDouble(5),
                row.getInt(6),
                row.getInt(7),
                style(row),
                preferredRewards,
                otherRewards,
                missing);
    }

    /** Which data set a row is of. */
    static int data(Row row) {
        return row.getInt(DATA_AT);
    }
}
