package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Accuracy, ties one half, when labels are swapped at random: all of a resampling unit's together or none, so that it holds for
 * comparisons of one prompt that depend on each other.
 *
 * @param p share of random swaps, the labels as they are among them, whose accuracy is as far from one half; two-sided
 * @param low lower end of the middle part of accuracies under random swaps
 * @param high upper end of it
 */
public record PermutationNull(double p, double low, double high) implements Serializable {

    /** How often labels are swapped. */
    public static final int SWAPS = 10_000;

    /**
     * @param leads for each unit, comparisons won less comparisons lost
     * @param comparisons in all units
     * @param level of the middle part: 0.95
     */
    static PermutationNull of(double[] leads, double comparisons, double level, long seed) {
        double observed = 0;
        for (double lead : leads) {
            observed += lead;
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] swapped = new double[SWAPS];
        int asFar = 1;
        for (int swap = 0; swap < SWAPS; swap++) {
            swapped[swap] = swap(leads, random);
            asFar += Math.abs(swapped[swap]) >= Math.abs(observed) ? 1 : 0;
        }
        Arrays.sort(swapped);
        return new PermutationNull(
                asFar / (SWAPS + 1.0),
                accuracy(Intervals.percentile(swapped, (1 - level) / 2), comparisons),
                accuracy(Intervals.percentile(swapped, (1 + level) / 2), comparisons));
    }

    private static double swap(double[] leads, SplittableRandom random) {
        double sum = 0;
        long coins = 0;
        for (int unit = 0; unit < leads.length; unit++) {
            coins = unit % Long.SIZE == 0 ? random.nextLong() : coins >>> 1;
            sum += (coins & 1) == 0 ? leads[unit] : -leads[unit];
        }
        return sum;
    }

    private static double accuracy(double lead, double comparisons) {
        return (1 + lead / comparisons) / 2;
    }
}
