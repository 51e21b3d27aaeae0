package io.prefscore.filter.texts;

import java.io.Serializable;

/**
 * How a signature is cut into bands: two texts become candidates where all rows of a band agree, which for a similarity s has
 * probability {@code 1 − (1 − sʳ)ᵇ} for b bands of r rows (Indyk and Motwani 1998; Leskovec, Rajaraman and Ullman, "Mining of
 * massive datasets", section 3.4).
 *
 * @param count b
 * @param rows r
 */
record Bands(int count, int rows) implements Serializable {

    /**
     * What a miss counts, where a needless candidate counts 1. Candidates are compared exactly, so a needless one costs time
     * and nothing else, while a miss is final.
     */
    private static final double WEIGHT_OF_MISSES = 49;

    /** Steps of the numerical integral over similarities, whose error is far below what tells two cuts apart. */
    private static final int STEPS = 1000;

    /**
     * The cut with the least of: weighted probability of a miss, integrated over similarities from the threshold to 1, plus
     * that of a needless candidate, integrated below it (as the Python library datasketch chooses it).
     *
     * @param similarity the threshold
     * @param hashes entries of a signature; a few of the last may stand in no band
     */
    static Bands of(double similarity, int hashes) {
        Bands best = new Bands(hashes, 1);
        for (int rows = 2; rows <= hashes; rows++) {
            Bands bands = new Bands(hashes / rows, rows);
            if (bands.cost(similarity) < best.cost(similarity)) {
                best = bands;
            }
        }
        return best;
    }

    private double cost(double similarity) {
        double cost = 0;
        for (int step = 0; step < STEPS; step++) {
            double at = (step + 0.5) / STEPS;
            cost += at < similarity ? candidate(at) : WEIGHT_OF_MISSES * (1 - candidate(at));
        }
        return cost / STEPS;
    }

    /** The probability that two texts of this similarity become candidates. */
    double candidate(double similarity) {
        return 1 - Math.pow(1 - Math.pow(similarity, rows), count);
    }

    /** A key for each band; texts have the same one where all rows of that band agree. */
    long[] keys(int[] signature) {
        long[] keys = new long[count];
        for (int band = 0; band < count; band++) {
            long key = band;
            for (int row = band * rows; row < (band + 1) * rows; row++) {
                key = key * Hashes.BASE + signature[row];
            }
            keys[band] = Hashes.mix(key);
        }
        return keys;
    }
}
