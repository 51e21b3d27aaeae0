package io.prefscore.scoring;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.AccumulatorV2;

/**
 * Gathers on the driver what each executor did, in tasks that ended well; an executor is named {@code id on host}. Work that
 * was repeated because a task was retried or raced counts once.
 */
final class WorkByExecutor extends AccumulatorV2<WorkDone, Map<String, WorkDone>> {

    private static final long serialVersionUID = 1;

    private final TreeMap<String, WorkDone> work = new TreeMap<>();

    @Override
    public synchronized boolean isZero() {
        return work.isEmpty();
    }

    @Override
    public synchronized WorkByExecutor copy() {
        WorkByExecutor copy = new WorkByExecutor();
        copy.work.putAll(work);
        return copy;
    }

    @Override
    public synchronized void reset() {
        work.clear();
    }

    @Override
    public synchronized void add(WorkDone done) {
        SparkEnv here = SparkEnv.get();
        String name = here.executorId() + " on "
                + here.blockManager().blockManagerId().host();
        work.merge(name, done, WorkDone::plus);
    }

    @Override
    public synchronized void merge(AccumulatorV2<WorkDone, Map<String, WorkDone>> other) {
        other.value().forEach((name, done) -> work.merge(name, done, WorkDone::plus));
    }

    @Override
    public synchronized Map<String, WorkDone> value() {
        return Map.copyOf(work);
    }
}
