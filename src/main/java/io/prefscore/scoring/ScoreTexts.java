package io.prefscore.scoring;

import io.prefscore.model.ModelSource;
import io.prefscore.model.Rewards;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/** Makes rows of {@link ScoreStore} of rows of key and text. Shipped to executors. */
record ScoreTexts(ModelSource source, TaskDevice device, WorkCounters counters)
        implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return rows;
        }
        TaskContext task = TaskContext.get();
        ModelHolder.Lease lease = ModelHolder.borrow(source, device.device(task));
        task.addTaskCompletionListener((TaskCompletionListener) ended -> lease.close());
        Iterator<TextScorer.Text> texts =
                Iterators.map(rows, row -> new TextScorer.Text(row.getAs(0), row.getString(1)));
        return Iterators.concat(Iterators.map(new TextScorer(lease.model()).score(texts), this::stored));
    }

    private Iterator<Row> stored(TextScorer.Call call) {
        List<Row> rows = new ArrayList<>(call.texts().size());
        for (int index = 0; index < call.texts().size(); index++) {
            Rewards.Cost cost = index == 0 ? call.rewards().cost() : Rewards.Cost.NONE;
            rows.add(
                    row(call.texts().get(index).key(), call.rewards().outcomes().get(index), cost));
        }
        counters.add(call.rewards());
        return rows.iterator();
    }

    private static Row row(byte[] key, Rewards.Outcome outcome, Rewards.Cost cost) {
        if (outcome instanceof Rewards.Scored scored) {
            return RowFactory.create(
                    key,
                    scored.reward(),
                    scored.tokens(),
                    scored.truncated(),
                    null,
                    null,
                    cost.tokensAsked(),
                    cost.tokensComputed(),
                    cost.batches(),
                    cost.forward().toNanos());
        }
        Rewards.Refused refused = (Rewards.Refused) outcome;
        return RowFactory.create(
                key,
                null,
                null,
                null,
                refused.skip().reason().name(),
                refused.skip().detail(),
                cost.tokensAsked(),
                cost.tokensComputed(),
                cost.batches(),
                cost.forward().toNanos());
    }
}
