package io.prefscore.report;

import io.prefscore.stats.Calibration;
import io.prefscore.stats.RewardSketches;
import io.prefscore.stats.TallyPlan;
import java.io.Serializable;
import java.util.BitSet;

/**
 * Which plan the tallies of each slice have: small slices have a bin for each value. Made on the driver, used on executors.
 *
 * @param small numbers of the slices that are small
 */
record SlicePlans(TallyPlan exact, TallyPlan binned, BitSet small) implements Serializable {

    /**
     * Plans.
     *
     * @param comparisons in all
     */
    static SlicePlans of(Calibration calibration, RewardSketches sketches, SliceIndex slices, long comparisons) {
        BitSet small = new BitSet();
        small.set(SliceIndex.OVERALL, comparisons <= TallyPlan.EXACT_COMPARISONS);
        for (int number = 1; number <= slices.size(); number++) {
            small.set(number, slices.entry(number).comparisons() <= TallyPlan.EXACT_COMPARISONS);
        }
        return new SlicePlans(TallyPlan.exact(calibration), TallyPlan.binned(calibration, sketches), small);
    }

    /** The plan of a slice; slices below 0 hold part of everything. */
    TallyPlan of(int slice) {
        return small.get(Math.max(SliceIndex.OVERALL, slice)) ? exact : binned;
    }

    /** The plan of everything. */
    TallyPlan overall() {
        return of(SliceIndex.OVERALL);
    }
}
