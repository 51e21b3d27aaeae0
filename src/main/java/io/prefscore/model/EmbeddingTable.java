package io.prefscore.model;

import io.prefscore.model.SafeTensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedding matrix, mapped and gathered by row: a batch touches a few thousand rows of it, a 72B model's has 2.5 GB,
 * more than one mapping can hold, and on a GPU it would take memory that layers need.
 *
 * <p>Not safe for use by several threads: the rows of one call stand in a buffer that the next call overwrites.
 */
final class EmbeddingTable {

    private static final long MAX_PIECE_BYTES = 1L << 30;

    private final List<ByteBuffer> pieces = new ArrayList<>();
    private final Tensor tensor;
    private final int rowBytes;
    private final int rowsPerPiece;
    private ByteBuffer gathered = ByteBuffer.allocateDirect(0);

    EmbeddingTable(Tensor tensor) {
        this.tensor = tensor;
        rowBytes = Math.toIntExact(tensor.shape()[1] * tensor.bytesPerElement());
        rowsPerPiece = Math.toIntExact(MAX_PIECE_BYTES / rowBytes);
        for (long row = 0; row < tensor.shape()[0]; row += rowsPerPiece) {
            long rows = Math.min(rowsPerPiece, tensor.shape()[0] - row);
            pieces.add(tensor.map(row * rowBytes, rows * rowBytes));
        }
    }

    /** Mapped pieces of whole rows. */
    List<ByteBuffer> pieces() {
        return pieces;
    }

    /**
     * The rows of some tokens, {@code [tokens, hidden]} in the stored type, valid until the next call.
     *
     * @throws IndexOutOfBoundsException where a token id is not in the vocabulary
     */
    ByteBuffer rows(long[] tokens) {
        int bytes = Math.multiplyExact(tokens.length, rowBytes);
        if (gathered.capacity() < bytes) {
            gathered = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        ByteBuffer rows = gathered.duplicate().order(gathered.order()).clear().limit(bytes);
        for (long token : tokens) {
            if (token < 0 || token >= tensor.shape()[0]) {
                throw new IndexOutOfBoundsException("token id " + token + " in a vocabulary of " + tensor.shape()[0]
                        + "; tokenizer.json and the weights do not belong together");
            }
            ByteBuffer piece = pieces.get((int) (token / rowsPerPiece));
            int start = (int) (token % rowsPerPiece) * rowBytes;
            rows.put(piece.slice(start, rowBytes));
        }
        return rows.flip();
    }
}
