package io.prefscore.inspect;

import io.prefscore.encode.ContentKeys;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The narrow table that one reading of the data leaves: what has to meet by its content before it can be counted, and for
 * each partition one tally of all that need not. No text of the data stands in it but slices' values, and the few texts of a
 * tally that are shown.
 */
final class Findings {

    /** Name of a {@link Kind}. */
    static final String KIND = "kind";
    /** Binary, 16 bytes, see {@link ContentKeys}: of a text, or of an example's id. */
    static final String KEY = "key";
    /**
     * Equal for equal prompts. 64 bits, since Spark adds up by hashing only what it can update in place: among 10⁹ prompts
     * two are taken for one with probability 0.03, which would change the estimate by the length of one prompt.
     */
    static final String PROMPT = "prompt";

    static final String CHARACTERS = "characters";
    static final String TOKENS = "tokens";
    static final String PROMPT_CHARACTERS = "prompt_characters";
    static final String PROMPT_TOKENS = "prompt_tokens";
    static final String TURNS = "turns";
    /** Null where the response has none. */
    static final String RATING = "rating";

    static final String NAME = "name";
    static final String VALUE = "value";
    static final String COUNT = "count";
    /** A {@link RowTally}. */
    static final String TALLY = "tally";

    static final StructType SCHEMA = new StructType()
            .add(KIND, DataTypes.StringType)
            .add(KEY, DataTypes.BinaryType)
            .add(PROMPT, DataTypes.LongType)
            .add(CHARACTERS, DataTypes.LongType)
            .add(TOKENS, DataTypes.LongType)
            .add(PROMPT_CHARACTERS, DataTypes.LongType)
            .add(PROMPT_TOKENS, DataTypes.LongType)
            .add(TURNS, DataTypes.LongType)
            .add(RATING, DataTypes.DoubleType)
            .add(NAME, DataTypes.StringType)
            .add(VALUE, DataTypes.StringType)
            .add(COUNT, DataTypes.LongType)
            .add(TALLY, DataTypes.BinaryType);

    /** What a row of the table is. */
    enum Kind {
        /** One a partition. */
        TALLY,
        /** One a response: the text that is scored for it. */
        TEXT,
        /** One a response of an example that spans rows. */
        ANSWER,
        /** One a row with a single comparison: its two texts, {@link #COUNT} 1 where the one of lower key is preferred. */
        PAIR,
        /** A slice's value and how many rows have it. */
        SLICE
    }

    private Findings() {}
}
