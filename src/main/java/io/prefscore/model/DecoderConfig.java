package io.prefscore.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code config.json} says that decides a score, for the decoder architectures that can be scored. Whatever is unknown
 * and would change a score is an error that names it. Defaults and the order in which spellings win are those of the
 * reference (transformers 5.18: {@code configuration_*.py}, {@code modeling_rope_utils.py}).
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
 * @param unitOffsetNorms whether norms multiply by 1 + weight
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
        UnitOffset unitOffsetNorms,
        double attentionScale,
        double attentionCap,
        List<Integer> windows,
        Rope rope,
        int maxPositions,
        int vocabulary,
        OptionalInt padTokenId,
        Biases biases) {

    /** Classes of the reference implementation. */
    enum Architecture {
        QWEN2_REWARD("Qwen2ForRewardModel", "qwen2"),
        QWEN2("Qwen2ForSequenceClassification", "qwen2"),
        QWEN3("Qwen3ForSequenceClassification", "qwen3"),
        LLAMA("LlamaForSequenceClassification", "llama"),
        MISTRAL("MistralForSequenceClassification", "mistral"),
        GEMMA2("Gemma2ForSequenceClassification", "gemma2");

        private final String className;
        private final String modelType;

        Architecture(String className, String modelType) {
            this.className = className;
            this.modelType = modelType;
        }

        String className() {
            return className;
        }

        boolean isQwen2() {
            return this == QWEN2 || this == QWEN2_REWARD;
        }

        private static String names() {
            List<String> names = new ArrayList<>();
            for (Architecture architecture : values()) {
                names.add(architecture.className);
            }
            return String.join(", ", names);
        }
    }

    /** Whether norms multiply by their weight or by one more than it. */
    enum UnitOffset {
        NONE,
        ONE
    }

    /** Which projections have a bias, besides those whose presence the head's own tensors tell. */
    record Biases(boolean queryKeyValue, boolean output, boolean feedForward) {}

    DecoderConfig {
        windows = List.copyOf(windows);
    }

    int layers() {
        return windows.size();
    }

    /**
     * Reads and checks a configuration.
     *
     * @param json the parsed {@code config.json}
     * @param where how errors name it
     * @throws UserError naming the key, what must hold and what came
     */
    static DecoderConfig of(JsonObject json, String where) {
        return new Reader(json, where).read();
    }

    /** One reading: keeps the object and its name at hand for errors. */
    private record Reader(JsonObject json, String where) {

        DecoderConfig read() {
            Architecture architecture = architecture();
            refuseWhatChangesScores(architecture);
            int hidden = integer("hidden_size").orElseThrow(() -> missing("hidden_size"));
            int heads = integer("num_attention_heads").orElseThrow(() -> missing("num_attention_heads"));
            int layers = integer("num_hidden_layers").orElseThrow(() -> missing("num_hidden_layers"));
            int intermediate = integer("intermediate_size").orElseThrow(() -> missing("intermediate_size"));
            int vocabulary = integer("vocab_size").orElseThrow(() -> missing("vocab_size"));
            int keyValueHeads = keyValueHeads(architecture, heads);
            int headSize = headSize(architecture, hidden, heads);
            for (int size : new int[] {hidden, heads, layers, intermediate, vocabulary, keyValueHeads, headSize}) {
                if (size < 1) {
                    throw wrong("hidden_size, num_attention_heads, num_hidden_layers, intermediate_size, vocab_size,"
                            + " num_key_value_heads and head_dim must be positive; found " + size);
                }
            }
            if (heads % keyValueHeads != 0) {
                throw wrong("num_attention_heads (" + heads + ") must be a multiple of num_key_value_heads ("
                        + keyValueHeads + ")");
            }
            if (headSize % 2 != 0) {
                throw wrong("head_dim must be even for rotary embeddings; found " + headSize);
            }
            boolean gemma = architecture == Architecture.GEMMA2;
            int maxPositions = integer("max_position_embeddings").orElse(defaultPositions(architecture));
            double queryScale = gemma ? integer("query_pre_attn_scalar").orElse(256) : headSize;
            boolean attentionBias = flag("attention_bias", false);
            boolean mlpBias = flag("mlp_bias", false);
            return new DecoderConfig(
                    architecture,
                    hidden,
                    intermediate,
                    heads,
                    keyValueHeads,
                    headSize,
                    number("rms_norm_eps", 1e-6),
                    activation(architecture),
                    gemma ? Math.sqrt(hidden) : 1,
                    gemma ? UnitOffset.ONE : UnitOffset.NONE,
                    1 / Math.sqrt(queryScale),
                    gemma ? attentionCap() : 0,
                    windows(architecture, layers),
                    rope(maxPositions),
                    maxPositions,
                    vocabulary,
                    padTokenId(architecture, vocabulary),
                    switch (architecture) {
                        case QWEN2, QWEN2_REWARD -> new Biases(true, false, false);
                        case QWEN3, GEMMA2 -> new Biases(attentionBias, attentionBias, false);
                        case LLAMA -> new Biases(attentionBias, attentionBias, mlpBias);
                        case MISTRAL -> new Biases(false, false, false);
                    });
        }

        private Architecture architecture() {
            if (!json.has("architectures")
                    || !json.get("architectures").isJsonArray()
                    || json.getAsJsonArray("architectures").size() != 1) {
                throw wrong("architectures must name one class; found " + json.get("architectures"));
            }
            String name = json.getAsJsonArray("architectures").get(0).getAsString();
            for (Architecture architecture : Architecture.values()) {
                if (architecture.className.equals(name)) {
                    String type =
                            json.has("model_type") ? json.get("model_type").getAsString() : "absent";
                    if (!type.equals(architecture.modelType)) {
                        throw wrong(
                                "model_type must be " + architecture.modelType + " for " + name + "; found " + type);
                    }
                    return architecture;
                }
            }
            throw wrong("architecture " + name + " cannot be scored; those that can: " + Architecture.names()
                    + ". A model of another class can be exported to TorchScript and scored with --allow-torchscript");
        }

        private void refuseWhatChangesScores(Architecture architecture) {
            for (String key : List.of("quantization_config", "per_layer_config", "compression_config")) {
                if (present(key)) {
                    throw wrong(
                            key + " is set: the weights are not plain numbers; convert the checkpoint to bfloat16 or"
                                    + " float32 first");
                }
            }
            if (!flag("is_causal", true)) {
                throw wrong("is_causal is false; only causal attention is implemented");
            }
            if (present("use_bidirectional_attention") && flag("use_bidirectional_attention", false)) {
                throw wrong("use_bidirectional_attention is true; only causal attention is implemented");
            }
            if (present("partial_rotary_factor") && number("partial_rotary_factor", 1) != 1) {
                throw wrong("partial_rotary_factor must be 1 or absent; found " + json.get("partial_rotary_factor"));
            }
            if (present("num_labels") && integer("num_labels").orElse(0) != 1) {
                throw wrong("num_labels must be 1, a reward; found " + json.get("num_labels"));
            }
            if (!present("num_labels")
                    && present("id2label")
                    && json.getAsJsonObject("id2label").size() != 1) {
                throw wrong("id2label must name one label, a reward; found " + json.get("id2label"));
            }
            if (architecture != Architecture.QWEN2_REWARD && !present("num_labels") && !present("id2label")) {
                throw wrong(
                        "neither num_labels nor id2label is set, and the class then has two labels; set num_labels to 1"
                                + " if score.weight is a reward");
            }
            boolean readsWindowFlag = architecture.isQwen2() || architecture == Architecture.QWEN3;
            if (!readsWindowFlag && present("use_sliding_window")) {
                throw wrong("use_sliding_window is not an option of " + architecture.className);
            }
        }

        private int keyValueHeads(Architecture architecture, int heads) {
            if (present("num_key_value_heads")) {
                return integer("num_key_value_heads").orElseThrow();
            }
            if (json.has("num_key_value_heads") || architecture == Architecture.LLAMA) {
                if (architecture == Architecture.MISTRAL || architecture == Architecture.GEMMA2) {
                    throw missing("num_key_value_heads");
                }
                return heads;
            }
            return switch (architecture) {
                case QWEN2, QWEN2_REWARD, QWEN3 -> 32;
                case MISTRAL -> 8;
                case GEMMA2 -> 4;
                case LLAMA -> heads;
            };
        }

        private int headSize(Architecture architecture, int hidden, int heads) {
            if (present("head_dim")) {
                return integer("head_dim").orElseThrow();
            }
            boolean absent = !json.has("head_dim");
            if (architecture == Architecture.QWEN3 || architecture == Architecture.GEMMA2) {
                if (!absent) {
                    throw missing("head_dim");
                }
                return architecture == Architecture.QWEN3 ? 128 : 256;
            }
            if (hidden % heads != 0) {
                throw wrong("hidden_size (" + hidden + ") must be a multiple of num_attention_heads (" + heads
                        + ") where head_dim is absent");
            }
            return hidden / heads;
        }

        private static int defaultPositions(Architecture architecture) {
            return switch (architecture) {
                case QWEN2, QWEN2_REWARD, QWEN3 -> 32_768;
                case LLAMA -> 2_048;
                case MISTRAL -> 131_072;
                case GEMMA2 -> 8_192;
            };
        }

        private String activation(Architecture architecture) {
            String key = architecture == Architecture.GEMMA2 ? "hidden_activation" : "hidden_act";
            String name = present(key)
                    ? json.get(key).getAsString()
                    : architecture == Architecture.GEMMA2 ? "gelu_pytorch_tanh" : "silu";
            return switch (name) {
                case "silu", "swish" -> "silu";
                case "gelu", "gelu_python" -> "gelu";
                case "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_new", "gelu_accurate", "gelu_fast" -> "gelu_tanh";
                case "relu", "quick_gelu" -> name;
                default ->
                    throw wrong(
                            key + " '" + name
                                    + "' is not implemented; known: silu, gelu, gelu_pytorch_tanh, gelu_new, gelu_fast, quick_gelu, relu");
            };
        }

        private double attentionCap() {
            if (!json.has("attn_logit_softcapping")) {
                return 50;
            }
            if (!present("attn_logit_softcapping")) {
                return 0;
            }
            double cap = number("attn_logit_softcapping", 50);
            if (!(cap > 0)) {
                throw wrong("attn_logit_softcapping must be positive or null; found " + cap);
            }
            return cap;
        }

        private List<Integer> windows(Architecture architecture, int layers) {
            int window = window(architecture);
            List<String> types = layerTypes(layers);
            List<Integer> windows = new ArrayList<>();
            int firstSliding = integer("max_window_layers").orElse(28);
            for (int layer = 0; layer < layers; layer++) {
                boolean sliding =
                        switch (architecture) {
                            case LLAMA -> false;
                            case MISTRAL -> window > 0;
                            case QWEN2, QWEN2_REWARD, QWEN3 ->
                                types.isEmpty()
                                        ? window > 0 && layer >= firstSliding
                                        : types.get(layer).equals("sliding_attention");
                            case GEMMA2 ->
                                types.isEmpty()
                                        ? layer % 2 == 0
                                        : types.get(layer).equals("sliding_attention");
                        };
                if (sliding && window == 0) {
                    throw wrong("layer_types says that layer " + layer
                            + " has a sliding window, but no window is in force (sliding_window, use_sliding_window)");
                }
                boolean typed = !types.isEmpty() && types.get(layer).equals("sliding_attention");
                if (!types.isEmpty() && typed != sliding) {
                    throw wrong("layer_types contradicts the window that " + architecture.className
                            + " applies in layer " + layer);
                }
                windows.add(sliding ? window : 0);
            }
            return windows;
        }

        private int window(Architecture architecture) {
            boolean inForce =
                    switch (architecture) {
                        case QWEN2, QWEN2_REWARD, QWEN3 -> flag("use_sliding_window", false);
                        case MISTRAL, GEMMA2 -> true;
                        case LLAMA -> false;
                    };
            if (!inForce) {
                return 0;
            }
            if (json.has("sliding_window") && !present("sliding_window")) {
                if (architecture == Architecture.GEMMA2) {
                    throw missing("sliding_window");
                }
                return 0;
            }
            int window = integer("sliding_window").orElse(4096);
            if (window < 1) {
                throw wrong("sliding_window must be at least 1 or null; found " + window);
            }
            return window;
        }

        private List<String> layerTypes(int layers) {
            if (!present("layer_types")) {
                return List.of();
            }
            JsonArray array = json.getAsJsonArray("layer_types");
            if (array.size() != layers) {
                throw wrong("layer_types must have num_hidden_layers (" + layers + ") entries; found " + array.size());
            }
            List<String> types = new ArrayList<>();
            for (JsonElement type : array) {
                String name = type.getAsString();
                switch (name) {
                    case "full_attention", "attention" -> types.add("full_attention");
                    case "sliding_attention" -> types.add(name);
                    default -> throw wrong("layer_types has '" + name + "'; known: full_attention, sliding_attention");
                }
            }
            return types;
        }

        private Rope rope(int maxPositions) {
            JsonObject facts = new JsonObject();
            String key = "rope_scaling";
            for (String candidate : List.of("rope_parameters", "rope_scaling")) {
                // the last one wins, as in the reference: rope_scaling where both stand and it is not empty
                if (present(candidate) && json.getAsJsonObject(candidate).size() > 0) {
                    facts = json.getAsJsonObject(candidate);
                    key = candidate;
                }
            }
            return Rope.of(new Reader(facts, where + ": " + key), this, maxPositions);
        }

        private OptionalInt padTokenId(Architecture architecture, int vocabulary) {
            if (!json.has("pad_token_id")) {
                return architecture == Architecture.GEMMA2 ? OptionalInt.of(0) : OptionalInt.empty();
            }
            if (!present("pad_token_id")) {
                return OptionalInt.empty();
            }
            int id = integer("pad_token_id").orElseThrow();
            if (id >= vocabulary || id < -vocabulary) {
                throw wrong("pad_token_id must be below vocab_size (" + vocabulary + "); found " + id);
            }
            return OptionalInt.of(id);
        }

        boolean present(String key) {
            return json.has(key) && !json.get(key).isJsonNull();
        }

        OptionalInt integer(String key) {
            OptionalLong value = longInteger(key);
            return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.orElseThrow())) : OptionalInt.empty();
        }

        private OptionalLong longInteger(String key) {
            if (!present(key)) {
                return OptionalLong.empty();
            }
            Optional<JsonPrimitive> number = numeric(key);
            double value = number.orElseThrow(() -> wrong(key + " must be an integer; found " + json.get(key)))
                    .getAsDouble();
            if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                throw wrong(key + " must be an integer; found " + json.get(key));
            }
            return OptionalLong.of((long) value);
        }

        double number(String key, double fallback) {
            if (!present(key)) {
                if (json.has(key) && !key.startsWith("beta") && !key.startsWith("mscale")) {
                    throw wrong(key + " must be a number; found null");
                }
                return fallback;
            }
            return numeric(key)
                    .orElseThrow(() -> wrong(key + " must be a number; found " + json.get(key)))
                    .getAsDouble();
        }

        double required(String key) {
            if (!present(key)) {
                throw missing(key);
            }
            return number(key, 0);
        }

        private Optional<JsonPrimitive> numeric(String key) {
            JsonElement value = json.get(key);
            return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()
                    ? Optional.of(value.getAsJsonPrimitive())
                    : Optional.empty();
        }

        boolean flag(String key, boolean fallback) {
            if (!json.has(key)) {
                return fallback;
            }
            JsonElement value = json.get(key);
            if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
                if (value.isJsonNull() && key.equals("use_bidirectional_attention")) {
                    return fallback;
                }
                throw wrong(key + " must be true or false; found " + value);
            }
            return value.getAsBoolean();
        }

        UserError missing(String key) {
            return wrong(key + " is missing");
        }

        UserError wrong(String what) {
            return new UserError(UserError.Kind.MODEL, where + ": " + what);
        }
    }

    /**
     * Rotary position embedding.
     *
     * @param theta base of the frequencies
     * @param scaling how they are changed for longer contexts
     */
    record Rope(double theta, Scaling scaling) {

        /** How frequencies are changed. Formulas: transformers 5.18, {@code modeling_rope_utils.py}. */
        sealed interface Scaling {}

        /** Unchanged. */
        record Unscaled() implements Scaling {}

        /** Divided by a factor (position interpolation, arXiv 2306.15595). */
        record Linear(double factor) implements Scaling {}

        /** Llama 3's: low frequencies divided, high ones kept, a smooth step between. */
        record Llama3(double factor, double lowFactor, double highFactor, int originalPositions) implements Scaling {}

        /** YaRN (arXiv 2309.00071); {@code attention} multiplies cosines and sines. */
        record Yarn(
                double factor,
                double betaFast,
                double betaSlow,
                Truncation truncation,
                int originalPositions,
                double attention)
                implements Scaling {}

        /** Whether YaRN's correction range is rounded outwards to whole dimensions. */
        enum Truncation {
            WHOLE,
            EXACT
        }

        private static Rope of(Reader facts, Reader config, int maxPositions) {
            for (String key : List.of("full_attention", "sliding_attention", "mrope_section")) {
                if (facts.present(key)) {
                    throw facts.wrong(key + " is not implemented: one rotary embedding for all layers and tokens is");
                }
            }
            if (facts.present("partial_rotary_factor") && facts.number("partial_rotary_factor", 1) != 1) {
                throw facts.wrong("partial_rotary_factor must be 1 or absent");
            }
            double theta = facts.json().has("rope_theta")
                    ? facts.number("rope_theta", 10_000)
                    : config.number("rope_theta", 10_000);
            String type = facts.present("rope_type")
                    ? facts.json().get("rope_type").getAsString()
                    : facts.present("type") ? facts.json().get("type").getAsString() : "default";
            int original = config.integer("original_max_position_embeddings")
                    .orElse(facts.integer("original_max_position_embeddings").orElse(maxPositions));
            return switch (type) {
                case "default" -> new Rope(theta, new Unscaled());
                case "linear" -> new Rope(theta, new Linear(facts.required("factor")));
                case "llama3" ->
                    new Rope(
                            theta,
                            new Llama3(
                                    facts.required("factor"),
                                    facts.required("low_freq_factor"),
                                    facts.required("high_freq_factor"),
                                    original));
                case "yarn" -> new Rope(theta, yarn(facts, original, maxPositions));
                default ->
                    throw facts.wrong(
                            "rope type '" + type + "' is not implemented; known: default, linear," + " llama3, yarn");
            };
        }

        private static Yarn yarn(Reader facts, int original, int maxPositions) {
            if (!facts.json().has("factor")) {
                throw facts.missing("factor");
            }
            double factor = facts.present("factor") ? facts.required("factor") : (double) maxPositions / original;
            double mscale = facts.number("mscale", 0);
            double mscaleAll = facts.number("mscale_all_dim", 0);
            double attention;
            if (facts.present("attention_factor")) {
                attention = facts.required("attention_factor");
            } else if (mscale != 0 && mscaleAll != 0) {
                attention = magnitude(factor, mscale) / magnitude(factor, mscaleAll);
            } else {
                attention = magnitude(factor, 1);
            }
            double betaFast = facts.number("beta_fast", 0);
            double betaSlow = facts.number("beta_slow", 0);
            return new Yarn(
                    factor,
                    betaFast == 0 ? 32 : betaFast,
                    betaSlow == 0 ? 1 : betaSlow,
                    facts.flag("truncate", true) ? Truncation.WHOLE : Truncation.EXACT,
                    original,
                    attention);
        }

        private static double magnitude(double factor, double scale) {
            return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
        }

        /** What cosines and sines are multiplied by. */
        double attentionFactor() {
            return scaling instanceof Yarn yarn ? yarn.attention() : 1;
        }

        /**
         * Applies the scaling to unscaled inverse frequencies, in float32 and in the reference's order of operations, so
         * that the angles of long conversations agree to the last bit.
         *
         * @param inverse 1 / theta^(2i/d), {@code [d / 2]}
         */
        float[] scale(float[] inverse) {
            float[] scaled = inverse.clone();
            int half = inverse.length;
            if (scaling instanceof Linear linear) {
                for (int i = 0; i < half; i++) {
                    scaled[i] = inverse[i] / (float) linear.factor();
                }
            } else if (scaling instanceof Llama3 llama) {
                double longest = llama.originalPositions() / llama.lowFactor();
                double shortest = llama.originalPositions() / llama.highFactor();
                float span = (float) (llama.highFactor() - llama.lowFactor());
                for (int i = 0; i < half; i++) {
                    float wavelength = (float) (2 * Math.PI) / inverse[i];
                    float divided = inverse[i] / (float) llama.factor();
                    float smooth = ((float) llama.originalPositions() / wavelength - (float) llama.lowFactor()) / span;
                    if (wavelength > longest) {
                        scaled[i] = divided;
                    } else if (wavelength >= shortest) {
                        scaled[i] = (1 - smooth) * inverse[i] / (float) llama.factor() + smooth * inverse[i];
                    }
                }
            } else if (scaling instanceof Yarn yarn) {
                double low = dimension(yarn.betaFast(), yarn.originalPositions(), 2 * half);
                double high = dimension(yarn.betaSlow(), yarn.originalPositions(), 2 * half);
                if (yarn.truncation() == Truncation.WHOLE) {
                    low = Math.floor(low);
                    high = Math.ceil(high);
                }
                low = Math.max(low, 0);
                high = Math.min(high, 2 * half - 1);
                if (low == high) {
                    high += 0.001;
                }
                for (int i = 0; i < half; i++) {
                    float ramp = Math.min(1, Math.max(0, (i - (float) low) / (float) (high - low)));
                    float extrapolated = 1 - ramp;
                    float power = 1 / inverse[i];
                    scaled[i] = 1 / ((float) yarn.factor() * power) * (1 - extrapolated) + inverse[i] * extrapolated;
                }
            }
            return scaled;
        }

        /** The dimension whose wavelength turns {@code rotations} times over the original context. */
        private double dimension(double rotations, int positions, int size) {
            return size * Math.log(positions / (rotations * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }
}
