package io.prefscore.scoring;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What the runs of this driver have come to, for monitoring. */
final class RunMetrics {

    private static final LongAdder ROWS = new LongAdder();
    private static final LongAdder PAIRS = new LongAdder();
    private static final LongAdder SET_ASIDE = new LongAdder();
    private static final LongAdder TEXTS = new LongAdder();
    private static final LongAdder CACHE_HITS = new LongAdder();

    private RunMetrics() {}

    static void add(StagedTotals totals) {
        ROWS.add(totals.rows());
        PAIRS.add(totals.compared());
        SET_ASIDE.add(totals.allSetAside());
    }

    static void add(Lookup lookup) {
        TEXTS.add(lookup.distinct());
        CACHE_HITS.add(lookup.distinct() - lookup.missing());
    }

    static void register(MetricRegistry registry) {
        registry.register("rows", (Gauge<Long>) ROWS::sum);
        registry.register("pairs", (Gauge<Long>) PAIRS::sum);
        registry.register("rows_set_aside", (Gauge<Long>) SET_ASIDE::sum);
        registry.register("texts_distinct", (Gauge<Long>) TEXTS::sum);
        registry.register("cache_hits", (Gauge<Long>) CACHE_HITS::sum);
    }
}
