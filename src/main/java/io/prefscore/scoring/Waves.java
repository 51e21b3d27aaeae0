package io.prefscore.scoring;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Works through files of texts in waves, each of which is committed whole. Two are under way at a time: while the last tasks
 * of one finish, those of the next keep the devices busy. Driver side.
 */
final class Waves {

    /** What a run that is killed may have to repeat. */
    static final int UNDER_WAY = 2;

    private final SparkContext context;
    private final WorkPlan plan;
    private final Deque<String> files;
    private final int largest;
    private int size;
    private int begun;
    private @Nullable Throwable failure;

    /**
     * @param files what there is to do
     * @param largest files that a wave may hold
     */
    Waves(SparkContext context, WorkPlan plan, List<String> files, int largest) {
        this.context = context;
        this.plan = plan;
        this.files = new ArrayDeque<>(files);
        this.largest = largest;
        this.size = Math.min(plan.tasksPerWave(), largest);
    }

    /** Some files, and the number of their wave. */
    record Wave(int number, List<String> files) {}

    /**
     * Does it all.
     *
     * @param score scores and commits a wave; called by several threads
     * @param name names the jobs of this run among those of the application
     */
    void run(BiConsumer<Integer, List<String>> score, String name) {
        ExecutorService threads = Executors.newFixedThreadPool(UNDER_WAY);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < UNDER_WAY; worker++) {
                workers.add(threads.submit(() -> work(score, name)));
            }
            for (Future<?> worker : workers) {
                await(worker, name);
            }
        } finally {
            threads.shutdownNow();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private void await(Future<?> worker, String name) {
        try {
            worker.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stopped) {
            context.cancelJobGroup(name);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while scoring", stopped);
        }
    }

    private void work(BiConsumer<Integer, List<String>> score, String name) {
        context.setJobGroup(name, "prefscore: scoring", true);
        try {
            for (Wave wave = next(); !wave.files().isEmpty(); wave = next()) {
                long started = System.nanoTime();
                score.accept(wave.number(), wave.files());
                done(wave, Duration.ofNanos(System.nanoTime() - started));
            }
        } catch (RuntimeException | Error stopped) {
            fail(stopped, name);
        }
    }

    private synchronized Wave next() {
        List<String> taken = new ArrayList<>();
        while (failure == null && taken.size() < size && !files.isEmpty()) {
            taken.add(files.remove());
        }
        return new Wave(begun++, taken);
    }

    private synchronized void done(Wave wave, Duration took) {
        size = plan.nextWave(wave.files().size(), took, largest);
    }

    /** One wave's failure ends the run, and what else is under way would be in vain; what that then says tells nothing. */
    private synchronized void fail(Throwable stopped, String name) {
        if (failure == null) {
            failure = stopped;
            context.cancelJobGroup(name);
        }
    }
}
