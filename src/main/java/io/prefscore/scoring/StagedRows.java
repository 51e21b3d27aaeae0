package io.prefscore.scoring;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The table of parsed and rendered rows that a run keeps while it works, one row an input row. Rendering is paid once,
 * and every counter is read from here, so no retry can count twice.
 */
final class StagedRows {

    static final String IDENTITY = "identity";
    /** The example's id, without an occurrence number. */
    static final String EXAMPLE_ID = "example_id";
    /** Whether the id comes from the data. */
    static final String OWN_ID = "own_id";
    /** Name of a {@link io.prefscore.preference.Skip.Reason}; null for a row to score. */
    static final String REASON = "reason";

    static final String DETAIL = "detail";
    static final String FLAGS = "flags";
    /** Equal for texts that follow the same prompt: they go to one task. */
    static final String GROUP = "group";
    /** One key a response, see {@link TextKeys}. */
    static final String KEYS = "keys";
    /** One rendered text a response. */
    static final String TEXTS = "texts";
    /** Length of the texts together. */
    static final String CHARACTERS = "characters";
    /** Index of the response that the first comparison prefers; null without comparison. */
    static final String PREFERRED = "preferred";

    static final String OTHER = "other";
    /** Whether the first comparison's label is a tie. */
    static final String TIE = "tie";

    static final StructType SCHEMA = new StructType(new StructField[] {
        field(IDENTITY, DataTypes.BinaryType),
        field(EXAMPLE_ID, DataTypes.StringType),
        field(OWN_ID, DataTypes.BooleanType),
        field(REASON, DataTypes.StringType),
        field(DETAIL, DataTypes.StringType),
        field(FLAGS, DataTypes.createArrayType(DataTypes.StringType, false)),
        field(GROUP, DataTypes.LongType),
        field(KEYS, DataTypes.createArrayType(DataTypes.BinaryType, false)),
        field(TEXTS, DataTypes.createArrayType(DataTypes.StringType, false)),
        field(CHARACTERS, DataTypes.LongType),
        field(PREFERRED, DataTypes.IntegerType),
        field(OTHER, DataTypes.IntegerType),
        field(TIE, DataTypes.BooleanType)
    });

    private StagedRows() {}

    private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
        return new StructField(name, type, true, Metadata.empty());
    }
}
