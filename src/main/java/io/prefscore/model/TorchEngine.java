package io.prefscore.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import io.prefscore.preference.UserError;

/** DJL's PyTorch engine, started the way executors need it: from bundled natives, without a network. */
final class TorchEngine {

    private TorchEngine() {}

    /**
     * Starts the engine, or finds it started, and readies the calling thread to feed a device.
     *
     * @param device where this thread's models run
     * @param threads CPU threads of an operation; of no effect on a GPU
     * @throws UserError where libtorch cannot be loaded, or a GPU is asked for and libtorch has none
     */
    static void start(Device device, int threads) {
        // DJL would look for a newer native library, and report its use, over a network that executors do not have
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        Engine engine;
        try {
            engine = Engine.getEngine("PyTorch");
        } catch (EngineException e) {
            throw new UserError(UserError.Kind.MODEL, "libtorch cannot be loaded: " + rootMessage(e), e);
        }
        if (device.isGpu() && engine.getGpuCount() <= device.getDeviceId()) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    "GPU " + device.getDeviceId() + " was asked for, but the libtorch that was found sees "
                            + engine.getGpuCount()
                            + "; set PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR=cu128 for a host's own"
                            + " libtorch " + engine.getVersion() + ", or model.device = cpu");
        }
        if (!device.isGpu()) {
            JniUtils.setNumThreads(threads);
        }
        // the profiling executor would compile the program anew for each new shape; batches all differ. Per thread
        JniUtils.setGraphExecutorOptimize(false);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
