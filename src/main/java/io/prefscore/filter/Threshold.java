package io.prefscore.filter;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where a row stands in an order without ties: by rank, then by chance, then by place.
 *
 * @param rank see {@link #rank(double)}
 * @param key {@link Facts#KEY}
 * @param place {@link Facts#PLACE}
 */
record Threshold(long rank, long key, long place) implements Comparable<Threshold>, Serializable {

    private static final Comparator<Threshold> ORDER = Comparator.comparingLong((Threshold row) -> row.rank)
            .thenComparingLong(row -> row.key)
            .thenComparingLong(row -> row.place);

    /** Before every row. */
    static final Threshold NONE = new Threshold(Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    /** After every row. */
    static final Threshold ALL = new Threshold(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    @Override
    public int compareTo(Threshold other) {
        return ORDER.compare(this, other);
    }

    /** A number whose order among whole numbers is the value's among numbers; −0 and 0 are one. */
    static long rank(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The value of a rank. */
    static double value(long rank) {
        return Double.longBitsToDouble(rank ^ ((rank >> 63) & Long.MAX_VALUE));
    }

    /** Sixteen bits of the order, from the front: digits 0 to 11, each from 0 to 65,535, that order as the whole does. */
    int digit(int position) {
        long word = position < 4 ? rank : position < 8 ? key : place;
        return (int) ((word ^ Long.MIN_VALUE) >>> (48 - 16 * (position % 4))) & 0xffff;
    }
}
