package io.prefscore.demo;

import java.util.Arrays;
import java.util.List;

/**
 * The generator's source of chance: SplitMix64, written out here so that a seed means the same data on every JVM and in
 * every release, which the JDK's own generators do not promise for their bounded draws.
 *
 * <p>Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with the
 * constants of S. Vigna's reference implementation. Not thread-safe.
 */
final class SeededRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SeededRandom(long seed) {
        this.state = seed;
    }

    /** The chance of one item of one stream; any item can be drawn without those before it. */
    static SeededRandom of(long seed, long stream, long item) {
        return new SeededRandom(mix(mix(mix(seed + GOLDEN_GAMMA) + stream) + item));
    }

    /** SplitMix64's finaliser: a bijection in which each input bit moves about half of the output bits. */
    static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in {@code [0, bound)}, by the high word of a product: uneven by less than {@code bound / 2^32}. */
    int below(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Uniform in {@code [first, last]}. */
    int between(int first, int last) {
        return first + below(last - first + 1);
    }

    /** Uniform in {@code [0, 1)}, a multiple of 2^-53. */
    double fraction() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** True with the given probability. */
    boolean chance(double probability) {
        return fraction() < probability;
    }

    /** True as often as false. */
    boolean coin() {
        return nextLong() < 0;
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** A choice that differs from the one given. */
    <T> T pickOther(List<T> choices, T taken) {
        T choice = pick(choices);
        while (choice.equals(taken)) {
            choice = pick(choices);
        }
        return choice;
    }

    /** Index of the slot that a uniform draw falls into; slot i ends at {@code cumulative[i]}, the last one at the total. */
    int pickWeighted(double[] cumulative) {
        double drawn = fraction() * cumulative[cumulative.length - 1];
        int found = Arrays.binarySearch(cumulative, drawn);
        // a draw that equals the end of a slot belongs to the next one
        return Math.min(found >= 0 ? found + 1 : -found - 1, cumulative.length - 1);
    }
}
