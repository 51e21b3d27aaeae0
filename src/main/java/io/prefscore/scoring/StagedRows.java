package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.stats.TextStyle;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is known of each input row before the model works: what it asks for, or why it cannot be used. It holds no text, so
 * that everything but the texts' own way to the model handles narrow rows only.
 */
final class StagedRows {

    static final String IDENTITY = "identity";
    static final String EXAMPLE_ID = "example_id";
    /** Whether the example id comes from the data, and not from the row's place or content. */
    static final String OWN_ID = "own_id";
    /** Name of a {@link io.prefscore.preference.Skip.Reason}; null for a usable row, as are those below for the others. */
    static final String REASON = "reason";

    static final String DETAIL = "detail";
    static final String FLAGS = "flags";
    static final String GROUP = "group";
    /** Of the rendered texts, one a response. */
    static final String KEYS = "keys";
    /** Lengths of the rendered texts. */
    static final String LENGTHS = "lengths";
    /** Lengths of the responses themselves. */
    static final String CHARACTERS = "characters";

    /** Of the responses: the counts of {@link TextStyle}, in its order. */
    static final String STYLES = "styles";
    /** Of the prompt. */
    static final String TURNS = "turns";

    static final String COMPARISONS = "comparisons";
    static final String PREFERRED = "preferred";
    static final String OTHER = "other";
    static final String STRENGTH = "strength";
    static final String TAG = "tag";
    /** Of the only response, where the rows of a prompt are compared with each other. */
    static final String RATING = "rating";
    /** Rewards of the responses that the data carries; null where a model gives them. */
    static final String GIVEN = "given";
    /** Entries of a map: Spark's encoder takes no Java map. */
    static final String SLICES = "slices";

    private static final DataType COMPARISON = new StructType()
            .add(PREFERRED, DataTypes.IntegerType)
            .add(OTHER, DataTypes.IntegerType)
            .add(STRENGTH, DataTypes.DoubleType)
            .add(TAG, DataTypes.StringType);

    /** What a row's labels compare. */
    static final DataType COMPARED = DataTypes.createArrayType(COMPARISON, false);

    /** What stands in a response besides its words. */
    static final StructType STYLE = new StructType()
            .add("headings", DataTypes.IntegerType)
            .add("list_items", DataTypes.IntegerType)
            .add("bold", DataTypes.IntegerType)
            .add("code", DataTypes.IntegerType);

    static final DataType ENTRIES = DataTypes.createArrayType(
            new StructType().add("key", DataTypes.StringType, false).add("value", DataTypes.StringType, false));

    static final StructType SCHEMA = new StructType()
            .add(IDENTITY, DataTypes.BinaryType)
            .add(EXAMPLE_ID, DataTypes.StringType)
            .add(OWN_ID, DataTypes.BooleanType)
            .add(REASON, DataTypes.StringType)
            .add(DETAIL, DataTypes.StringType)
            .add(FLAGS, DataTypes.createArrayType(DataTypes.StringType, false))
            .add(GROUP, DataTypes.LongType)
            .add(KEYS, DataTypes.createArrayType(DataTypes.BinaryType, false))
            .add(LENGTHS, DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add(CHARACTERS, DataTypes.createArrayType(DataTypes.IntegerType, false))
            .add(STYLES, DataTypes.createArrayType(STYLE, false))
            .add(TURNS, DataTypes.IntegerType)
            .add(COMPARISONS, COMPARED)
            .add(RATING, DataTypes.DoubleType)
            .add(SLICES, ENTRIES)
            .add(GIVEN, DataTypes.createArrayType(DataTypes.FloatType, false));

    private StagedRows() {}

    /** The rows that can be scored. */
    static Dataset<Row> usable(Dataset<Row> staged) {
        return staged.where(col(REASON).isNull());
    }
}
