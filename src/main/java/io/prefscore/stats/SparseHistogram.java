package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts by bin, for bins that are mostly empty. Counts are whole numbers, so that merging is exact in any order. For one
 * thread.
 */
public final class SparseHistogram implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int FIRST_CAPACITY = 16;

    private final BinIndex index = new BinIndex();
    private long[] counts = new long[FIRST_CAPACITY];

    /** Counts something that fell into a bin. */
    public void add(long bin) {
        add(bin, 1);
    }

    void add(long bin, long count) {
        int row = index.row(bin);
        if (row == counts.length) {
            counts = Arrays.copyOf(counts, 2 * row);
        }
        counts[row] += count;
    }

    /** Adds all that another one counted. */
    public void merge(SparseHistogram other) {
        for (int row = 0; row < other.size(); row++) {
            add(other.bin(row), other.count(row));
        }
    }

    /** How many bins are not empty. */
    int size() {
        return index.size();
    }

    /** A bin by its row, from 0 to {@link #size} − 1, in no order that means anything. */
    long bin(int row) {
        return index.bin(row);
    }

    /** What fell into the bin of a row. */
    long count(int row) {
        return counts[row];
    }

    /** Rows in ascending order of their bins: the order for sums that are to be the same every time. */
    int[] sortedRows() {
        return index.sortedRows();
    }

    void write(DataOutput output) throws IOException {
        CompactNumbers.writeCount(output, size());
        long last = 0;
        for (int row : sortedRows()) {
            CompactNumbers.writeWhole(output, bin(row) - last);
            CompactNumbers.writeCount(output, count(row));
            last = bin(row);
        }
    }

    static SparseHistogram read(DataInput input) throws IOException {
        SparseHistogram histogram = new SparseHistogram();
        long size = CompactNumbers.readCount(input);
        long bin = 0;
        for (long entry = 0; entry < size; entry++) {
            bin += CompactNumbers.readWhole(input);
            histogram.add(bin, CompactNumbers.readCount(input));
        }
        return histogram;
    }
}
