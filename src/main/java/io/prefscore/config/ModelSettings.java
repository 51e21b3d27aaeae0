package io.prefscore.config;

import java.io.Serializable;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which model scores and how: group {@code model} of the settings.
 *
 * @param path checkpoint folder, as seen by driver and executors alike: a local one, or one of any Hadoop file system
 * @param kind what stands in the folder
 * @param device where it runs; {@code auto} takes the GPU that Spark assigned to the task, else the CPU
 * @param dtype arithmetic; {@code auto} is float32 on a CPU, bfloat16 on a GPU
 * @param pooling which token's state is scored; {@code auto} follows the reference code of the model's class
 * @param maxTokensPerBatch token budget of one packed batch; a longer conversation goes alone
 * @param batchesPerSweep packed batches that go through a layer before the next layer is touched; weights that must be
 *     widened or streamed are then fetched once per sweep
 * @param prefixSharing whether tokens that conversations share at their start are computed once
 * @param threads CPU threads for one executor; absent: the cores that Spark gives it
 * @param cache where a host keeps its copy of a model that is not local
 * @param size what is known of its size and training; decides no score
 */
public record ModelSettings(
        String path,
        Kind kind,
        DeviceKind device,
        Dtype dtype,
        Pooling pooling,
        int maxTokensPerBatch,
        int batchesPerSweep,
        Sharing prefixSharing,
        OptionalInt threads,
        CacheSettings cache,
        ModelSize size)
        implements Serializable {

    public ModelSettings {
        Requirements requirements = new Requirements();
        requirements.positive("model.max-tokens-per-batch", maxTokensPerBatch, "a few thousand keep a device busy");
        requirements.positive("model.batches-per-sweep", batchesPerSweep, "1 takes the least memory");
        requirements.positive("model.threads", threads, "leave it out to use the executor's cores");
        requirements.enforce();
    }

    /** What people call the model: the last part of its path, or its kind where it has none. */
    public String name() {
        String last = path.replaceFirst("/+$", "").replaceFirst(".*/", "");
        return last.isEmpty() ? SettingsValues.label(kind) : last;
    }

    /** With {@link CacheSettings#DEFAULT} and {@link ModelSize#UNKNOWN}. */
    public ModelSettings(
            String path,
            Kind kind,
            DeviceKind device,
            Dtype dtype,
            Pooling pooling,
            int maxTokensPerBatch,
            int batchesPerSweep,
            Sharing prefixSharing,
            OptionalInt threads) {
        this(
                path,
                kind,
                device,
                dtype,
                pooling,
                maxTokensPerBatch,
                batchesPerSweep,
                prefixSharing,
                threads,
                CacheSettings.DEFAULT,
                ModelSize.UNKNOWN);
    }

    /** The same settings for another model. */
    public ModelSettings of(Kind otherKind, String otherPath) {
        return with(otherPath, otherKind, device);
    }

    /** The same settings on another device. */
    public ModelSettings withDevice(DeviceKind other) {
        return with(path, kind, other);
    }

    private ModelSettings with(String otherPath, Kind otherKind, DeviceKind otherDevice) {
        return new ModelSettings(
                otherPath,
                otherKind,
                otherDevice,
                dtype,
                pooling,
                maxTokensPerBatch,
                batchesPerSweep,
                prefixSharing,
                threads,
                cache,
                size);
    }

    /** What stands in the folder. */
    public enum Kind {
        /** A Hugging Face checkpoint: {@code config.json}, safetensors, {@code tokenizer.json}. */
        CHECKPOINT,
        /** A TorchScript file in DJL's layout. It is code and runs as code, so it is taken only when asked for. */
        TORCHSCRIPT,
        /** No weights: the reward is the number of characters of the last turn. */
        LENGTH,
        /** No weights: every reward is 0. */
        CONSTANT,
        /** None: the data carries rewards from elsewhere, in the column that stands for the path. */
        COLUMN;

        /** Whether a model of this kind stands in a folder. */
        public boolean needsFolder() {
            return this == CHECKPOINT || this == TORCHSCRIPT;
        }
    }

    /** Where the model runs. */
    public enum DeviceKind {
        AUTO,
        CPU,
        GPU
    }

    /** Arithmetic of the forward pass, whatever the dtype of the stored weights. */
    public enum Dtype {
        AUTO,
        FLOAT32,
        BFLOAT16
    }

    /** Which token's final state the score head reads. */
    public enum Pooling {
        AUTO,
        /** The last token of the conversation, whatever it is. */
        LAST_TOKEN,
        /** The rightmost token whose id differs from the configuration's {@code pad_token_id}. */
        RIGHTMOST_NON_PAD;

        /** {@code last-token} for {@link #LAST_TOKEN}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether tokens shared by conversations are computed once. */
    public enum Sharing {
        ON,
        OFF
    }

    /** Optional values cannot be serialized; this form of the record can. */
    private record Shipped(
            String path,
            Kind kind,
            DeviceKind device,
            Dtype dtype,
            Pooling pooling,
            int maxTokensPerBatch,
            int batchesPerSweep,
            Sharing prefixSharing,
            @Nullable Integer threads,
            CacheSettings cache,
            ModelSize size)
            implements Serializable {

        private Object readResolve() {
            return new ModelSettings(
                    path,
                    kind,
                    device,
                    dtype,
                    pooling,
                    maxTokensPerBatch,
                    batchesPerSweep,
                    prefixSharing,
                    threads == null ? OptionalInt.empty() : OptionalInt.of(threads),
                    cache,
                    size);
        }
    }

    private Object writeReplace() {
        return new Shipped(
                path,
                kind,
                device,
                dtype,
                pooling,
                maxTokensPerBatch,
                batchesPerSweep,
                prefixSharing,
                threads.isPresent() ? threads.getAsInt() : null,
                cache,
                size);
    }
}
