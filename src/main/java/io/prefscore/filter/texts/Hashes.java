package io.prefscore.filter.texts;

/** 64-bit hashes of sequences: a polynomial in {@link #BASE} modulo 2⁶⁴, whose bits {@link #mix} then spreads. */
final class Hashes {

    /** Odd, so that multiplying loses nothing; its bits look random (2⁶⁴ divided by the golden ratio). */
    static final long BASE = 0x9e3779b97f4a7c15L;

    private Hashes() {}

    /** Stafford's 13th variant of a 64-bit finaliser, as in {@code SplittableRandom}: each input bit moves half the output. */
    static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** {@link #BASE} to a power: what the oldest member of a window of this length counts once the window has moved on. */
    static long weight(int length) {
        long weight = 1;
        for (int power = 0; power < length; power++) {
            weight *= BASE;
        }
        return weight;
    }
}
