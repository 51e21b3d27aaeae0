package io.prefscore.inspect;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * An order among rows that depends on what they are and not on where they stand: by a hash of the identity, then by name.
 *
 * @param hash of the identity
 * @param name the row's or example's name
 */
record Rank(long hash, String name) implements Comparable<Rank>, Serializable {

    /**
     * @param key at least 8 bytes that are evenly distributed
     */
    static Rank of(byte[] key, String name) {
        return new Rank(ByteBuffer.wrap(key).getLong(), name);
    }

    @Override
    public int compareTo(Rank other) {
        int byHash = Long.compareUnsigned(hash, other.hash);
        return byHash != 0 ? byHash : name.compareTo(other.name);
    }
}
