package io.prefscore.stats;

import org.hipparchus.special.Beta;

/** McNemar's test of two models on the same comparisons, as if these were independent of each other. */
public final class McNemar {

    private McNemar() {}

    /**
     * Exact two-sided p-value: under no difference each comparison that one model alone gets right is either's with probability
     * one half. Source: Q. McNemar, Psychometrika 12 (1947), 153–157, with the binomial in place of its approximation.
     *
     * @param onlyFirst comparisons that the first alone gets right
     * @param onlySecond comparisons that the second alone gets right
     * @return 1 where there are none of either
     */
    public static double exact(long onlyFirst, long onlySecond) {
        long fewer = Math.min(onlyFirst, onlySecond);
        long more = Math.max(onlyFirst, onlySecond);
        if (fewer == more) {
            return 1;
        }
        // P(X ≤ fewer) for X ~ B(fewer + more, 1/2)
        return Math.min(1, 2 * Beta.regularizedBeta(0.5, (double) more, fewer + 1.0));
    }
}
