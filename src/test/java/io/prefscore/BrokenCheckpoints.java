package io.prefscore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Copies of golden models, each broken in one way, in a folder of the test's own. None of them may be loaded: a method's
 * comment says what the loader must answer, {@link #cases} lists them all with words that the answer must hold.
 */
public final class BrokenCheckpoints {

    private static final String WHOLE = "qwen2-seqcls-tiny";
    private static final String SHARDED = "worldpm-tiny";
    private static final String BFLOAT16 = "mistral-window-headdim-bf16-sharded";
    private static final String WINDOWED = "qwen2-window-oldstyle-f32head";
    private static final String GEMMA = "gemma2-seqcls-tiny";

    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String UP = "model.layers.1.mlp.up_proj.weight";
    private static final String DOWN = "model.layers.1.mlp.down_proj.weight";

    private final Path scratch;
    private int copies;

    /**
     * @param scratch an empty folder that the test owns, such as a JUnit {@code @TempDir}
     */
    public BrokenCheckpoints(Path scratch) {
        this.scratch = scratch;
    }

    /**
     * A way of breaking a checkpoint.
     *
     * @param name what is broken
     * @param breakage makes the folder
     * @param mustSay words that the loader's message must hold
     */
    public record Case(String name, Function<BrokenCheckpoints, Path> breakage, List<String> mustSay) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** All ways of breaking a checkpoint that the loader itself must notice. */
    public static List<Case> cases() {
        return List.of(
                broken("missing shard", BrokenCheckpoints::missingShard, "model-00003-of-00007.safetensors"),
                broken("missing tensor", BrokenCheckpoints::missingTensor, UP),
                broken("missing head", BrokenCheckpoints::missingHead, "score.weight"),
                broken("unexpected tensor in the head", BrokenCheckpoints::unexpectedHeadTensor, "score.bias"),
                broken("layer beyond the last", BrokenCheckpoints::layerBeyondTheLast, "model.layers.4."),
                broken("wrong shape", BrokenCheckpoints::wrongShape, DOWN, "[128, 48]", "[48, 128]"),
                broken("NaN", BrokenCheckpoints::notANumber, UP, "NaN"),
                broken("NaN in bfloat16", BrokenCheckpoints::notANumberInBfloat16, UP, "NaN"),
                broken("infinity", BrokenCheckpoints::infinity, UP, "infinity"),
                broken("truncated file", BrokenCheckpoints::truncatedFile, WEIGHTS),
                broken("file of five bytes", BrokenCheckpoints::fileOfFiveBytes, WEIGHTS),
                broken("header longer than the file", BrokenCheckpoints::headerLongerThanFile, WEIGHTS),
                broken("header that is not JSON", BrokenCheckpoints::headerNotJson, WEIGHTS),
                broken("overlapping tensors", BrokenCheckpoints::overlappingTensors, WEIGHTS, UP),
                broken("tensor beyond the file's end", BrokenCheckpoints::tensorBeyondTheEnd, WEIGHTS, UP),
                broken("tensor of the wrong length", BrokenCheckpoints::tensorOfWrongLength, WEIGHTS, UP),
                broken("unknown dtype", BrokenCheckpoints::unknownDtype, "F4", UP),
                broken("unknown architecture", BrokenCheckpoints::unknownArchitecture, "GPT2ForSequenceClassification"),
                broken("unknown activation", BrokenCheckpoints::unknownActivation, "hidden_act", "SiLU"),
                broken("unknown rope type", BrokenCheckpoints::unknownRopeType, "longrope"),
                broken("rope per layer type", BrokenCheckpoints::ropePerLayerType, "full_attention"),
                broken("no tokenizer", BrokenCheckpoints::withoutTokenizer, "tokenizer.json"),
                broken("no configuration", BrokenCheckpoints::withoutConfiguration, "config.json"),
                broken("configuration that is not JSON", BrokenCheckpoints::configurationNotJson, "config.json"),
                broken(
                        "pickled weights only",
                        BrokenCheckpoints::pickledWeightsOnly,
                        "pytorch_model.bin",
                        "safetensors"),
                broken("adapter", BrokenCheckpoints::adapter, "adapter_config.json", "merge"),
                broken("two labels", BrokenCheckpoints::twoLabels, "num_labels", "2"),
                broken("labels not told", BrokenCheckpoints::labelsNotTold, "num_labels"),
                broken("fp8", checkpoints -> checkpoints.quantized("fp8"), "quantization_config", "fp8"),
                broken("gptq", checkpoints -> checkpoints.quantized("gptq"), "quantization_config", "gptq"),
                broken("awq", checkpoints -> checkpoints.quantized("awq"), "quantization_config", "awq"),
                broken(
                        "bitsandbytes",
                        checkpoints -> checkpoints.quantized("bitsandbytes"),
                        "quantization_config",
                        "bitsandbytes"),
                broken("not causal", BrokenCheckpoints::notCausal, "is_causal"),
                broken("bidirectional", BrokenCheckpoints::bidirectional, "use_bidirectional_attention"),
                broken("soft cap of zero", BrokenCheckpoints::softCapOfZero, "attn_logit_softcapping"),
                broken("pad id beyond the vocabulary", BrokenCheckpoints::padBeyondVocabulary, "pad_token_id", "700"),
                broken("sliding layers without a window", BrokenCheckpoints::slidingWithoutWindow, "sliding_window"),
                broken("too few layer types", BrokenCheckpoints::tooFewLayerTypes, "layer_types"),
                broken("no template", BrokenCheckpoints::withoutTemplate, "chat_template"),
                broken("invalid template", BrokenCheckpoints::invalidTemplate, "chat_template"));
    }

    /** Names the file that the index lists and the folder lacks. */
    public Path missingShard() {
        Path folder = copy(SHARDED);
        delete(folder.resolve("model-00003-of-00007.safetensors"));
        return folder;
    }

    /** Names the tensor. */
    public Path missingTensor() {
        return withHeader(header -> header.remove(UP));
    }

    /** Names {@code score.weight}: the reference would fill it with random numbers and a warning. */
    public Path missingHead() {
        return withHeader(header -> header.remove("score.weight"));
    }

    /** Names {@code score.bias}: this class has none, so the checkpoint is of another one. */
    public Path unexpectedHeadTensor() {
        Path folder = copy(WHOLE);
        change(folder.resolve(WEIGHTS), file -> file.append("score.bias", new float[] {1}));
        return folder;
    }

    /** Names the tensor of a fifth layer where the configuration tells of four. */
    public Path layerBeyondTheLast() {
        Path folder = copy(WHOLE);
        String name = "model.layers.4.input_layernorm.weight";
        change(folder.resolve(WEIGHTS), file -> file.append(name, new float[48]));
        return folder;
    }

    /** Names the tensor, the shape that the configuration asks for and the one that came. */
    public Path wrongShape() {
        return withHeader(header -> header.getAsJsonObject(DOWN).add("shape", array(128, 48)));
    }

    /** Names the tensor that holds a NaN. */
    public Path notANumber() {
        Path folder = copy(WHOLE);
        change(folder.resolve(WEIGHTS), file -> file.bytes(UP).putFloat(400, Float.NaN));
        return folder;
    }

    /** Names the tensor that holds a NaN, in a shard of bfloat16. */
    public Path notANumberInBfloat16() {
        Path folder = copy(BFLOAT16);
        String shard = GoldenModels.json(folder.resolve(INDEX))
                .getAsJsonObject("weight_map")
                .get(UP)
                .getAsString();
        change(folder.resolve(shard), file -> file.bytes(UP).putShort(40, (short) 0x7FC0));
        return folder;
    }

    /** Names the tensor that holds an infinity. */
    public Path infinity() {
        Path folder = copy(WHOLE);
        change(folder.resolve(WEIGHTS), file -> file.bytes(UP).putFloat(0, Float.NEGATIVE_INFINITY));
        return folder;
    }

    /** Names the file, the length that its header tells of and the length that it has. */
    public Path truncatedFile() {
        Path folder = copy(WHOLE);
        byte[] content = read(folder.resolve(WEIGHTS));
        write(folder.resolve(WEIGHTS), Arrays.copyOf(content, content.length - 1000));
        return folder;
    }

    /** Names the file: not even the length of a header is there. */
    public Path fileOfFiveBytes() {
        Path folder = copy(WHOLE);
        write(folder.resolve(WEIGHTS), new byte[5]);
        return folder;
    }

    /** Names the file and the length of the header that it claims; allocates nothing of that size. */
    public Path headerLongerThanFile() {
        Path folder = copy(WHOLE);
        byte[] content = read(folder.resolve(WEIGHTS));
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 40);
        write(folder.resolve(WEIGHTS), content);
        return folder;
    }

    /** Names the file and says that it is no safetensors file. */
    public Path headerNotJson() {
        Path folder = copy(WHOLE);
        byte[] content = read(folder.resolve(WEIGHTS));
        content[8] = '!';
        write(folder.resolve(WEIGHTS), content);
        return folder;
    }

    /** Names the file and a tensor that shares bytes with another one. */
    public Path overlappingTensors() {
        return withHeader(header -> header.getAsJsonObject(UP)
                .add(
                        "data_offsets",
                        header.getAsJsonObject("model.layers.0.mlp.up_proj.weight")
                                .get("data_offsets")));
    }

    /** Names the file and the tensor that ends behind the file's end. */
    public Path tensorBeyondTheEnd() {
        return withHeader(header -> {
            JsonArray offsets = header.getAsJsonObject(UP).getAsJsonArray("data_offsets");
            long shift = 1L << 33;
            header.getAsJsonObject(UP)
                    .add(
                            "data_offsets",
                            array(
                                    offsets.get(0).getAsLong() + shift,
                                    offsets.get(1).getAsLong() + shift));
        });
    }

    /** Names the file and the tensor whose offsets hold fewer bytes than its shape and dtype need. */
    public Path tensorOfWrongLength() {
        return withHeader(header -> {
            JsonArray offsets = header.getAsJsonObject(UP).getAsJsonArray("data_offsets");
            header.getAsJsonObject(UP)
                    .add(
                            "data_offsets",
                            array(offsets.get(0).getAsLong(), offsets.get(1).getAsLong() - 4));
        });
    }

    /** Names the tensor, its dtype, and the dtypes that are read. */
    public Path unknownDtype() {
        return withHeader(header -> header.getAsJsonObject(UP).addProperty("dtype", "F4"));
    }

    /** Names the architecture and those that are known. */
    public Path unknownArchitecture() {
        JsonArray architectures = new JsonArray();
        architectures.add("GPT2ForSequenceClassification");
        return withConfiguration(WHOLE, config -> config.add("architectures", architectures));
    }

    /** Names key and value and the activations that are known; names are case-sensitive in the reference too. */
    public Path unknownActivation() {
        return withConfiguration(WHOLE, config -> config.addProperty("hidden_act", "SiLU"));
    }

    /** Names the rope type and those that are known. */
    public Path unknownRopeType() {
        return withConfiguration(
                WHOLE, config -> config.getAsJsonObject("rope_parameters").addProperty("rope_type", "longrope"));
    }

    /** Says that rope parameters by layer type belong to classes that are not known here. */
    public Path ropePerLayerType() {
        return withConfiguration(WHOLE, config -> {
            JsonObject nested = new JsonObject();
            nested.add("full_attention", config.get("rope_parameters"));
            config.add("rope_parameters", nested);
        });
    }

    /** Names {@code tokenizer.json}. */
    public Path withoutTokenizer() {
        Path folder = copy(WHOLE);
        delete(folder.resolve("tokenizer.json"));
        return folder;
    }

    /** Names {@code config.json}. */
    public Path withoutConfiguration() {
        Path folder = copy(WHOLE);
        delete(folder.resolve("config.json"));
        return folder;
    }

    /** Names {@code config.json} and says that it is not JSON. */
    public Path configurationNotJson() {
        Path folder = copy(WHOLE);
        write(folder.resolve("config.json"), "{\"architectures\": [".getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    /** Says that pickled weights are code and are not read, and how to convert them to safetensors. */
    public Path pickledWeightsOnly() {
        Path folder = copy(WHOLE);
        move(folder.resolve(WEIGHTS), folder.resolve("pytorch_model.bin"));
        return folder;
    }

    /** Says that the folder holds an adapter, names its base model, and says to merge the two first. */
    public Path adapter() {
        Path folder = copy(WHOLE);
        move(folder.resolve(WEIGHTS), folder.resolve("adapter_model.safetensors"));
        delete(folder.resolve("config.json"));
        JsonObject config = new JsonObject();
        config.addProperty("peft_type", "LORA");
        config.addProperty("base_model_name_or_path", "example/base");
        config.addProperty("r", 8);
        write(folder.resolve("adapter_config.json"), config.toString().getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    /** Names {@code num_labels}, says 2, and that a reward model has one. */
    public Path twoLabels() {
        return withConfiguration(WHOLE, config -> {
            config.remove("id2label");
            config.remove("label2id");
            config.addProperty("num_labels", 2);
        });
    }

    /** Says that without {@code num_labels} and {@code id2label} the reference takes two labels. */
    public Path labelsNotTold() {
        return withConfiguration(WHOLE, config -> {
            config.remove("id2label");
            config.remove("label2id");
        });
    }

    /** Names {@code quantization_config} and its method, and says that only unquantized weights are read. */
    public Path quantized(String method) {
        JsonObject quantization = new JsonObject();
        quantization.addProperty("quant_method", method);
        return withConfiguration(WHOLE, config -> config.add("quantization_config", quantization));
    }

    /** Names {@code is_causal}: the reference would attend in both directions. */
    public Path notCausal() {
        return withConfiguration(WHOLE, config -> config.addProperty("is_causal", false));
    }

    /** Names {@code use_bidirectional_attention}. */
    public Path bidirectional() {
        return withConfiguration(GEMMA, config -> config.addProperty("use_bidirectional_attention", true));
    }

    /** Names {@code attn_logit_softcapping}: a cap is positive, or null for none. */
    public Path softCapOfZero() {
        return withConfiguration(GEMMA, config -> config.addProperty("attn_logit_softcapping", 0.0));
    }

    /** Names {@code pad_token_id}, its value and the size of the vocabulary. */
    public Path padBeyondVocabulary() {
        return withConfiguration(WHOLE, config -> config.addProperty("pad_token_id", 700));
    }

    /** Says that layers of sliding attention need {@code use_sliding_window} and a {@code sliding_window}. */
    public Path slidingWithoutWindow() {
        JsonArray types = new JsonArray();
        List.of("full_attention", "sliding_attention", "full_attention").forEach(types::add);
        return withConfiguration(WINDOWED, config -> {
            config.add("layer_types", types);
            config.addProperty("use_sliding_window", false);
        });
    }

    /** Says how many {@code layer_types} there are and how many layers. */
    public Path tooFewLayerTypes() {
        return withConfiguration(
                WHOLE, config -> config.getAsJsonArray("layer_types").remove(0));
    }

    /** Says that there is no chat template and where one was looked for. */
    public Path withoutTemplate() {
        Path folder = copy(WHOLE);
        delete(folder.resolve("chat_template.jinja"));
        return folder;
    }

    /** Says where in the template it cannot be parsed. */
    public Path invalidTemplate() {
        Path folder = copy(WHOLE);
        String template = "{% for message in messages %}{{ message['content' }}{% endfor %}";
        write(folder.resolve("chat_template.jinja"), template.getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    /** A copy of a golden model with another {@code config.json}; for readings that need no name of their own. */
    public Path withConfiguration(String golden, Consumer<JsonObject> change) {
        Path folder = copy(golden);
        JsonObject config = GoldenModels.json(folder.resolve("config.json"));
        change.accept(config);
        write(folder.resolve("config.json"), config.toString().getBytes(StandardCharsets.UTF_8));
        return folder;
    }

    /** A whole copy of a golden model, to be broken by the test itself. */
    public Path copy(String golden) {
        Path source = GoldenModels.folder(golden);
        Path target = scratch.resolve(golden + "-" + copies++);
        try (Stream<Path> files = Files.list(source)) {
            Files.createDirectories(target);
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    private static Case broken(String name, Function<BrokenCheckpoints, Path> breakage, String... mustSay) {
        return new Case(name, breakage, List.of(mustSay));
    }

    private Path withHeader(Consumer<JsonObject> change) {
        Path folder = copy(WHOLE);
        change(folder.resolve(WEIGHTS), file -> change.accept(file.header));
        return folder;
    }

    private static void change(Path file, Consumer<TensorFile> change) {
        TensorFile tensors = TensorFile.parse(read(file));
        change.accept(tensors);
        write(file, tensors.toBytes());
    }

    private static JsonArray array(long... values) {
        JsonArray array = new JsonArray();
        for (long value : values) {
            JsonElement element = new JsonPrimitive(value);
            array.add(element);
        }
        return array;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A safetensors file: the header's length as a little-endian int64, the header as JSON, the tensors' bytes. */
    private static final class TensorFile {

        private final JsonObject header;
        private byte[] data;

        private TensorFile(JsonObject header, byte[] data) {
            this.header = header;
            this.data = data;
        }

        static TensorFile parse(byte[] content) {
            ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[Math.toIntExact(buffer.getLong())];
            buffer.get(header);
            byte[] data = new byte[buffer.remaining()];
            buffer.get(data);
            String text = new String(header, StandardCharsets.UTF_8);
            return new TensorFile(JsonParser.parseString(text).getAsJsonObject(), data);
        }

        byte[] toBytes() {
            byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(Long.BYTES + text.length + data.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .put(text)
                    .put(data)
                    .array();
        }

        /** The bytes of a tensor; writing to them changes the file. */
        ByteBuffer bytes(String tensor) {
            JsonArray offsets = header.getAsJsonObject(tensor).getAsJsonArray("data_offsets");
            int start = offsets.get(0).getAsInt();
            return ByteBuffer.wrap(data, start, offsets.get(1).getAsInt() - start)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }

        /** Adds a float32 vector behind the others. */
        void append(String name, float[] values) {
            int start = data.length;
            ByteBuffer longer = ByteBuffer.allocate(start + values.length * Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(data);
            for (float value : values) {
                longer.putFloat(value);
            }
            data = longer.array();
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", "F32");
            entry.add("shape", array(values.length));
            entry.add("data_offsets", array(start, data.length));
            header.add(name, entry);
        }
    }
}
