package io.prefscore.stats;

import java.util.Arrays;

/**
 * A histogram, and beside it one for each bootstrap replicate, whose units are weighted. For one thread.
 *
 * <p>Entries are held back, with their units' weights, until there are some to go through for each block of replicates. As long as
 * there are no more than are held back, one block at a time is made when it is asked for, so that a bin for each value costs
 * little; from then on all blocks are kept, at four bytes a bin and replicate: 16 MB for 4,000 bins and 1,000 replicates. They
 * are gone through in the order of their bins, since a block with all its bins is more than a core's own cache holds.
 */
final class ReplicateHistogram {

    /** Replicates in a block: 512 bytes a bin. */
    static final int BLOCK = 128;

    /** Entries that are held back, at least. */
    static final int HELD = 1 << 15;

    private final BinIndex index = new BinIndex();
    private final float[][] blocks;
    private boolean keepsBlocks;
    private long[] counts = new long[0];

    private final int[] heldRows = new int[HELD];
    private final float[] heldCounts = new float[HELD];
    private final float[][] heldWeights = new float[HELD][];
    private int held;

    /** The one block that was made of what is held back, and which one it is; −1 for none. */
    private float[] made = new float[0];

    private int madeBlock = -1;

    ReplicateHistogram(int replicates) {
        this.blocks = new float[(replicates + BLOCK - 1) / BLOCK][0];
    }

    /** Adds a unit, with its weight in each replicate, padded with zeros to whole blocks. */
    void add(float[] weights, SparseHistogram unit) {
        for (int entry = 0; entry < unit.size(); entry++) {
            int row = index.row(unit.bin(entry));
            ensureRow(row);
            counts[row] += unit.count(entry);
            if (blocks.length > 0) {
                hold(row, (float) unit.count(entry), weights);
            }
        }
    }

    private void hold(int row, float count, float[] weights) {
        if (held == HELD) {
            flush();
        }
        heldRows[held] = row;
        heldCounts[held] = count;
        heldWeights[held] = weights;
        held++;
        madeBlock = -1;
    }

    private void flush() {
        keepsBlocks = true;
        int[] order = heldByRow();
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = Arrays.copyOf(blocks[block], Math.max(blocks[block].length, counts.length * BLOCK));
            addHeld(blocks[block], block, order);
        }
        Arrays.fill(heldWeights, 0, held, null);
        held = 0;
    }

    /** What is held back in the order of rows, by counting. */
    private int[] heldByRow() {
        int[] ends = new int[index.size() + 1];
        for (int entry = 0; entry < held; entry++) {
            ends[heldRows[entry] + 1]++;
        }
        for (int row = 1; row < ends.length; row++) {
            ends[row] += ends[row - 1];
        }
        int[] order = new int[held];
        for (int entry = 0; entry < held; entry++) {
            order[ends[heldRows[entry]]++] = entry;
        }
        return order;
    }

    private void addHeld(float[] table, int block, int[] order) {
        for (int entry : order) {
            addRow(table, heldRows[entry] * BLOCK, heldCounts[entry], heldWeights[entry], block * BLOCK);
        }
    }

    /** By itself so that the compiler makes vector instructions of it. */
    private static void addRow(float[] table, int row, float count, float[] weights, int from) {
        for (int replicate = 0; replicate < BLOCK; replicate++) {
            table[row + replicate] += count * weights[from + replicate];
        }
    }

    private void ensureRow(int row) {
        if (row >= counts.length) {
            counts = Arrays.copyOf(counts, row + row / 4 + 16);
        }
    }

    /** Bins that are not empty, ascending. */
    long[] bins() {
        return Arrays.stream(index.sortedRows()).mapToLong(index::bin).toArray();
    }

    /** Where each bin's counts stand; −1 for bins that are empty. */
    int[] rows(long[] bins) {
        return Arrays.stream(bins).mapToInt(index::find).toArray();
    }

    /** What fell into each row's bin, without any weights. */
    double[] counts(int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> row < 0 ? 0 : counts[row]).toArray();
    }

    /** What fell into each row's bin in the replicates from {@code block} times {@link #BLOCK} on. */
    BlockWeights block(int block, int[] rows) {
        return new BlockWeights(table(block), rows);
    }

    private float[] table(int block) {
        if (keepsBlocks) {
            if (held > 0) {
                flush();
            }
            return blocks[block];
        }
        if (madeBlock != block) {
            made = new float[index.size() * BLOCK];
            addHeld(made, block, heldByRow());
            madeBlock = block;
        }
        return made;
    }
}
