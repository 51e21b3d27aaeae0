package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;

/** Gives bins row numbers in the order in which they are first seen: a hash table with open addressing. For one thread. */
final class BinIndex implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int FIRST_CAPACITY = 16;

    private long[] bins = new long[FIRST_CAPACITY];
    /** Row number plus one; 0 is free. Twice as many as bins, so at least half stay free. */
    private int[] slots = new int[2 * FIRST_CAPACITY];

    private int size;

    /** How many different bins there are. */
    int size() {
        return size;
    }

    /** The bin of a row. */
    long bin(int row) {
        return bins[row];
    }

    /** The row of a bin; −1 if there is none. */
    int find(long bin) {
        return slots[slot(bin)] - 1;
    }

    /** The row of a bin, which is made if there is none. */
    int row(long bin) {
        int slot = slot(bin);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == bins.length) {
            grow();
            slot = slot(bin);
        }
        bins[size] = bin;
        slots[slot] = ++size;
        return size - 1;
    }

    /** Rows in ascending order of their bins. */
    int[] sortedRows() {
        long[] sorted = Arrays.copyOf(bins, size);
        Arrays.sort(sorted);
        return Arrays.stream(sorted).mapToInt(this::row).toArray();
    }

    private int slot(long bin) {
        int mask = slots.length - 1;
        int slot = (int) Units.mix(bin) & mask;
        while (slots[slot] != 0 && bins[slots[slot] - 1] != bin) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        bins = Arrays.copyOf(bins, 2 * size);
        slots = new int[2 * bins.length];
        for (int row = 0; row < size; row++) {
            slots[slot(bins[row])] = row + 1;
        }
    }
}
