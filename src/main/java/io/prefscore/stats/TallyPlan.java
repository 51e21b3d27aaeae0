package io.prefscore.stats;

import java.io.Serializable;

/**
 * What earlier passes found and all tallies of a report share.
 *
 * @param models how many models judged each pair
 * @param calibration what was learned from other prompts
 * @param rewardWidths widths of the bins of rewards, by model
 * @param marginWidths widths of the bins of margins, by model
 */
public record TallyPlan(int models, Calibration calibration, double[] rewardWidths, double[] marginWidths)
        implements Serializable {

    public TallyPlan {
        if (models < 1
                || rewardWidths.length != models
                || marginWidths.length != models
                || calibration.temperatures().length != models
                || calibration.style().length != models) {
            throw new IllegalArgumentException("a plan for " + models
                    + " models needs as many reward widths, margin widths,"
                    + " temperatures and style coefficients; found " + rewardWidths.length + ", " + marginWidths.length
                    + ", " + calibration.temperatures().length + " and " + calibration.style().length);
        }
    }
}
