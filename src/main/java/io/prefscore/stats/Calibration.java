package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What was learned from other prompts, to be applied to the prompts of a fold: a fold's entry rests on the other folds alone.
 *
 * @param temperatures {@code [models][folds]}: confidence is σ(|margin| / T); positive, or NaN for a model without one
 * @param style {@code [models][folds][features]}: reward per unit of style difference; all 0 where style is unknown
 */
public record Calibration(double[][] temperatures, double[][][] style) implements Serializable {

    /** Prompts are dealt to so many folds. */
    public static final int FOLDS = 5;

    /** A model's temperature, over folds; NaN without one. */
    public double meanTemperature(int model) {
        return Arrays.stream(temperatures[model]).average().orElseThrow();
    }

    /** The fold of a resampling unit. */
    public static int fold(int unit) {
        return unit % FOLDS;
    }
}
