package io.prefscore.model;

import ai.djl.Device;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread of this JVM that feeds a device. libtorch keeps workspaces and a thread pool for every thread that ever
 * used it and aborts the process when such a thread ends, so this one lives as long as the JVM and serves every model on
 * its device.
 */
final class Feeder {

    private static final Map<Device, Feeder> FEEDERS = new ConcurrentHashMap<>();

    private final ExecutorService thread;

    private Feeder(Device device) {
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread feeder = new Thread(task, "prefscore-feeder-" + device);
            feeder.setDaemon(true);
            return feeder;
        });
    }

    static Feeder of(Device device) {
        return FEEDERS.computeIfAbsent(device, Feeder::new);
    }

    /** Runs work on the feeding thread and waits for it; what it throws unchecked is thrown here. */
    <T> T call(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (InterruptedException e) {
            // a task that Spark killed; the feeder ends its batch and nobody reads it
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the model was at work", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the model failed: " + cause, cause);
        }
    }
}
