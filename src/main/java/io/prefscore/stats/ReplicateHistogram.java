package io.prefscore.stats;

import java.util.Arrays;

/**
 * A histogram, and beside it one for each bootstrap replicate, whose units are weighted. Takes four bytes a bin and replicate:
 * 10 MB for the 2,500 bins of a normal distribution and 1,000 replicates. For one thread.
 *
 * <p>Replicates are kept in blocks that stay in a core's own cache with all their bins, and units are held back until there are
 * some to go through for each block.
 */
final class ReplicateHistogram {

    /** Replicates in a block: 512 bytes a bin. */
    static final int BLOCK = 128;

    /** Entries that are held back, at least. */
    private static final int HELD = 1 << 14;

    private final BinIndex index;
    private final float[][] blocks;
    private long[] counts = new long[0];

    private int[] heldRows = new int[HELD];
    private float[] heldCounts = new float[HELD];
    private float[][] heldWeights = new float[HELD][];
    private int held;

    /**
     * @param index of the bins, which several histograms may share
     */
    ReplicateHistogram(BinIndex index, int replicates) {
        this.index = index;
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
    }

    private void flush() {
        for (int block = 0; block < blocks.length; block++) {
            float[] table = blocks[block];
            for (int entry = 0; entry < held; entry++) {
                addRow(table, heldRows[entry] * BLOCK, heldCounts[entry], heldWeights[entry], block * BLOCK);
            }
        }
        Arrays.fill(heldWeights, 0, held, null);
        held = 0;
    }

    /** By itself so that the compiler makes vector instructions of it. */
    private static void addRow(float[] table, int row, float count, float[] weights, int from) {
        for (int replicate = 0; replicate < BLOCK; replicate++) {
            table[row + replicate] += count * weights[from + replicate];
        }
    }

    private void ensureRow(int row) {
        if (row < counts.length) {
            return;
        }
        int rows = row + row / 4 + 16;
        counts = Arrays.copyOf(counts, rows);
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = Arrays.copyOf(blocks[block], rows * BLOCK);
        }
    }

    /** What fell into each row's bin, without any weights. */
    double[] counts(int[] rows) {
        return Arrays.stream(rows)
                .mapToDouble(row -> row < counts.length ? counts[row] : 0)
                .toArray();
    }

    /** What fell into each row's bin in a replicate. */
    void replicate(int replicate, int[] rows, double[] weights) {
        flush();
        float[] table = blocks[replicate / BLOCK];
        int column = replicate % BLOCK;
        for (int entry = 0; entry < rows.length; entry++) {
            int at = rows[entry] * BLOCK + column;
            weights[entry] = at < table.length ? table[at] : 0;
        }
    }
}
