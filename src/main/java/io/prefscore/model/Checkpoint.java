package io.prefscore.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.model.DecoderFamily.Trait;
import io.prefscore.model.SafeTensors.Tensor;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A checkpoint folder as Hugging Face publishes it, read and checked, its weights not touched yet: every tensor that the
 * architecture needs is there in the right shape, and none is there that the architecture would not know what to do with.
 *
 * @param folder where it stands; its files may be symbolic links, as in a hub cache
 * @param config what {@code config.json} says
 * @param tensors the tensors that are needed, by name
 * @param weightFiles the safetensors files
 */
record Checkpoint(Path folder, DecoderConfig config, Map<String, Tensor> tensors, Set<Path> weightFiles) {

    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String FINAL_NORM = "model.norm.weight";

    /** Names the shards. */
    static final String INDEX = "model.safetensors.index.json";

    /** All weights; goes before an index. */
    static final String SINGLE = "model.safetensors";

    Checkpoint {
        tensors = Map.copyOf(tensors);
        weightFiles = Set.copyOf(weightFiles);
    }

    /**
     * Reads a folder.
     *
     * @throws UserError naming the file, tensor or key that is wrong, and what to do
     */
    static Checkpoint read(Path folder) {
        DecoderConfig config = config(folder);
        Set<Path> files = new LinkedHashSet<>();
        Map<String, Tensor> stored = stored(folder, files);
        Map<String, Tensor> needed = new LinkedHashMap<>();
        expected(config).forEach((name, shape) -> needed.put(name, need(folder, stored, name, shape)));
        for (Tensor tensor : stored.values()) {
            boolean known = needed.containsKey(tensor.name())
                    || tensor.name().startsWith("lm_head.")
                    || tensor.name().endsWith(".rotary_emb.inv_freq");
            if (!known) {
                throw wrong(tensor.file() + ": tensor '" + tensor.name() + "' (" + tensor.describe()
                        + ") has no place in " + config.architecture().className() + " with " + config.layers()
                        + " layers; config.json and weights do not belong together");
            }
        }
        return new Checkpoint(folder, config, needed, files);
    }

