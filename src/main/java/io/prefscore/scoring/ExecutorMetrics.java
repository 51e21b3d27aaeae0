package io.prefscore.scoring;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the models of this JVM have done since it began, retried work included: what monitoring wants to see. */
final class ExecutorMetrics {

    private static final long STARTED_NANOS = System.nanoTime();
    private static final Path STATUS = Path.of("/proc/self/status");
    private static WorkDone work = WorkDone.NOTHING;

    private ExecutorMetrics() {}

    static synchronized void add(WorkDone done) {
        work = work.plus(done);
    }

    private static synchronized WorkDone work() {
        return work;
    }

    static void register(MetricRegistry registry) {
        gauge(registry, "texts", () -> work().texts());
        gauge(registry, "tokens_asked", () -> work().tokensAsked());
        gauge(registry, "tokens_computed", () -> work().tokensComputed());
        gauge(registry, "padding_saved_tokens", () -> work().paddingSaved());
        gauge(registry, "batches", () -> work().batches());
        gauge(registry, "forward_millis", () -> work().forward().toMillis());
        gauge(registry, "device_busy_share", ExecutorMetrics::busyShare);
        gauge(registry, "model_loads", ModelHolder::loads);
        gauge(registry, "resident_bytes", ExecutorMetrics::residentBytes);
    }

    private static void gauge(MetricRegistry registry, String name, Gauge<? extends Number> gauge) {
        registry.register(name, gauge);
    }

    /** Share of the time since this JVM began that its models spent in the forward pass; above 1 with several devices. */
    private static double busyShare() {
        return (double) work().forward().toNanos() / (System.nanoTime() - STARTED_NANOS);
    }

    /** Memory that the process has resident, mapped weights included; 0 where the system does not tell. */
    private static long residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
