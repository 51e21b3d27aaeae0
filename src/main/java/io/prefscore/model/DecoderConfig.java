package io.prefscore.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.prefscore.model.Architecture.Head;
import io.prefscore.model.DecoderFamily.Trait;
import io.prefscore.model.DecoderFamily.Windows;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code config.json} says that decides a score, for the decoder architectures that can be scored. Whatever is unknown
 * and would change a score is an error that names it. The order in which spellings win is that of the reference
 * (transformers 5.18: {@code configuration_*.py}, {@code modeling_rope_utils.py}); what sets the families apart stands in
 * {@link DecoderFamily}.
 *
 * @param architecture class of the reference implementation
 * @param hidden width of the residual stream
 * @param intermediate width of the feed-forward block
 * @param heads query heads
 * @param keyValueHeads key/value heads; divides {@code heads}
 * @param headSize components of a head
 * @param epsilon added to the variance in every norm
 * @param activation of the feed-forward gate, by the program's name
 * @param embeddingScale what embeddings are multiplied by, before rounding to the dtype of the run; 1 for most
 * @param attentionScale what query · key is multiplied by
 * @param attentionCap soft cap on attention logits; 0 for none
 * @param windows for each layer how many positions back a query sees, itself included; 0 for all
 * @param rope rotary position embedding
 * @param maxPositions longest conversation
 * @param vocabulary rows of the embedding
 * @param padTokenId the configuration's own pad id, never the tokenizer's
 * @param biases which projections have a bias
 */
