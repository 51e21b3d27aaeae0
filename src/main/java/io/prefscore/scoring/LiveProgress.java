package io.prefscore.scoring;

import io.prefscore.scoring.ProgressListener.Progress;
import io.prefscore.scoring.ProgressListener.Texts;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Tells a {@link ProgressListener} how far the tasks are, as executors report it: at their end and with each heartbeat. */
final class LiveProgress extends TaskShare {

    /** Local property of a thread's jobs: which wave they score. */
    static final String WAVE = "prefscore.wave";

    private final ProgressListener listener;
    private final long startedNanos;
    private final long textAccumulator;
    private final long tokenAccumulator;
    private final Map<Long, Done> running = new HashMap<>();
    private final Map<Integer, String> waveOfStage = new HashMap<>();
    private final Map<String, Long> textsOfWave = new HashMap<>();
    private final Set<String> stored = new HashSet<>();
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
    synchronized void enter(Stage next) {
        stage = next;
        begin(next.jobs());
        tell();
    }

    /**
     * The model's work is known.
     *
     * @param texts distinct ones that it has to score
     * @param pairs rows with a comparison that these serve
     */
    synchronized void expect(long texts, long pairs) {
        textsTotal = texts;
        pairsTotal = pairs;
        tell();
    }

    /** A wave stands in the store. */
    synchronized void stored(String wave) {
        stored.add(wave);
        tell();
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        String wave =
                submitted.properties() == null ? null : submitted.properties().getProperty(WAVE);
        if (wave != null) {
            waveOfStage.put(submitted.stageInfo().stageId(), wave);
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        Done done = done(end.taskInfo().accumulables().iterator());
        running.remove(end.taskInfo().taskId());
        if (end.taskInfo().successful() && done.texts > 0) {
            finished = finished.plus(done);
            textsOfWave.merge(waveOfStage.getOrDefault(end.stageId(), ""), done.texts, Long::sum);
        }
        super.onTaskEnd(end);
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        boolean moved = false;
        Iterator<? extends Tuple4<Object, Object, Object, ? extends Seq<AccumulableInfo>>> updates =
                update.accumUpdates().iterator();
        while (updates.hasNext()) {
            Tuple4<Object, Object, Object, ? extends Seq<AccumulableInfo>> task = updates.next();
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

    @Override
    void tell() {
        Done done = finished;
        for (Done task : running.values()) {
            done = done.plus(task);
        }
        long kept = stored.stream()
                .mapToLong(wave -> textsOfWave.getOrDefault(wave, 0L))
                .sum();
        double share =
                stage == Stage.SCORE && textsTotal > 0 ? Math.min(1, (double) done.texts / textsTotal) : taskShare();
        listener.onProgress(new Progress(
                stage.label(),
                "",
                share,
                new Texts(done.texts, textsTotal, kept, pairsTotal, done.tokens),
                Duration.ofNanos(System.nanoTime() - startedNanos)));
    }
}
