package io.prefscore.report;

import io.prefscore.stats.TextStyle;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Comparisons with the rewards of all models of a report, whichever way they came: the one table that everything is computed
 * from. It holds no text.
 */
final class ComparedRows {

    /** Which data set of the report, from 0. */
    static final String DATA = "data";

    static final String EXAMPLE = "example";
    static final String PROMPT_KEY = "prompt_key";
    static final String PREFERRED = "preferred";
    static final String OTHER = "other";
    static final String STRENGTH = "strength";
    static final String PREFERRED_CHARACTERS = "preferred_characters";
    static final String OTHER_CHARACTERS = "other_characters";
    /** Counts of {@link TextStyle} in its order; null where texts were not looked at. */
    static final String PREFERRED_STYLE = "preferred_style";

    static final String OTHER_STYLE = "other_style";
    static final String TAG = "tag";
    static final String TURNS = "turns";
    /** Entries of a map, in the order of their keys: Spark's encoder takes no Java map. */
    static final String SLICES = "slices";
    /** One a model; null where that model has none for the response. Those that are given may be double, ours are float32. */
    static final String PREFERRED_REWARDS = "preferred_rewards";

    static final String OTHER_REWARDS = "other_rewards";

    static final DataType COUNTS = DataTypes.createArrayType(DataTypes.IntegerType);
    static final DataType REWARDS = DataTypes.createArrayType(DataTypes.DoubleType, true);

    static final DataType ENTRIES = DataTypes.createArrayType(
            new StructType().add("key", DataTypes.StringType).add("value", DataTypes.StringType));

    static final StructType SCHEMA = new StructType()
            .add(DATA, DataTypes.IntegerType)
            .add(EXAMPLE, DataTypes.StringType)
            .add(PROMPT_KEY, DataTypes.LongType)
            .add(PREFERRED, DataTypes.IntegerType)
            .add(OTHER, DataTypes.IntegerType)
            .add(STRENGTH, DataTypes.DoubleType)
            .add(PREFERRED_CHARACTERS, DataTypes.IntegerType)
            .add(OTHER_CHARACTERS, DataTypes.IntegerType)
            .add(PREFERRED_STYLE, COUNTS)
            .add(OTHER_STYLE, COUNTS)
            .add(TAG, DataTypes.StringType)
            .add(TURNS, DataTypes.IntegerType)
            .add(SLICES, ENTRIES)
            .add(PREFERRED_REWARDS, REWARDS)
            .add(OTHER_REWARDS, REWARDS);

    private ComparedRows() {}
}
