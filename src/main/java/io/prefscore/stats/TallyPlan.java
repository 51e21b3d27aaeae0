package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What earlier passes found and all tallies of a slice share.
 *
 * @param calibration what was learned from other prompts
 * @param rewardBins bins of rewards, by model
 * @param marginBins bins of margins, by model
 */
public record TallyPlan(Calibration calibration, List<ValueBins> rewardBins, List<ValueBins> marginBins)
        implements Serializable {

    /** Up to so many comparisons quantiles and AUC are exact. */
    public static final long EXACT_COMPARISONS = 10_000;

    public TallyPlan {
        rewardBins = List.copyOf(rewardBins);
        marginBins = List.copyOf(marginBins);
        int models = calibration.temperatures().length;
        if (models < 1
                || rewardBins.size() != models
                || marginBins.size() != models
                || calibration.style().length != models) {
            throw new IllegalArgumentException("a plan for " + models
                    + " models needs as many bins of rewards and of margins, and style coefficients; found "
                    + rewardBins.size() + ", " + marginBins.size() + " and " + calibration.style().length);
        }
    }

    /** For slices of more than {@link #EXACT_COMPARISONS}: bins whose relative error is bounded. */
    public static TallyPlan binned(Calibration calibration, RewardSketches sketches) {
        return new TallyPlan(calibration, List.of(sketches.rewardBins()), List.of(sketches.marginBins()));
    }

    /** For the other slices: a bin for each value. */
    public static TallyPlan exact(Calibration calibration) {
        ValueBins[] bins = new ValueBins[calibration.temperatures().length];
        Arrays.fill(bins, new ExactBins());
        return new TallyPlan(calibration, List.of(bins), List.of(bins));
    }

    /** How many models judged each pair. */
    public int models() {
        return rewardBins.size();
    }
}
