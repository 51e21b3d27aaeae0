package io.prefscore.filter.texts;

/**
 * The lowest bits of a signature's first 64 entries: for a similarity s two sketches agree in a bit with probability
 * {@code (1 + s) / 2} (Li and König, "b-bit minwise hashing", 2010). Eight bytes that travel with each band, so that most
 * candidates which merely share a band are found out without a look at their texts.
 */
final class Sketch {

    /** Of so many pairs above the threshold, one is lost to the sketch at the threshold itself, and fewer above it. */
    private static final double MISSED = 1e-3;

    private Sketch() {}

    /** The sketch of a signature. */
    static long of(int[] signature) {
        long sketch = 0;
        for (int bit = 0; bit < bits(signature.length); bit++) {
            sketch |= (signature[bit] & 1L) << bit;
        }
        return sketch;
    }

    /** In how many bits two sketches may differ that belong to texts of at least this similarity. */
    static int mostDifferent(double similarity, int hashes) {
        int bits = bits(hashes);
        double differs = (1 - similarity) / 2;
        double exactly = Math.pow(1 - differs, bits);
        double atMost = exactly;
        int different = 0;
        while (atMost < 1 - MISSED && different < bits) {
            different++;
            exactly *= (bits - different + 1) / (double) different * differs / (1 - differs);
            atMost += exactly;
        }
        return different;
    }

    private static int bits(int hashes) {
        return Math.min(Long.SIZE, hashes);
    }
}
