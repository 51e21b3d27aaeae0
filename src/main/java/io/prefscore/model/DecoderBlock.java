package io.prefscore.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.prefscore.model.DecoderFamily.Trait;
import io.prefscore.model.SafeTensors.Tensor;
import io.prefscore.preference.UserError;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decoder as a DJL block: programs without weights, and the checkpoint's weights, mapped on a CPU, copied on a GPU.
 *
 * <p>Input: for each of k packed batches four int64 arrays, tokens {@code [T]}, positions {@code [T]}, spans
 * {@code [S, 4]} and scored rows {@code [n]} (see {@link io.prefscore.encode.PackedBatch}), 4k arrays in all. Output: one
 * float32 array {@code [sum of n]} of raw logits in the batches' order.
 *
 * <p>A layer is the unit of execution: up to {@code batchesPerSweep} batches pass through a layer before the next layer is
 * touched, so weights that are stored narrower than the arithmetic are widened once a sweep.
 *
 * <p>Used by one thread at a time. Native memory is held by the manager it was made with and by {@link #close}.
 */
final class DecoderBlock extends AbstractBlock implements AutoCloseable {

    private static final int SPAN_NUMBERS = 4;

    private final PtNDManager manager;
    private final DecoderConfig config;
    private final DecoderProgram program;
    private final IValue embeddings;
    private final DataType dtype;
    private final int batchesPerSweep;
    private final List<Weights> layers = new ArrayList<>();
    private final Weights head;
    private final Map<String, IValue> files = new HashMap<>();
    private final IValue anchor;
    private final IValue frequencies;
    private final IValue dtypeNumber;
    private final IValue headSize;
    private final IValue epsilon;
    private final IValue attentionScale;
    private final IValue attentionCap;
    private final IValue activation;

    /** A layer's weights as the program takes them, and whether they must be widened first. */
    private record Weights(IValue tensors, boolean stored) {}

    /**
     * @param manager owns the weights; on the device where the block runs
     * @param checkpoint where they come from
     * @param dtype type of the arithmetic
     * @param batchesPerSweep how many packed batches pass a layer together
     * @throws UserError naming a tensor that holds NaN or an infinity
     */
    DecoderBlock(PtNDManager manager, Checkpoint checkpoint, DataType dtype, int batchesPerSweep) {
        this.manager = manager;
        this.config = checkpoint.config();
        this.dtype = dtype;
        this.batchesPerSweep = batchesPerSweep;
        this.program = DecoderProgram.load(manager.getDevice());
        // closed with the manager even where a tensor further down is refused and this block never comes to be
        manager.attachInternal("decoder-program", program);
        anchor = IValue.from((PtNDArray) manager.create(0f));
        dtypeNumber = IValue.from((long) torchNumber(dtype));
        headSize = IValue.from((long) config.headSize());
        epsilon = IValue.from(config.epsilon());
        attentionScale = IValue.from(config.attentionScale());
        attentionCap = IValue.from(config.attentionCap());
        activation = IValue.from(config.activation());
        Tensor embedding = checkpoint.tensors().get(Checkpoint.EMBEDDING);
        if (embedding == null) {
            throw new IllegalStateException("a checked checkpoint has an embedding");
        }
        embeddings = mapped(embedding);
        checkFinite(embeddings, embedding);
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(weights(checkpoint.layer(layer)));
        }
        head = weights(checkpoint.head());
        frequencies = frequencies();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> options) {
        int batches = inputs.size() / SPAN_NUMBERS;
        float[][] rewards = new float[batches][];
        for (int start = 0; start < batches; start += batchesPerSweep) {
            int end = Math.min(batches, start + batchesPerSweep);
            try (Sweep sweep = new Sweep(inputs, start, end)) {
                sweep.run(rewards);
            }
        }
        int total = 0;
        for (float[] part : rewards) {
            total += part.length;
        }
        float[] all = new float[total];
        int at = 0;
        for (float[] part : rewards) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return new NDList(inputs.head().getManager().create(all));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long scored = 0;
        for (int i = SPAN_NUMBERS - 1; i < inputShapes.length; i += SPAN_NUMBERS) {
            scored += inputShapes[i].get(0);
        }
        return new Shape[] {new Shape(scored)};
    }

    @Override
    public void close() {
        layers.forEach(weights -> weights.tensors.close());
        for (IValue value : new IValue[] {
            head.tensors, anchor, frequencies, dtypeNumber, headSize, epsilon, attentionScale, attentionCap, activation
        }) {
            value.close();
        }
        embeddings.close();
        files.values().forEach(IValue::close);
        program.close();
    }

    /** One passage of some batches through all layers. Closing it frees whatever stage it reached. */
    private final class Sweep implements AutoCloseable {
        private final List<State> states = new ArrayList<>();
        private final PtNDManager scope = (PtNDManager) manager.newSubManager();
        private final int first;

        Sweep(NDList inputs, int start, int end) {
            first = start;
            for (int b = start; b < end; b++) {
                states.add(new State(inputs.subNDList(SPAN_NUMBERS * b)));
            }
        }

        void run(float[][] rewards) {
            for (int layer = 0; layer < layers.size(); layer++) {
                Weights weights = layers.get(layer);
                boolean last = layer == layers.size() - 1;
                try (Lease wide = new Lease(weights);
                        IValue window = IValue.from((long) config.windows().get(layer))) {
                    for (State state : states) {
                        state.pass(wide.tensors, window, last);
                    }
                }
            }
            try (Lease wide = new Lease(head)) {
                for (int i = 0; i < states.size(); i++) {
                    rewards[first + i] = states.get(i).rewards(scope, wide.tensors);
                }
            }
        }

        @Override
        public void close() {
            states.forEach(State::close);
            scope.close();
        }
    }

    /** A layer's weights in the type of the arithmetic, for as long as the sweep is in that layer. */
    private final class Lease implements AutoCloseable {
        private final IValue tensors;
        private final boolean owned;

        Lease(Weights weights) {
            owned = weights.stored;
            tensors = weights.stored ? program.call("cast", weights.tensors, dtypeNumber) : weights.tensors;
        }

        @Override
        public void close() {
            if (owned) {
                tensors.close();
            }
        }
    }

    /** A packed batch on its way through the layers. */
    private final class State {
        private final IValue[] rotary;
        private final IValue spans;
        private final IValue scoredSpans;
        private final IValue scored;
        private IValue hidden;

        /** The batch's four arrays, at the head of the list. */
        State(NDList arrays) {
            try (IValue tokens = IValue.from((PtNDArray) arrays.get(0));
                    IValue scale = IValue.from(config.embeddingScale())) {
                hidden = program.call("embed", tokens, embeddings, anchor, scale, dtypeNumber);
            }
            try (IValue positions = IValue.from((PtNDArray) arrays.get(1));
                    IValue factor = IValue.from(config.rope().attentionFactor());
                    IValue pair = program.call("rotary", positions, frequencies, factor, dtypeNumber)) {
                rotary = pair.toIValueTuple();
            }
            long[] numbers = arrays.get(2).toLongArray();
            spans = IValue.listFrom(attention(numbers));
            scoredSpans = IValue.listFrom(lastAttention(numbers, arrays.get(3).toLongArray()));
            scored = IValue.from((PtNDArray) arrays.get(3));
        }

        void pass(IValue weights, IValue window, boolean last) {
            IValue before = hidden;
            if (last) {
                hidden = program.call(
                        "last_layer",
                        before,
                        rotary[0],
                        rotary[1],
                        scoredSpans,
                        weights,
                        headSize,
                        epsilon,
                        attentionScale,
                        attentionCap,
                        window,
                        activation,
                        scored);
            } else {
                hidden = program.call(
                        "layer",
                        before,
                        rotary[0],
                        rotary[1],
                        spans,
                        weights,
                        headSize,
                        epsilon,
                        attentionScale,
                        attentionCap,
                        window,
                        activation);
            }
            before.close();
        }

        float[] rewards(PtNDManager scope, IValue weights) {
            try (IValue logits = program.call("head", hidden, weights, epsilon);
                    PtNDArray array = logits.toTensor(scope)) {
                return array.toFloatArray();
            }
        }

        void close() {
            hidden.close();
            rotary[0].close();
            rotary[1].close();
            spans.close();
            scoredSpans.close();
            scored.close();
        }
    }

    /** {@code (start, end, prefixStart, prefixEnd)} to the program's {@code (q0, q1, p0, p1, k0, k1)}. */
    private static long[] attention(long[] spans) {
        long[] program = new long[spans.length / SPAN_NUMBERS * 6];
        for (int s = 0; s < spans.length / SPAN_NUMBERS; s++) {
            System.arraycopy(spans, SPAN_NUMBERS * s, program, 6 * s, SPAN_NUMBERS);
            program[6 * s + 4] = spans[SPAN_NUMBERS * s];
            program[6 * s + 5] = spans[SPAN_NUMBERS * s + 1];
        }
        return program;
    }

    /** The same for the last layer, where query i is the i-th scored row: the last of its span. */
    private static long[] lastAttention(long[] spans, long[] scored) {
        Map<Long, Integer> spanByLastRow = new HashMap<>();
        for (int s = 0; s < spans.length / SPAN_NUMBERS; s++) {
            spanByLastRow.put(spans[SPAN_NUMBERS * s + 1] - 1, s);
        }
        long[] program = new long[scored.length * 6];
        for (int i = 0; i < scored.length; i++) {
            Integer span = spanByLastRow.get(scored[i]);
            if (span == null) {
                throw new IllegalArgumentException("scored row " + scored[i] + " is not the last of a span");
            }
            program[6 * i] = i;
            program[6 * i + 1] = i + 1L;
            program[6 * i + 2] = spans[SPAN_NUMBERS * span + 2];
            program[6 * i + 3] = spans[SPAN_NUMBERS * span + 3];
            program[6 * i + 4] = spans[SPAN_NUMBERS * span];
            program[6 * i + 5] = spans[SPAN_NUMBERS * span + 1];
        }
        return program;
    }

    private IValue frequencies() {
        try (IValue theta = IValue.from(config.rope().theta());
                IValue unscaled = program.call("frequencies", theta, headSize);
                PtNDArray array = unscaled.toTensor(manager)) {
            float[] scaled = config.rope().scale(array.toFloatArray());
            return IValue.from((PtNDArray) manager.create(scaled));
        }
    }

    private Weights weights(Map<String, Tensor> tensors) {
        boolean gpu = manager.getDevice().isGpu();
        boolean stored = false;
        Map<String, PtNDArray> arrays = new HashMap<>();
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            boolean shifted =
                    config.has(Trait.UNIT_OFFSET_NORMS) && tensor.name().endsWith("norm.weight");
            // mixed is as good as narrower: widening what is wide already costs nothing
            stored |= !gpu && tensor.dataType() != dtype;
            arrays.put(entry.getKey(), load(tensor, shifted));
        }
        return new Weights(IValue.stringMapFrom(arrays), stored);
    }

    /** A tensor as it lies in its file; on a GPU a copy there, in the type of the arithmetic, so that nothing is left to widen. */
    private PtNDArray load(Tensor tensor, boolean shifted) {
        boolean gpu = manager.getDevice().isGpu();
        try (IValue mapped = mapped(tensor)) {
            checkFinite(mapped, tensor);
            if (!shifted) {
                return gpu ? placed(mapped, dtypeNumber) : mapped.toTensor(manager);
            }
            // 1 + w is taken in float32, as the reference does, whatever the stored type
            try (IValue whole = program.call("one_plus", mapped);
                    IValue float32 = IValue.from((long) torchNumber(DataType.FLOAT32))) {
                return placed(whole, gpu ? dtypeNumber : float32);
            }
        }
    }

    private PtNDArray placed(IValue weight, IValue type) {
        try (IValue placed = program.call("place", weight, anchor, type)) {
            return placed.toTensor(manager);
        }
    }

    /**
     * A view of the mapped file. libtorch maps it and not Java, whose mappings end at 2 GiB, and DJL cannot take bfloat16
     * memory from Java at all.
     */
    private IValue mapped(Tensor tensor) {
        int width = tensor.bytesPerElement();
        if (tensor.offset() % width != 0) {
            return IValue.from(manager.create(aligned(tensor), new Shape(tensor.shape()), alignedType(tensor)));
        }
        IValue file = files.computeIfAbsent(tensor.file() + " " + tensor.dtype(), key -> {
            try (IValue path = IValue.from(tensor.file().toAbsolutePath().toString());
                    IValue size = IValue.from(tensor.file().toFile().length() / width);
                    IValue type = IValue.from((long) torchNumber(tensor.dataType()))) {
                return program.call("file", path, size, type);
            }
        });
        try (IValue start = IValue.from(tensor.offset() / width);
                IValue shape = IValue.listFrom(tensor.shape())) {
            return program.call("part", file, start, shape);
        }
    }

    /** A copy of a tensor that stands where no number can be read, as in files that old writers did not pad. */
    private static ByteBuffer aligned(Tensor tensor) {
        ByteBuffer bytes = tensor.read();
        if (tensor.dataType() != DataType.BFLOAT16) {
            return bytes;
        }
        // DJL takes no bfloat16 from Java; its float32 is the same sixteen bits and sixteen zeros
        ByteBuffer wide = ByteBuffer.allocateDirect(Math.multiplyExact(2, bytes.capacity()))
                .order(bytes.order());
        ShortBuffer narrow = bytes.asShortBuffer();
        while (narrow.hasRemaining()) {
            wide.putInt(narrow.get() << Short.SIZE);
        }
        return wide.flip();
    }

    private static DataType alignedType(Tensor tensor) {
        return tensor.dataType() == DataType.BFLOAT16 ? DataType.FLOAT32 : tensor.dataType();
    }

    private void checkFinite(IValue mapped, Tensor tensor) {
        try (IValue answer = program.call("finite", mapped)) {
            if (answer.toBoolean()) {
                return;
            }
        }
        throw new UserError(
                UserError.Kind.MODEL,
                tensor.file() + ": tensor '" + tensor.name() + "' holds NaN or an infinity; the checkpoint is damaged,"
                        + " fetch or train it again");
    }

    /** PyTorch's own numbers of dtypes, which TorchScript text uses. */
    private static int torchNumber(DataType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 5;
            case FLOAT32 -> 6;
            case BFLOAT16 -> 15;
            default -> throw new IllegalArgumentException("no arithmetic in " + dtype);
        };
    }
}
