package io.prefscore.scoring;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What waves hold and cost.
 *
 * @param texts texts computed, refused ones included
 * @param tokensComputed tokens that went through the layers
 * @param batches packed batches
 * @param forward time in the forward pass, over all tasks
 */
record StoreTotals(long texts, long tokensComputed, long batches, Duration forward) {

    /** Nothing computed. */
    static final StoreTotals NONE = new StoreTotals(0, 0, 0, Duration.ZERO);

    static StoreTotals of(Dataset<Row> entries) {
        Row totals = entries.agg(
                        functions.count(lit(1)),
                        coalesce(sum(ScoreStore.TOKENS_COMPUTED), lit(0L)),
                        coalesce(sum(ScoreStore.BATCHES), lit(0L)),
                        coalesce(sum(ScoreStore.FORWARD_NANOS), lit(0L)))
                .first();
        return new StoreTotals(
                totals.getLong(0), totals.getLong(1), totals.getLong(2), Duration.ofNanos(totals.getLong(3)));
    }
}
