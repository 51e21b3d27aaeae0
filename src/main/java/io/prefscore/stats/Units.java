package io.prefscore.stats;

/**
 * Resampling units: prompts are dealt to {@value #COUNT} of them by hash, and a unit is drawn or left out as a whole. Units are
 * independent of each other because prompts are, and so many suffice: the spread of a variance that is estimated from them is
 * √(2 / 4096) = 2 %, less than that of a thousand bootstrap replicates. What is kept per unit has a fixed size however many
 * rows there are.
 */
public final class Units {

    /** How many units there are. */
    public static final int COUNT = 4096;

    private Units() {}

    /** The unit of a prompt, from 0 to {@link #COUNT} − 1; the same on every machine and in every version. */
    public static int of(long promptKey) {
        return (int) (mix(promptKey) >>> 52);
    }

    /** Stafford's 13th variant of a 64-bit finaliser, as in {@code SplittableRandom}: each input bit moves half the output. */
    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
