package io.prefscore.scoring;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.collection.Iterator;

/** Hears how Spark's jobs go on, and how much of a step is done by their tasks; says so after each of them. */
abstract class TaskShare extends SparkListener {

    private final Map<Integer, Tasks> running = new HashMap<>();
    private final Map<Integer, Integer> jobOfStage = new HashMap<>();
    private int expected = 1;
    private int jobs;
    private int jobsDone;
    private double largest;

    private static final class Tasks {
        private long all;
        private long done;

        double share() {
            return all == 0 ? 0 : Math.min(1, (double) done / all);
        }
    }

    /** @param jobs how many a step like it usually takes */
    synchronized void begin(int jobs) {
        running.clear();
        jobOfStage.clear();
        expected = Math.max(1, jobs);
        this.jobs = 0;
        jobsDone = 0;
        largest = 0;
    }

    /** Tells whoever wants to know. Called by one thread at a time. */
    abstract void tell();

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
        Tasks tasks = new Tasks();
        Iterator<StageInfo> stages = job.stageInfos().iterator();
        while (stages.hasNext()) {
            StageInfo stage = stages.next();
            tasks.all += stage.numTasks();
            jobOfStage.put(stage.stageId(), job.jobId());
        }
        running.put(job.jobId(), tasks);
        jobs++;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
        Tasks tasks = running.get(jobOfStage.getOrDefault(task.stageId(), -1));
        if (tasks != null) {
            tasks.done++;
        }
        tell();
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd job) {
        if (running.remove(job.jobId()) != null) {
            jobsDone++;
        }
        tell();
    }

    /** From 0 to 1, and never less than before. */
    synchronized double taskShare() {
        double done =
                jobsDone + running.values().stream().mapToDouble(Tasks::share).sum();
        largest = Math.max(largest, Math.min(1, done / Math.max(expected, jobs)));
        return largest;
    }
}
