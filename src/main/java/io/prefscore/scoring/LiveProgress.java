package io.prefscore.scoring;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Tells a {@link ProgressListener} how far the tasks are, as executors report it: at their end and with each heartbeat. */
final class LiveProgress extends SparkListener {

    private final ProgressListener listener;
    private final long startedNanos;
    private final long textAccumulator;
    private final long tokenAccumulator;
    private final Map<Long, Done> running = new HashMap<>();
    private Done finished = new Done(0, 0);
    private Stage stage = Stage.OPEN;
    private long textsTotal;
    private long pairsTotal;

    private record Done(long texts, long tokens) {

        Done plus(Done other) {
            return new Done(texts + other.texts, tokens + other.tokens);
        }
    }

    LiveProgress(ProgressListener listener, long startedNanos, LongAccumulator texts, LongAccumulator tokens) {
        this.listener = listener;
        this.startedNanos = startedNanos;
        this.textAccumulator = texts.id();
        this.tokenAccumulator = tokens.id();
    }

    /** A stage begins. */
    synchronized void enter(Stage next, long texts, long pairs) {
        stage = next;
        textsTotal = texts;
        pairsTotal = pairs;
        tell();
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        Done done = done(end.taskInfo().accumulables().iterator());
        running.remove(end.taskInfo().taskId());
        if (end.taskInfo().successful() && done.texts > 0) {
            finished = finished.plus(done);
            tell();
        }
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        boolean moved = false;
        Iterator<? extends Tuple4<Object, Object, Object, ? extends Seq<AccumulableInfo>>> tasks =
                update.accumUpdates().iterator();
        while (tasks.hasNext()) {
            Tuple4<Object, Object, Object, ? extends Seq<AccumulableInfo>> task = tasks.next();
            Done done = done(task._4().iterator());
            if (done.texts > 0) {
                moved = true;
                running.put((Long) task._1(), done);
            }
        }
        if (moved) {
            tell();
        }
    }

    private Done done(Iterator<AccumulableInfo> infos) {
        long texts = 0;
        long tokens = 0;
        while (infos.hasNext()) {
            AccumulableInfo info = infos.next();
            if (info.id() == textAccumulator && info.update().isDefined()) {
                texts = ((Number) info.update().get()).longValue();
            }
            if (info.id() == tokenAccumulator && info.update().isDefined()) {
                tokens = ((Number) info.update().get()).longValue();
            }
        }
        return new Done(texts, tokens);
    }

    private void tell() {
        Done done = finished;
        for (Done task : running.values()) {
            done = done.plus(task);
        }
        listener.onProgress(new ProgressListener.Progress(
                stage,
                done.texts,
                textsTotal,
                pairsTotal,
                done.tokens,
                Duration.ofNanos(System.nanoTime() - startedNanos)));
    }
}
