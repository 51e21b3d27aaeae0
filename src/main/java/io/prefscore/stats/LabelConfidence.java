package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How sure one may be that a label is wrong, given by how much a model contradicts it. What is said of a fold's prompts was
 * learned from the other folds alone; {@link Calibration#fold} says which fold a prompt is in. Immutable.
 *
 * <p>With e the share of labels that are wrong and q the probability that the side the model prefers is truly the better one, a
 * contradicted label is wrong with probability {@code e q / (e q + (1 − e)(1 − q))}.
 *
 * <p><b>Limit.</b> Wrong labels are told from a model's own errors by one thing: those do not fade as the margin grows, these
 * do. What a model gets wrong however sure it is, such as a topic that it never learned, and judges who differ however clear the
 * model finds the case, look exactly like wrong labels; so e is, if anything, too high, and a small model's suspects are wrong
 * somewhat less often than stated. The remedy is to give the share of wrong labels where it is known, from rows that were labelled
 * twice or audited: with 0 nothing is suspected.
 */
public final class LabelConfidence implements Serializable {

    private static final long serialVersionUID = 1;

    private final NoisyTemperature[] fits;
    private final RightCurve[] curves;
    private final Estimate overallNoise;
    private final Estimate overallTemperature;

    LabelConfidence(NoisyTemperature[] fits, RightCurve[] curves, NoisyIntervals overall) {
        this.fits = fits;
        this.curves = curves;
        this.overallNoise = overall.noise();
        this.overallTemperature = overall.temperature();
    }

    /**
     * Probability that a label is wrong, from 0 to 1; 0 throughout where the fold's noise is 0.
     *
     * @param margin reward of the response that the label prefers less that of the other; NaN gives NaN
     */
    public double labelWrong(int fold, double margin) {
        double noise = fits[fold].noise();
        if (noise == 0) {
            return Double.isNaN(margin) ? margin : 0;
        }
        double right = modelRight(fold, margin);
        double labelled = margin > 0 ? right : 1 - right;
        double wrong = noise * (1 - labelled);
        return wrong / (wrong + (1 - noise) * labelled);
    }

    /**
     * Probability that the side that the model prefers is truly the better one, from 0.5 to 1, whatever the label says; 0.5 where
     * it prefers none.
     *
     * @param margin between two rewards, of either sign; NaN gives NaN
     */
    public double modelRight(int fold, double margin) {
        return margin == 0 ? 0.5 : curves[fold].right(Math.abs(margin));
    }

    /** Share of wrong labels that was estimated, or given, for a fold's prompts; from 0 to 0.5. */
    public double noise(int fold) {
        return fits[fold].noise();
    }

    /** Temperature of a fold, in units of reward. */
    public double temperature(int fold) {
        return fits[fold].temperature();
    }

    /** Share of wrong labels, over folds. */
    public double noise() {
        return Arrays.stream(fits)
                .mapToDouble(NoisyTemperature::noise)
                .average()
                .orElseThrow();
    }

    /** Temperature, over folds. */
    public double temperature() {
        return Arrays.stream(fits)
                .mapToDouble(NoisyTemperature::temperature)
                .average()
                .orElseThrow();
    }

    /** Share of wrong labels that fits all folds at once, with its interval; without one where it was given or none is found. */
    public Estimate overallNoise() {
        return overallNoise;
    }

    /** Temperature that fits all folds at once, in units of reward, with its interval. */
    public Estimate overallTemperature() {
        return overallTemperature;
    }

    /** Whether any label is held to be wrong. */
    public boolean isNoisy() {
        return noise() > 0;
    }
}
