package io.prefscore.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.prefscore.encode.PackedBatch;
import io.prefscore.encode.Packer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/**
 * Token sequences to packed batches and logits back to the sequences' order. What a call needs to find its way back travels
 * in its context. Used by one thread at a time, as the predictor that owns it.
 */
final class PackingTranslator implements NoBatchifyTranslator<TokenSequences, SequenceRewards> {

    private static final String BATCHES = "batches";
    private static final String STARTED = "started";

    private final Packer packer;
    private ByteBuffer staging = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

    PackingTranslator(Packer packer) {
        this.packer = packer;
    }

    @Override
    public NDList processInput(TranslatorContext context, TokenSequences input) {
        List<PackedBatch> batches = packer.pack(input.tokens());
        context.setAttachment(BATCHES, batches);
        NDManager manager = context.getNDManager();
        NDList arrays = new NDList(4 * batches.size());
        for (PackedBatch batch : batches) {
            arrays.add(array(manager, batch.tokens(), new Shape(batch.size())));
            arrays.add(array(manager, batch.positions(), new Shape(batch.size())));
            arrays.add(array(manager, spans(batch), new Shape(batch.spans().size(), 4)));
            arrays.add(array(manager, batch.scored(), new Shape(batch.scored().length)));
        }
        context.setAttachment(STARTED, System.nanoTime());
        return arrays;
    }

    @Override
    public SequenceRewards processOutput(TranslatorContext context, NDList output) {
        @SuppressWarnings("unchecked")
        List<PackedBatch> batches = (List<PackedBatch>) context.getAttachment(BATCHES);
        float[] logits = output.singletonOrThrow().toFloatArray();
        long started = (Long) context.getAttachment(STARTED);
        Duration forward = Duration.ofNanos(System.nanoTime() - started);
        float[] rewards = new float[logits.length];
        int at = 0;
        long asked = 0;
        long computed = 0;
        for (PackedBatch batch : batches) {
            computed += batch.size();
            for (int i = 0; i < batch.conversations().length; i++) {
                rewards[batch.conversations()[i]] = logits[at++];
                asked += batch.positions()[Math.toIntExact(batch.scored()[i])] + 1;
            }
        }
        return new SequenceRewards(rewards, new Rewards.Cost(asked, computed, batches.size(), forward));
    }

    /**
     * An int64 array. On a CPU it is filled through one buffer that all calls share: DJL would allocate a new one outside
     * the heap each time, which stays until the garbage collector happens to run, and with small garbage it seldom does.
     */
    private NDArray array(NDManager manager, long[] values, Shape shape) {
        if (manager.getDevice().isGpu()) {
            return manager.create(values, shape);
        }
        int bytes = Math.multiplyExact(values.length, Long.BYTES);
        if (staging.capacity() < bytes) {
            staging = ByteBuffer.allocateDirect(Math.max(bytes, 2 * staging.capacity()))
                    .order(ByteOrder.nativeOrder());
        }
        staging.clear().limit(bytes);
        staging.asLongBuffer().put(values);
        try (NDArray view = manager.create(staging, shape, DataType.INT64)) {
            return view.duplicate();
        }
    }

    private static long[] spans(PackedBatch batch) {
        long[] numbers = new long[4 * batch.spans().size()];
        int at = 0;
        for (PackedBatch.Span span : batch.spans()) {
            numbers[at++] = span.start();
            numbers[at++] = span.end();
            numbers[at++] = span.prefixStart();
            numbers[at++] = span.prefixEnd();
        }
        return numbers;
    }
}