    /**
     * Reads {@code config.json} alone, which a folder may hold before its weights are there.
     *
     * @throws UserError naming what is wrong with it
     */
    static DecoderConfig config(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw wrong(folder + ": no such folder; give the folder that holds config.json");
        }
        if (Files.exists(folder.resolve("adapter_config.json"))) {
            throw wrong(
                    folder + ": a PEFT adapter (adapter_config.json), not a whole model; merge it into its base with"
                            + " peft's merge_and_unload() and save the result");
        }
        Path configFile = folder.resolve("config.json");
        if (!Files.isRegularFile(configFile)) {
            throw wrong(folder + ": no config.json; give the folder of a Hugging Face checkpoint");
        }
        return DecoderConfig.of(readObject(configFile), configFile.toString());
    }

    /** All files that the model is made of. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(FolderTexts.files(folder));
        files.addAll(weightFiles);
        Path index = folder.resolve(INDEX);
        if (Files.isRegularFile(index) && !weightFiles.contains(folder.resolve(SINGLE))) {
            files.add(index);
        }
        return files;
    }

    /** What a file is called in the folder. */
    String name(Path file) {
        return folder.relativize(file).toString();
    }

    /** Trainable numbers, those of the embedding included; tied or stray output embeddings are not counted. */
    long parameters() {
        return tensors.values().stream().mapToLong(Tensor::elements).sum();
    }

    /** The same without the embedding. */
    long nonEmbeddingParameters() {
        Tensor embedding = tensors.get(EMBEDDING);
        return parameters() - (embedding == null ? 0 : embedding.elements());
    }

    /** Bytes of the tensors that are needed. */
    long bytes() {
        return tensors.values().stream().mapToLong(Tensor::bytes).sum();
    }

    /** A layer's tensors by the part of their name after {@code model.layers.N.}. */
    Map<String, Tensor> layer(int layer) {
        String prefix = "model.layers." + layer + ".";
        Map<String, Tensor> found = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }

    /** The final norm and the score head. */
    Map<String, Tensor> head() {
        Map<String, Tensor> found = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.equals(FINAL_NORM) || name.startsWith("score.")) {
                found.put(name, tensor);
            }
        });
        return found;
    }

    private static Tensor need(Path folder, Map<String, Tensor> stored, String name, long[] shape) {
        Tensor tensor = stored.get(name);
        if (tensor == null) {
            throw wrong(folder + ": tensor '" + name + "' of shape " + Arrays.toString(shape) + " is missing");
        }
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw wrong(tensor.file() + ": tensor '" + name + "' must have shape " + Arrays.toString(shape)
                    + " by config.json; found " + Arrays.toString(tensor.shape()));
        }
        tensor.dataType();
        return tensor;
    }

    /** Names and shapes that the architecture prescribes. */
    private static Map<String, long[]> expected(DecoderConfig config) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        long hidden = config.hidden();
        shapes.put(EMBEDDING, new long[] {config.vocabulary(), hidden});
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            norms(shapes, prefix, config);
            projections(shapes, prefix, config);
        }
        shapes.put(FINAL_NORM, new long[] {hidden});
        Architecture.Head head = config.architecture().head();
        for (String name : head.projections()) {
            boolean last = name.equals(head.projections().get(head.projections().size() - 1));
            projection(shapes, name, last ? 1 : hidden, hidden, head.biased());
        }
        return shapes;
    }

    private static void norms(Map<String, long[]> shapes, String prefix, DecoderConfig config) {
        long[] hidden = {config.hidden()};
        shapes.put(prefix + "input_layernorm.weight", hidden);
        shapes.put(prefix + "post_attention_layernorm.weight", hidden);
        if (config.has(Trait.FEED_FORWARD_NORMS)) {
            shapes.put(prefix + "pre_feedforward_layernorm.weight", hidden);
            shapes.put(prefix + "post_feedforward_layernorm.weight", hidden);
        }
        if (config.has(Trait.QUERY_KEY_NORMS)) {
            shapes.put(prefix + "self_attn.q_norm.weight", new long[] {config.headSize()});
            shapes.put(prefix + "self_attn.k_norm.weight", new long[] {config.headSize()});
        }
    }

    private static void projections(Map<String, long[]> shapes, String prefix, DecoderConfig config) {
        long hidden = config.hidden();
        long intermediate = config.intermediate();
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        DecoderConfig.Biases biases = config.biases();
        projection(shapes, prefix + "self_attn.q_proj", queries, hidden, biases.queryKeyValue());
        projection(shapes, prefix + "self_attn.k_proj", keys, hidden, biases.queryKeyValue());
        projection(shapes, prefix + "self_attn.v_proj", keys, hidden, biases.queryKeyValue());
        projection(shapes, prefix + "self_attn.o_proj", hidden, queries, biases.output());
        projection(shapes, prefix + "mlp.gate_proj", intermediate, hidden, biases.feedForward());
        projection(shapes, prefix + "mlp.up_proj", intermediate, hidden, biases.feedForward());
        projection(shapes, prefix + "mlp.down_proj", hidden, intermediate, biases.feedForward());
    }

    private static void projection(Map<String, long[]> shapes, String name, long out, long in, boolean bias) {
        shapes.put(name + ".weight", new long[] {out, in});
        if (bias) {
            shapes.put(name + ".bias", new long[] {out});
        }
    }

    /** Where both stand there, the reference takes the single file (transformers 4.57 and 5.18). */
    private static Map<String, Tensor> stored(Path folder, Set<Path> files) {
        Path index = folder.resolve(INDEX);
        Path single = folder.resolve(SINGLE);
        if (Files.isRegularFile(single)) {
            files.add(single);
            return SafeTensors.read(single);
        }
        if (Files.isRegularFile(index)) {
            return sharded(folder, index, files);
        }
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, "*.{bin,pt,pth,safetensors,gguf}")) {
            for (Path other : others) {
                String name = String.valueOf(other.getFileName());
                if (name.endsWith(".safetensors")) {
                    throw wrong(folder + ": " + name + " but no model.safetensors and no model.safetensors.index.json;"
                            + " fetch the folder again, with its index");
                }
                throw wrong(folder + ": the weights are in " + name + ", which is not safetensors; load the model with"
                        + " transformers and save it with save_pretrained(…, safe_serialization=True)");
            }
        } catch (IOException e) {
            throw new UserError(UserError.Kind.MODEL, folder + ": cannot be listed: " + e.getMessage(), e);
        }
        throw wrong(folder + ": no weights (model.safetensors, or shards with model.safetensors.index.json)");
    }

    private static Map<String, Tensor> sharded(Path folder, Path index, Set<Path> files) {
        JsonObject json = readObject(index);
        if (!json.has("weight_map") || !json.get("weight_map").isJsonObject()) {
            throw wrong(index + ": weight_map is missing");
        }
        Map<String, Tensor> stored = new LinkedHashMap<>();
        Map<String, Map<String, Tensor>> shards = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                json.getAsJsonObject("weight_map").entrySet()) {
            String shard = entry.getValue().getAsString();
            Path file = folder.resolve(shard);
            if (!Files.isRegularFile(file)) {
                throw wrong(index + ": shard " + shard + " is missing (it holds '" + entry.getKey() + "'); fetch it");
            }
            files.add(file);
            Tensor tensor = shards.computeIfAbsent(shard, name -> SafeTensors.read(file))
                    .get(entry.getKey());
            if (tensor == null) {
                throw wrong(index + ": tensor '" + entry.getKey() + "' should stand in " + shard + " and does not");
            }
            stored.put(entry.getKey(), tensor);
        }
        return stored;
    }

    private static JsonObject readObject(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new UserError(
                    UserError.Kind.MODEL, file + ": cannot be read as a JSON object: " + UserError.reason(e), e);
        }
    }

    private static UserError wrong(String what) {
        return new UserError(UserError.Kind.MODEL, what);
    }
}
