package io.prefscore.filter.texts;

import java.io.Serializable;

/**
 * A set of 64-bit numbers in one array, by open addressing: between 12 and 24 bytes a member once there are a few, and up to
 * 7 · 10⁸ members. Only reading is safe for several threads.
 */
final class LongSet implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int SMALLEST = 16;

    /** A power of two long; 0 where nothing stands. */
    private long[] slots = new long[SMALLEST];

    private boolean hasZero;
    private int used;

    /** How many members there are. */
    int size() {
        return used + (hasZero ? 1 : 0);
    }

    boolean contains(long member) {
        return member == 0 ? hasZero : slots[slot(member)] == member;
    }

    void add(long member) {
        if (member == 0) {
            hasZero = true;
            return;
        }
        int slot = slot(member);
        if (slots[slot] == 0) {
            slots[slot] = member;
            used++;
            if (used > slots.length / 3 * 2) {
                grow();
            }
        }
    }

    void addAll(long[] members) {
        for (long member : members) {
            add(member);
        }
    }

    /** All members, in no order. */
    long[] toArray() {
        long[] members = new long[size()];
        int count = hasZero ? 1 : 0;
        for (long member : slots) {
            if (member != 0) {
                members[count++] = member;
            }
        }
        return members;
    }

    /** Where the member stands, or where it would. */
    private int slot(long member) {
        int slot = (int) Hashes.mix(member) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != member) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        if (slots.length > Integer.MAX_VALUE / 2) {
            throw new IllegalStateException("a set holds at most " + used + " numbers");
        }
        long[] full = slots;
        slots = new long[full.length * 2];
        for (long member : full) {
            if (member != 0) {
                slots[slot(member)] = member;
            }
        }
    }
}
