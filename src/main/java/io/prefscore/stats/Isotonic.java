package io.prefscore.stats;

import java.util.Arrays;

/**
 * Isotonic regression of a share: the never falling sequence of values with the highest likelihood, which is also that with the
 * least squares. Neighbours that fall are pooled until none does. Source: M. Ayer, H. Brunk, G. Ewing, W. Reid, E. Silverman,
 * Annals of Mathematical Statistics 26 (1955), 641–647; for calibration B. Zadrozny and C. Elkan, KDD 2002.
 *
 * @param firsts index of the first value of each pool, ascending
 * @param shares of successes in each pool, strictly ascending
 * @param counts of trials in each pool
 */
record Isotonic(int[] firsts, double[] shares, double[] counts) {

    /**
     * Pools neighbours.
     *
     * @param successes in the order in which their share is to rise
     * @param trials of the same, positive
     */
    static Isotonic of(double[] successes, double[] trials) {
        int[] firsts = new int[trials.length];
        double[] won = new double[trials.length];
        double[] counts = new double[trials.length];
        int pools = 0;
        for (int index = 0; index < trials.length; index++) {
            firsts[pools] = index;
            won[pools] = successes[index];
            counts[pools] = trials[index];
            while (pools > 0 && won[pools - 1] * counts[pools] >= won[pools] * counts[pools - 1]) {
                won[pools - 1] += won[pools];
                counts[pools - 1] += counts[pools];
                pools--;
            }
            pools++;
        }
        double[] shares = new double[pools];
        for (int pool = 0; pool < pools; pool++) {
            shares[pool] = won[pool] / counts[pool];
        }
        return new Isotonic(Arrays.copyOf(firsts, pools), shares, Arrays.copyOf(counts, pools));
    }
}
