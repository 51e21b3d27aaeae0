package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@link Facts} with what became of each so far. Nothing is computed before somebody reads it; each policy that is fitted reads
 * what the ones before left. Driver side.
 */
final class Funnel {

    /** Number of the first policy that dropped it; null while it is there. */
    static final String REASON = "reason";
    /** Bit by policy: would have dropped it. */
    static final String REASONS = "reasons";
    /** Bit by policy: it was there, and the policy said nothing about it. */
    static final String PASSED = "passed";
    /** Bit by policy: its label was turned round. */
    static final String FLIPS = "flips";
    /** Bit by policy: its weight was changed. */
    static final String WEIGHTS = "weights";

    static final String WEIGHT = "weight";
    /** Whether its label is now the other way round: an odd number of flips. */
    static final String FLIPPED = "flipped";

    /** Whether, when it was made, it was made against the label of its row; such a thing is flipped from the beginning. */
    static final String REVERSED = "reversed";

    /** Bits of a long. */
    static final int MOST_POLICIES = 63;

    private static final String DROP = "drop_";
    private static final String PASS = "pass_";
    private static final String FLIP = "flip_";
    private static final String TIMES = "times_";

    /**
     * Says what it is told. Spark takes it for something that may change from call to call, and so neither moves what comes
     * later before it nor writes its argument out wherever its result is used: without it a filter on the last of ten policies
     * becomes a condition with a million terms.
     */
    private static final UserDefinedFunction SETTLED =
            udf((UDF1<Boolean, Boolean>) told -> told, DataTypes.BooleanType).asNondeterministic();

    private Funnel() {}

    /** Before the first policy. */
    static Dataset<Row> begin(Dataset<Row> facts) {
        return facts.withColumn(REASON, lit(null).cast("int"))
                .withColumn(REASONS, lit(0L))
                .withColumn(PASSED, lit(0L))
                .withColumn(FLIPS, lit(0L))
                .withColumn(WEIGHTS, lit(0L))
                .withColumn(WEIGHT, lit(1.0))
                .withColumn(FLIPPED, lit(false))
                .withColumn(REVERSED, lit(false));
    }

    /** Whether what comes out prefers what the data's label does not. */
    static Column isTurned() {
        return col(FLIPPED).notEqual(col(REVERSED));
    }

    /** What no policy has dropped. */
    static Dataset<Row> left(Dataset<Row> rows) {
        return rows.where(col(REASON).isNull());
    }

    /** After one more policy. */
    static Dataset<Row> after(Dataset<Row> rows, int policy, Fitted fitted) {
        Column there = col(REASON).isNull();
        Column reached = fitted.reach() == Fitted.Reach.ALL ? lit(true) : there;
        Map<String, Column> asked = new LinkedHashMap<>();
        asked.put(DROP, SETTLED.apply(reached.and(fitted.applies()).and(fitted.drops())));
        asked.put(PASS, there.and(not(fitted.applies())));
        asked.put(FLIP, there.and(fitted.applies()).and(fitted.flips()));
        asked.put(TIMES, when(there.and(fitted.applies()), fitted.weight()).otherwise(1.0));

        long bit = 1L << policy;
        Column flipped = col(FLIP);
        Map<String, Column> changed = new LinkedHashMap<>();
        changed.put(REASON, when(there.and(col(DROP)), policy).otherwise(col(REASON)));
        changed.put(REASONS, withBit(REASONS, col(DROP), bit));
        changed.put(PASSED, withBit(PASSED, col(PASS), bit));
        changed.put(FLIPS, withBit(FLIPS, flipped, bit));
        changed.put(WEIGHTS, withBit(WEIGHTS, col(TIMES).notEqual(1.0), bit));
        changed.put(WEIGHT, col(WEIGHT).multiply(col(TIMES)));
        changed.put(FLIPPED, col(FLIPPED).notEqual(flipped));
        changed.put(Facts.MARGIN, turned(flipped, negate(col(Facts.MARGIN)), Facts.MARGIN));
        changed.put(Facts.PREFERRED_REWARD, turned(flipped, col(Facts.OTHER_REWARD), Facts.PREFERRED_REWARD));
        changed.put(Facts.OTHER_REWARD, turned(flipped, col(Facts.PREFERRED_REWARD), Facts.OTHER_REWARD));
        changed.put(
                Facts.PREFERRED_CHARACTERS,
                turned(
                        flipped,
                        col(Facts.PREFERRED_CHARACTERS).minus(col(Facts.LENGTH_GAP)),
                        Facts.PREFERRED_CHARACTERS));
        changed.put(Facts.LENGTH_GAP, turned(flipped, negate(col(Facts.LENGTH_GAP)), Facts.LENGTH_GAP));
        return rows.withColumns(asked).withColumns(changed).drop(DROP, PASS, FLIP, TIMES);
    }

    private static Column withBit(String bits, Column set, long bit) {
        return col(bits).bitwiseOR(when(set, bit).otherwise(0L));
    }

    private static Column turned(Column flipped, Column value, String name) {
        return when(flipped, value).otherwise(col(name));
    }
}
