package io.prefscore.scoring;

import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Puts our metrics into Spark's own system, and so into every sink that is set up there: {@code spark.plugins =
 * io.prefscore.scoring.MetricsPlugin}. Runs are the same without it.
 */
public final class MetricsPlugin implements SparkPlugin {

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public void registerMetrics(String application, PluginContext context) {
                RunMetrics.register(context.metricRegistry());
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> fromDriver) {
                ExecutorMetrics.register(context.metricRegistry());
            }
        };
    }
}
