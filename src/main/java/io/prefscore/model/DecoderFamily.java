package io.prefscore.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Set;

/**
 * What sets a family of decoders apart from the others, one declaration each.
 *
 * @param modelType as {@code config.json} names the family
 * @param windows which layers have a sliding window
 * @param traits what it does and others do not, whatever its configuration says
 * @param keysNeverNull keys that the reference fails on where they are null; others then count as absent, or a null is a
 *     value of its own
 * @param defaults the keys that it reads and some other does not, with what the reference (transformers 5.18: {@code
 *     configuration_*.py}) takes where they are absent
 */
record DecoderFamily(
        String modelType, Windows windows, Set<Trait> traits, Set<String> keysNeverNull, JsonObject defaults) {

    static final DecoderFamily QWEN2 =
            new DecoderFamily("qwen2", Windows.FROM_A_LAYER, Set.of(Trait.QUERY_KEY_VALUE_BIASES), Set.of(), json("""
            {"max_position_embeddings": 32768, "num_key_value_heads": 32, "hidden_act": "silu",
             "use_sliding_window": false, "sliding_window": 4096}"""));

    static final DecoderFamily QWEN3 = new DecoderFamily(
            "qwen3", Windows.FROM_A_LAYER, Set.of(Trait.QUERY_KEY_NORMS), Set.of("head_dim"), json("""
            {"max_position_embeddings": 32768, "num_key_value_heads": 32, "head_dim": 128, "hidden_act": "silu",
             "use_sliding_window": false, "sliding_window": 4096, "attention_bias": false}"""));

    static final DecoderFamily LLAMA = new DecoderFamily("llama", Windows.NEVER, Set.of(), Set.of(), json("""
            {"max_position_embeddings": 2048, "hidden_act": "silu", "attention_bias": false, "mlp_bias": false}"""));

    static final DecoderFamily MISTRAL =
            new DecoderFamily("mistral", Windows.EVERY_LAYER, Set.of(), Set.of("num_key_value_heads"), json("""
            {"max_position_embeddings": 131072, "num_key_value_heads": 8, "hidden_act": "silu",
             "sliding_window": 4096}"""));

    static final DecoderFamily GEMMA2 = new DecoderFamily(
            "gemma2",
            Windows.EVERY_SECOND_LAYER,
            Set.of(Trait.SCALED_EMBEDDINGS, Trait.UNIT_OFFSET_NORMS, Trait.FEED_FORWARD_NORMS),
            Set.of("num_key_value_heads", "head_dim", "sliding_window"),
            json("""
            {"max_position_embeddings": 8192, "num_key_value_heads": 4, "head_dim": 256,
             "hidden_activation": "gelu_pytorch_tanh", "sliding_window": 4096, "query_pre_attn_scalar": 256,
             "attn_logit_softcapping": 50, "pad_token_id": 0, "attention_bias": false}"""));

    /** Keys of which a null counts as absent. */
    private static final Set<String> NULL_IS_ABSENT =
            Set.of("max_position_embeddings", "hidden_act", "hidden_activation", "query_pre_attn_scalar");

    /** See {@link #traits}. */
    enum Trait {
        QUERY_KEY_VALUE_BIASES,
        /** Queries and keys are normed head by head. */
        QUERY_KEY_NORMS,
        /** The feed-forward block has norms of its own before and behind it. */
        FEED_FORWARD_NORMS,
        /** Norms multiply by 1 + weight. */
        UNIT_OFFSET_NORMS,
        /** Embeddings are multiplied by the square root of their width. */
        SCALED_EMBEDDINGS
    }

    /** Layers with a window; what {@code layer_types} says must agree, or goes before where {@code fixed} is not set. */
    enum Windows {
        NEVER(true),
        EVERY_LAYER(true),
        FROM_A_LAYER(false),
        EVERY_SECOND_LAYER(false);

        private final boolean fixed;

        Windows(boolean fixed) {
            this.fixed = fixed;
        }

        boolean fixed() {
            return fixed;
        }

        boolean cover(int layer, int firstLayer) {
            return switch (this) {
                case NEVER -> false;
                case EVERY_LAYER -> true;
                case FROM_A_LAYER -> layer >= firstLayer;
                case EVERY_SECOND_LAYER -> layer % 2 == 0;
            };
        }
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether the family knows this key, of those that some family does not know. */
    boolean reads(String key) {
        return defaults.has(key);
    }

    /** The configuration, with the family's defaults where it says nothing. */
    JsonObject complete(JsonObject config) {
        JsonObject complete = config.deepCopy();
        defaults.entrySet().forEach(key -> {
            boolean isNull =
                    complete.has(key.getKey()) && complete.get(key.getKey()).isJsonNull();
            if (!complete.has(key.getKey()) || (isNull && NULL_IS_ABSENT.contains(key.getKey()))) {
                complete.add(key.getKey(), key.getValue());
            }
        });
        return complete;
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
