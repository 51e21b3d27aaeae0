package io.prefscore.model;

import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The header of one safetensors file, checked, and its tensors as mapped memory. Format: eight bytes with the header's
 * length N (little endian), N bytes of JSON, then the tensors' bytes (github.com/huggingface/safetensors, "Format").
 */
final class SafeTensors {

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final Set<String> SCORABLE = Set.of("F32", "F16", "BF16");

    private SafeTensors() {}

    /**
     * A tensor in a file.
     *
     * @param file where it stands
     * @param name its name in the checkpoint
     * @param dtype its stored type as the format writes it, {@code F32} for instance
     * @param shape its dimensions
     * @param offset first byte in the file
     * @param bytes length in bytes
     */
    record Tensor(Path file, String name, String dtype, long[] shape, long offset, long bytes) {

        long elements() {
            long elements = 1;
            for (long dimension : shape) {
                elements *= dimension;
            }
            return elements;
        }

        /** The stored type, of those that can be scored with. */
        DataType dataType() {
            return switch (dtype) {
                case "F32" -> DataType.FLOAT32;
                case "F16" -> DataType.FLOAT16;
                case "BF16" -> DataType.BFLOAT16;
                default ->
                    throw new UserError(
                            UserError.Kind.MODEL,
                            file + ": tensor '" + name + "' has dtype " + dtype
                                    + "; F32, F16 and BF16 can be scored with. A quantized checkpoint has to be converted"
                                    + " first");
            };
        }

        int bytesPerElement() {
            return dtype.equals("F32") ? Float.BYTES : Short.BYTES;
        }

        /** A copy of the bytes outside the heap, in the machine's own order. */
        ByteBuffer read() {
            ByteBuffer buffer =
                    ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
            try (FileChannel channel = FileChannel.open(file)) {
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, offset + buffer.position()) < 0) {
                        throw broken(file, "tensor '" + name + "' ends before its last byte");
                    }
                }
            } catch (IOException e) {
                throw new UserError(UserError.Kind.MODEL, file + ": cannot be read: " + e.getMessage(), e);
            }
            return buffer.flip();
        }

        String describe() {
            return dtype + " " + Arrays.toString(shape);
        }
    }

    /** Reads and checks a file's header. */
    static Map<String, Tensor> read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long fileBytes = channel.size();
            if (fileBytes < Long.BYTES) {
                throw broken(file, "the file has " + fileBytes + " bytes, no room for a header");
            }
            long headerBytes = readFully(channel, 0, Long.BYTES).getLong(0);
            if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || headerBytes > fileBytes - Long.BYTES) {
                throw broken(file, "the header claims " + headerBytes + " bytes of a file of " + fileBytes);
            }
            String json =
                    new String(readFully(channel, Long.BYTES, (int) headerBytes).array(), StandardCharsets.UTF_8);
            return tensors(file, JsonParser.parseString(json).getAsJsonObject(), Long.BYTES + headerBytes, fileBytes);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            throw broken(file, "the header is not what safetensors prescribes (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw new UserError(UserError.Kind.MODEL, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Tensor> tensors(Path file, JsonObject header, long dataStart, long fileBytes) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
            String name = entry.getKey();
            if (name.equals("__metadata__")) {
                continue;
            }
            JsonObject facts = entry.getValue().getAsJsonObject();
            if (!facts.has("dtype") || !facts.has("shape") || !facts.has("data_offsets")) {
                throw broken(file, "tensor '" + name + "' lacks dtype, shape or data_offsets");
            }
            JsonArray offsets = facts.getAsJsonArray("data_offsets");
            long start = offsets.get(0).getAsLong();
            long end = offsets.get(1).getAsLong();
            long[] shape = facts.getAsJsonArray("shape").asList().stream()
                    .mapToLong(JsonElement::getAsLong)
                    .toArray();
            Tensor tensor =
                    new Tensor(file, name, facts.get("dtype").getAsString(), shape, dataStart + start, end - start);
            if (start < 0 || end < start || Arrays.stream(shape).anyMatch(dimension -> dimension < 0)) {
                throw broken(
                        file, "tensor '" + name + "' stands at " + offsets + " with shape " + Arrays.toString(shape));
            }
            if (dataStart + end > fileBytes) {
                throw broken(
                        file,
                        "tensor '" + name + "' ends at byte " + (dataStart + end) + " of a file of " + fileBytes
                                + "; the file is cut short");
            }
            boolean known = SCORABLE.contains(tensor.dtype);
            if (known && tensor.elements() * tensor.bytesPerElement() != tensor.bytes) {
                throw broken(
                        file, "tensor '" + name + "' is " + tensor.describe() + " but has " + tensor.bytes + " bytes");
            }
            tensors.put(name, tensor);
        }
        checkOverlap(file, tensors);
        return tensors;
    }

    private static void checkOverlap(Path file, Map<String, Tensor> tensors) {
        Tensor[] byOffset = tensors.values().toArray(Tensor[]::new);
        Arrays.sort(byOffset, Comparator.comparingLong(Tensor::offset).thenComparingLong(Tensor::bytes));
        for (int i = 1; i < byOffset.length; i++) {
            if (byOffset[i - 1].offset + byOffset[i - 1].bytes > byOffset[i].offset) {
                throw broken(file, "tensors '" + byOffset[i - 1].name + "' and '" + byOffset[i].name + "' share bytes");
            }
        }
    }

    private static ByteBuffer readFully(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("ended after " + buffer.position() + " of " + length + " bytes");
            }
        }
        return buffer;
    }

    private static UserError broken(Path file, String what) {
        return new UserError(UserError.Kind.MODEL, file + ": " + what + "; fetch the file again");
    }
}
