package io.prefscore.stats;

/**
 * How often each bootstrap replicate draws a resampling unit: independent Poisson numbers with mean 1, in place of a
 * multinomial draw of all units at once, so that no unit needs to know of another. Source: N. Chamandy, O. Muralidharan, A.
 * Najmi, S. Naidu, "Estimating uncertainty for massive data streams", Google, 2012.
 *
 * <p>Weights are a function of seed, unit and replicate: the same wherever and in whatever order they are asked for, and the
 * same for each slice, so that differences between slices are resampled together.
 */
final class PoissonWeights {

    /** P(N ≤ n) for n = 0, 1, … in units of 2^−63. Greater numbers than 16 have a probability of 1e−15. */
    private static final long[] CUMULATIVE = cumulative(17);

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final int replicates;

    PoissonWeights(long seed, int replicates) {
        this.seed = seed;
        this.replicates = replicates;
    }

    /**
     * Weights of a unit.
     *
     * @return one a replicate, followed by zeros up to a multiple of {@code multiple}
     */
    float[] of(int unit, int multiple) {
        float[] weights = new float[(replicates + multiple - 1) / multiple * multiple];
        long state = Units.mix(seed + (unit + 1) * GOLDEN_GAMMA);
        for (int replicate = 0; replicate < replicates; replicate++) {
            weights[replicate] = poisson(Units.mix(state + (replicate + 1) * GOLDEN_GAMMA) >>> 1);
        }
        return weights;
    }

    private static int poisson(long uniform) {
        int count = 0;
        while (count < CUMULATIVE.length && uniform >= CUMULATIVE[count]) {
            count++;
        }
        return count;
    }

    private static long[] cumulative(int size) {
        long[] cumulative = new long[size];
        double term = Math.exp(-1);
        double sum = 0;
        for (int count = 0; count < size; count++) {
            sum += term;
            cumulative[count] = (long) (sum * 0x1p63);
            term /= count + 1;
        }
        return cumulative;
    }
}
