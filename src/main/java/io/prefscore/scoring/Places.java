package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Where texts meet on their way to a task: those of one prompt at one place, so that what they share is computed once, but
 * for prompts with more text than a task should have, which get several places. Shipped to executors.
 *
 * @param parts places of such prompts, by group
 */
record Places(Map<Long, Integer> parts) implements Serializable {

    /** Places fall to tasks by chance: parts of a quarter of a task even out, where whole ones would pile up. */
    private static final int PARTS_PER_TASK = 4;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    /**
     * Finds the prompts with too much text.
     *
     * @param missing {@link Lookup#missingTexts}
     * @param most characters of text that a place should have
     */
    static Places of(Lookup missing, long most) {
        Map<Long, Integer> parts = new HashMap<>();
        for (Row heavy : missing.missingTexts()
                .groupBy(Lookup.GROUP)
                .agg(functions.sum(Lookup.LENGTH).as("characters"))
                .where(col("characters").gt(lit(most)))
                .collectAsList()) {
            parts.put(heavy.getLong(0), (int) (1 + heavy.getLong(1) * PARTS_PER_TASK / Math.max(1, most)));
        }
        return new Places(parts);
    }

    long place(long group, byte[] key) {
        Integer count = parts.get(group);
        return count == null
                ? group
                : group + MIX * Math.floorMod(ByteBuffer.wrap(key).getLong(), count.longValue());
    }
}
