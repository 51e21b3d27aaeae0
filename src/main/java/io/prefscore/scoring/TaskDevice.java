package io.prefscore.scoring;

import io.prefscore.config.ModelSettings;
import io.prefscore.model.ModelSource;
import io.prefscore.preference.UserError;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the device that a task may use: the GPU that Spark assigned to it, else the executor's cores. Shipped to executors,
 * which is why it holds no optional: those cannot be serialized.
 *
 * @param wanted the kind of device that the settings ask for
 * @param threads CPU threads of the model; 0 for all cores of the executor
 */
record TaskDevice(ModelSettings.DeviceKind wanted, int threads) implements Serializable {

    private static final String GPU = "gpu";
    private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+|\\*)(?:,\\s*\\d+)?]");

    static TaskDevice of(ModelSettings settings) {
        return new TaskDevice(settings.device(), settings.threads().orElse(0));
    }

    /**
     * The device of a running task.
     *
     * @param task null on the driver, which has no GPU of Spark's
     */
    ModelSource.Device device(@Nullable TaskContext task) {
        Optional<ResourceInformation> gpu =
                Optional.ofNullable(task).map(running -> running.resourcesJMap().get(GPU));
        SparkConf conf = SparkEnv.get().conf();
        return switch (wanted) {
            case CPU -> cpu(conf);
            case AUTO -> gpu.map(TaskDevice::gpu).orElseGet(() -> cpu(conf));
            case GPU -> gpu.map(TaskDevice::gpu).orElseGet(() -> onlyGpu(conf));
        };
    }

    private static ModelSource.Device gpu(ResourceInformation assigned) {
        return new ModelSource.Device.Gpu(Integer.parseInt(assigned.addresses()[0]));
    }

    /** Local mode knows no resources, so there the first GPU is meant. */
    private static ModelSource.Device onlyGpu(SparkConf conf) {
        if (conf.get("spark.master", "").startsWith("local")) {
            return new ModelSource.Device.Gpu(0);
        }
        throw new UserError(
                UserError.Kind.MODEL,
                "model.device is gpu, but Spark assigned none to the task; set spark.executor.resource.gpu.amount and"
                        + " spark.task.resource.gpu.amount");
    }

    private ModelSource.Device cpu(SparkConf conf) {
        return new ModelSource.Device.Cpu(threads > 0 ? threads : cores(conf));
    }

    /** Cores of this executor: all its tasks share one model, so the model may use them all. */
    static int cores(SparkConf conf) {
        String master = conf.get("spark.master", "");
        if (master.equals("local")) {
            return 1;
        }
        Matcher local = LOCAL.matcher(master);
        if (local.matches() && !local.group(1).equals("*")) {
            return Integer.parseInt(local.group(1));
        }
        return conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    }
}
