package io.prefscore.stats;

import java.io.Serializable;

/**
 * Two models on the same comparisons: those that are labelled and have finite rewards of both.
 *
 * @param comparisons how many these are
 * @param prompts different prompts among them
 * @param accuracy accuracy of the second less that of the first, ties one half, with a cluster-robust interval
 * @param loss the second's Bradley-Terry loss at its own temperature less the first's at its own, likewise
 * @param onlyFirst comparisons that the first alone gets right
 * @param onlySecond comparisons that the second alone gets right
 * @param p two-sided p-value of no difference in accuracy, cluster-robust
 * @param adjustedP the same after Benjamini and Hochberg over all slices of the report; NaN where not part of such a family
 * @param mcNemarP exact McNemar test, as if comparisons of a prompt were independent
 * @param detectable smallest difference in accuracy that a sample like this one finds with probability 0.8 at 5 %
 */
public record PairedStatistics(
        long comparisons,
        long prompts,
        Estimate accuracy,
        Estimate loss,
        long onlyFirst,
        long onlySecond,
        double p,
        double adjustedP,
        double mcNemarP,
        double detectable)
        implements Serializable {

    /** The same, with the p-value that is left after adjustment. */
    public PairedStatistics withAdjustedP(double adjusted) {
        return new PairedStatistics(
                comparisons, prompts, accuracy, loss, onlyFirst, onlySecond, p, adjusted, mcNemarP, detectable);
    }
}
