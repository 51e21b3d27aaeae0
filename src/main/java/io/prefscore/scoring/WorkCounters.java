package io.prefscore.scoring;

import io.prefscore.model.Rewards;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** Where tasks count their work: live for eyes, by executor for the summary, and in this JVM's metrics. Shipped to executors. */
record WorkCounters(LongAccumulator texts, LongAccumulator tokens, WorkByExecutor byExecutor) implements Serializable {

    static WorkCounters in(SparkContext context) {
        WorkByExecutor byExecutor = new WorkByExecutor();
        context.register(byExecutor, "prefscore work");
        return new WorkCounters(
                context.longAccumulator("prefscore texts"), context.longAccumulator("prefscore tokens"), byExecutor);
    }

    void add(Rewards rewards) {
        WorkDone done = WorkDone.of(rewards);
        texts.add(done.texts());
        tokens.add(done.tokensAsked());
        byExecutor.add(done);
        ExecutorMetrics.add(done);
    }
}