record DecoderConfig(
        Architecture architecture,
        int hidden,
        int intermediate,
        int heads,
        int keyValueHeads,
        int headSize,
        double epsilon,
        String activation,
        double embeddingScale,
        double attentionScale,
        double attentionCap,
        List<Integer> windows,
        Rope rope,
        int maxPositions,
        int vocabulary,
        OptionalInt padTokenId,
        Biases biases) {

    private static final Set<String> LAYER_TYPES = Set.of("full_attention", "attention", "sliding_attention");

    /** Which projections of the body have a bias. */
    record Biases(boolean queryKeyValue, boolean output, boolean feedForward) {}

    DecoderConfig {
        windows = List.copyOf(windows);
    }

    int layers() {
        return windows.size();
    }

    boolean has(Trait trait) {
        return architecture.family().has(trait);
    }

    /**
     * Reads and checks a configuration.
     *
     * @param json the parsed {@code config.json}
     * @param where how errors name it
     * @throws UserError naming the key, what must hold and what came
     */
    static DecoderConfig of(JsonObject json, String where) {
        ConfigFacts written = new ConfigFacts(json, where);
        Architecture architecture = architecture(written);
        refuseOtherArithmetic(written);
        refuseOtherLabels(written, architecture.head());
        DecoderFamily family = architecture.family();
        if (!family.reads("use_sliding_window")
                && written.present("use_sliding_window")
                && written.flag("use_sliding_window", false)) {
            throw written.wrong("use_sliding_window is not an option of " + architecture.className());
        }
        return new Reader(architecture, family, new ConfigFacts(family.complete(json), where)).read();
    }

    private static Architecture architecture(ConfigFacts facts) {
        JsonElement classes = facts.json().get("architectures");
        if (classes == null
                || !classes.isJsonArray()
                || classes.getAsJsonArray().size() != 1) {
            throw facts.wrong("architectures must name one class; found " + classes);
        }
        String name = classes.getAsJsonArray().get(0).getAsString();
        Architecture architecture = Architecture.named(name)
                .orElseThrow(() -> facts.wrong("architecture " + name + " cannot be scored; those that can: "
                        + Architecture.names() + ". A model of another class can be exported to TorchScript and scored"
                        + " with --allow-torchscript"));
        String expected = architecture.family().modelType();
        String type = facts.has("model_type") ? facts.text("model_type") : "absent";
        if (!type.equals(expected)) {
            throw facts.wrong("model_type must be " + expected + " for " + name + "; found " + type);
        }
        return architecture;
    }

    private static void refuseOtherArithmetic(ConfigFacts facts) {
        for (String key : List.of("quantization_config", "per_layer_config", "compression_config")) {
            if (facts.present(key)) {
                throw facts.wrong(key + " is set" + quantMethod(facts.json().get(key))
                        + ": the weights are not plain numbers; convert the checkpoint to bfloat16 or float32 first");
            }
        }
        if (!facts.flag("is_causal", true)) {
            throw facts.wrong("is_causal is false; only causal attention is implemented");
        }
        if (facts.present("use_bidirectional_attention") && facts.flag("use_bidirectional_attention", false)) {
            throw facts.wrong("use_bidirectional_attention is true; only causal attention is implemented");
        }
        if (facts.present("partial_rotary_factor") && facts.number("partial_rotary_factor", 1) != 1) {
            throw facts.wrong("partial_rotary_factor must be 1 or absent; found "
                    + facts.json().get("partial_rotary_factor"));
        }
    }

    private static String quantMethod(JsonElement settings) {
        boolean named = settings.isJsonObject() && settings.getAsJsonObject().has("quant_method");
        return named ? " (" + settings.getAsJsonObject().get("quant_method").getAsString() + ")" : "";
    }

    private static void refuseOtherLabels(ConfigFacts facts, Head head) {
        boolean counted = facts.present("num_labels");
        boolean named = facts.present("id2label");
        if (counted && facts.integer("num_labels").orElse(0) != 1) {
            throw facts.wrong(
                    "num_labels must be 1, a reward; found " + facts.json().get("num_labels"));
        }
        if (!counted && named && facts.json().getAsJsonObject("id2label").size() != 1) {
            throw facts.wrong("id2label must name one label, a reward; found "
                    + facts.json().get("id2label"));
        }
        if (head.labels() != 1 && !counted && !named) {
            throw facts.wrong(
                    "neither num_labels nor id2label is set, and the class then has two labels; set num_labels"
                            + " to 1 if score.weight is a reward");
        }
    }

    /** One reading: keeps the family and the configuration with the family's defaults at hand. */
    private record Reader(Architecture architecture, DecoderFamily family, ConfigFacts facts) {

        DecoderConfig read() {
            int hidden = facts.requiredInteger("hidden_size");
            int heads = facts.requiredInteger("num_attention_heads");
            int layers = facts.requiredInteger("num_hidden_layers");
            int intermediate = facts.requiredInteger("intermediate_size");
            int vocabulary = facts.requiredInteger("vocab_size");
            int keyValueHeads = integer("num_key_value_heads").orElse(heads);
            int headSize = headSize(hidden, heads);
            checkSizes(hidden, heads, layers, intermediate, vocabulary, keyValueHeads, headSize);
            checkHeads(heads, keyValueHeads, headSize);
            int maxPositions = facts.requiredInteger("max_position_embeddings");
            int queryScale =
                    family.reads("query_pre_attn_scalar") ? facts.requiredInteger("query_pre_attn_scalar") : headSize;
            Biases biases = biases();
            return new DecoderConfig(
                    architecture,
                    hidden,
                    intermediate,
                    heads,
                    keyValueHeads,
                    headSize,
                    facts.number("rms_norm_eps", 1e-6),
                    activation(),
                    family.has(Trait.SCALED_EMBEDDINGS) ? Math.sqrt(hidden) : 1,
                    1 / Math.sqrt(queryScale),
                    attentionCap(),
                    windows(layers),
                    rope(maxPositions),
                    maxPositions,
                    vocabulary,
                    padTokenId(vocabulary),
                    biases);
        }

        /** An integer that some families let be null and others do not. */
        private OptionalInt integer(String key) {
            if (facts.has(key) && !facts.present(key) && family.keysNeverNull().contains(key)) {
                throw facts.missing(key);
            }
            return facts.integer(key);
        }

        private int headSize(int hidden, int heads) {
            OptionalInt size = integer("head_dim");
            if (size.isEmpty() && hidden % heads != 0) {
                throw facts.wrong("hidden_size (" + hidden + ") must be a multiple of num_attention_heads (" + heads
                        + ") where head_dim is absent");
            }
            return size.orElseGet(() -> hidden / heads);
        }

        private void checkSizes(int... sizes) {
            for (int size : sizes) {
                if (size < 1) {
                    throw facts.wrong(
                            "hidden_size, num_attention_heads, num_hidden_layers, intermediate_size, vocab_size,"
                                    + " num_key_value_heads and head_dim must be positive; found " + size);
                }
            }
        }

        private void checkHeads(int heads, int keyValueHeads, int headSize) {
            if (heads % keyValueHeads != 0) {
                throw facts.wrong("num_attention_heads (" + heads + ") must be a multiple of num_key_value_heads ("
                        + keyValueHeads + ")");
            }
            if (headSize % 2 != 0) {
                throw facts.wrong("head_dim must be even for rotary embeddings; found " + headSize);
            }
        }

        /** Both flags must be sound even where the family reads neither. */
        private Biases biases() {
            boolean attention = facts.flag("attention_bias", false) && family.reads("attention_bias");
            boolean feedForward = facts.flag("mlp_bias", false) && family.reads("mlp_bias");
            return new Biases(family.has(Trait.QUERY_KEY_VALUE_BIASES) || attention, attention, feedForward);
        }

        private String activation() {
            String key = family.reads("hidden_activation") ? "hidden_activation" : "hidden_act";
            String name = facts.text(key);
            return switch (name) {
                case "silu", "swish" -> "silu";
                case "gelu", "gelu_python" -> "gelu";
                case "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_new", "gelu_accurate", "gelu_fast" -> "gelu_tanh";
                case "relu", "quick_gelu" -> name;
                default ->
                    throw facts.wrong(key + " '" + name + "' is not implemented; known: silu, gelu, gelu_pytorch_tanh,"
                            + " gelu_new, gelu_fast, quick_gelu, relu");
            };
        }

        private double attentionCap() {
            if (!family.reads("attn_logit_softcapping") || !facts.present("attn_logit_softcapping")) {
                return 0;
            }
            double cap = facts.required("attn_logit_softcapping");
            if (!(cap > 0)) {
                throw facts.wrong("attn_logit_softcapping must be positive or null; found " + cap);
            }
            return cap;
        }

        private List<Integer> windows(int layers) {
            int window = window();
            List<String> types = layerTypes(layers);
            int firstLayer = facts.integer("max_window_layers").orElse(28);
            List<Integer> windows = new ArrayList<>();
            for (int layer = 0; layer < layers; layer++) {
                boolean sliding = window > 0 && family.windows().cover(layer, firstLayer);
                if (!types.isEmpty()) {
                    sliding = sliding(types.get(layer), sliding, window, layer);
                }
                windows.add(sliding ? window : 0);
            }
            return windows;
        }

        private boolean sliding(String type, boolean byRule, int window, int layer) {
            boolean typed = type.equals("sliding_attention");
            if (family.windows().fixed() && typed != byRule) {
                throw facts.wrong("layer_types contradicts the window that " + architecture.className()
                        + " applies in layer " + layer);
            }
            if (typed && window == 0) {
                throw facts.wrong("layer_types says that layer " + layer
                        + " has a sliding window, but no window is in force (sliding_window, use_sliding_window)");
            }
            return typed;
        }

        private int window() {
            boolean off = family.reads("use_sliding_window") && !facts.flag("use_sliding_window", false);
            if (off || family.windows() == Windows.NEVER) {
                return 0;
            }
            int window = integer("sliding_window").orElse(0);
            if (window < 1 && facts.present("sliding_window")) {
                throw facts.wrong("sliding_window must be at least 1 or null; found " + window);
            }
            return window;
        }

        private List<String> layerTypes(int layers) {
            if (!facts.present("layer_types")) {
                return List.of();
            }
            JsonArray array = facts.json().getAsJsonArray("layer_types");
            if (array.size() != layers) {
                throw facts.wrong(
                        "layer_types must have num_hidden_layers (" + layers + ") entries; found " + array.size());
            }
            List<String> types = new ArrayList<>();
            for (JsonElement type : array) {
                types.add(type.getAsString());
                if (!LAYER_TYPES.contains(type.getAsString())) {
                    throw facts.wrong(
                            "layer_types has '" + type.getAsString() + "'; known: full_attention, sliding_attention");
                }
            }
            return types;
        }

        private Rope rope(int maxPositions) {
            JsonObject parameters = new JsonObject();
            String key = "rope_scaling";
            for (String candidate : List.of("rope_parameters", "rope_scaling")) {
                // the last one wins, as in the reference: rope_scaling where both stand and it is not empty
                if (facts.present(candidate)
                        && facts.json().getAsJsonObject(candidate).size() > 0) {
                    parameters = facts.json().getAsJsonObject(candidate);
                    key = candidate;
                }
            }
            return Rope.of(new ConfigFacts(parameters, facts.where() + ": " + key), facts, maxPositions);
        }

        private OptionalInt padTokenId(int vocabulary) {
            OptionalInt id = facts.integer("pad_token_id");
            if (id.isPresent() && (id.getAsInt() >= vocabulary || id.getAsInt() < -vocabulary)) {
                throw facts.wrong("pad_token_id must be below vocab_size (" + vocabulary + "); found " + id.getAsInt());
            }
            return id;
        }
    }
}
