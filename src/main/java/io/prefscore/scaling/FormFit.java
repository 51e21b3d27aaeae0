package io.prefscore.scaling;

import io.prefscore.stats.Estimate;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A form, fitted to the points of a slice.
 *
 * @param axis what it is a curve over
 * @param problem why it could not be fitted, or what makes the fit degenerate, in words; empty for a sound fit. Only sound fits
 *     are chosen from
 * @param parameters by name, in the form's order; an interval that is open has an end of 0 or infinity; empty if not fitted
 * @param objective minimum of the robust loss, summed over points; NaN if not fitted
 * @param scatter standard deviation between models beyond what standard errors explain, on the scale of residuals
 * @param logLikelihood of the points
 * @param aicc Akaike's criterion, corrected for few points; NaN where these are too few for it
 * @param weight Akaike weight among the sound fits with a trend; 0 for the others
 * @param residuals by point used, on the measure's scale of residuals
 * @param bendP p of residuals that bend as much where the form is right, {@link Curvature}; NaN where that cannot be told
 * @param heldOut how the largest models were predicted from the smaller ones; {@link HeldOut#NONE} where too few remain
 * @param resampling how the replicates of the bootstrap behind its intervals were drawn
 * @param notes what else must be known of the fit, in words
 */
public record FormFit(
        FormKind kind,
        Axis axis,
        String problem,
        Map<String, Estimate> parameters,
        double objective,
        double scatter,
        double logLikelihood,
        double aicc,
        double weight,
        List<Double> residuals,
        double bendP,
        HeldOut heldOut,
        Resampling resampling,
        List<String> notes)
        implements Serializable {

    /** Below this p residuals are said to bend; of one in twenty right forms that would be said too lightly. */
    private static final double BENT = 0.01;

    /** Whether it can be chosen. */
    public boolean isSound() {
        return problem.isEmpty();
    }

    /** Whether its residuals bend, which says that the form is wrong. */
    public boolean bends() {
        return bendP <= BENT;
    }

    /** Whether it may be extrapolated: it predicted the largest models better than either guess, and its residuals do not bend. */
    public boolean predicts() {
        return heldOut.isBest() && !bends();
    }

    FormFit weighted(double akaike) {
        return new FormFit(
                kind,
                axis,
                problem,
                parameters,
                objective,
                scatter,
                logLikelihood,
                aicc,
                akaike,
                residuals,
                bendP,
                heldOut,
                resampling,
                notes);
    }

    /**
     * An extrapolation that could be checked. Errors are means over the held-out points of |predicted − measured| / measured.
     *
     * @param points which of the points used were held out: those of the largest models, by their place among these
     * @param error of the form, fitted to the other points
     * @param lastError of the guess that nothing changes beyond the largest model that was fitted to
     * @param meanError of the guess that all is chance: the mean of the points fitted to
     */
    public record HeldOut(List<Integer> points, double error, double lastError, double meanError)
            implements Serializable {

        /** Nothing was held out. */
        public static final HeldOut NONE = new HeldOut(List.of(), Double.NaN, Double.NaN, Double.NaN);

        private boolean isBest() {
            return error < lastError && error < meanError;
        }
    }
}
