package io.prefscore.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A class of the reference implementation that can be scored: the body of a family and a head.
 *
 * @param className as {@code architectures} names it
 */
record Architecture(String className, DecoderFamily family, Head head) {

    /**
     * What makes a reward of a token's final state.
     *
     * @param pooling the token whose state it reads
     * @param projections names in their order; all but the last, which ends in one number, keep the width of the body
     * @param biased whether each of them has a bias
     * @param labels how many numbers come out where the configuration is silent
     */
    record Head(Pooling pooling, List<String> projections, boolean biased, int labels) {}

    private static final Head CLASSIFIER = new Head(Pooling.RIGHTMOST_NON_PAD, List.of("score"), false, 2);
    private static final Head WORLD_PM = new Head(Pooling.LAST_TOKEN, List.of("score.0", "score.2"), true, 1);

    static final List<Architecture> ALL = List.of(
            new Architecture("Qwen2ForRewardModel", DecoderFamily.QWEN2, WORLD_PM),
            new Architecture("Qwen2ForSequenceClassification", DecoderFamily.QWEN2, CLASSIFIER),
            new Architecture("Qwen3ForSequenceClassification", DecoderFamily.QWEN3, CLASSIFIER),
            new Architecture("LlamaForSequenceClassification", DecoderFamily.LLAMA, CLASSIFIER),
            new Architecture("MistralForSequenceClassification", DecoderFamily.MISTRAL, CLASSIFIER),
            new Architecture("Gemma2ForSequenceClassification", DecoderFamily.GEMMA2, CLASSIFIER));

    static Optional<Architecture> named(String className) {
        return ALL.stream().filter(known -> known.className.equals(className)).findFirst();
    }

    static String names() {
        return ALL.stream().map(Architecture::className).collect(Collectors.joining(", "));
    }
}
