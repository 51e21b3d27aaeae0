package io.prefscore.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.prefscore.encode.PackedBatch;
import io.prefscore.encode.Packer;
import java.time.Duration;
import java.util.List;

/**
 * Token sequences to packed batches and logits back to the sequences' order. Stateless: what a call needs to find its way
 * back travels in its context.
 */
final class PackingTranslator implements NoBatchifyTranslator<TokenSequences, SequenceRewards> {

    private static final String BATCHES = "batches";
    private static final String STARTED = "started";

    private final Packer packer;

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
            arrays.add(manager.create(batch.tokens()));
            arrays.add(manager.create(batch.positions()));
            arrays.add(manager.create(spans(batch), new Shape(batch.spans().size(), 4)));
            arrays.add(manager.create(batch.scored()));
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
