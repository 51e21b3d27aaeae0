package io.prefscore.scaling;

/** How a bootstrap draws what else might have been measured. */
public enum Resampling {
    /** Whichever of the others the residuals call for. */
    AUTO("as residuals call for"),
    /** Points about the fitted curve, at the sizes that there are, with normal noise. */
    CURVE("points drawn about the curve"),
    /** The points themselves, with replacement: right whatever their residuals are like, given many points. */
    CASES("points drawn with replacement");

    /** Fewer points drawn with replacement lack sizes that they were chosen to have. */
    private static final int MANY = 50;

    private final String label;

    Resampling(String label) {
        this.label = label;
    }

    /**
     * This, or of {@link #AUTO} what the residuals of a fit call for: cases where there are many and their kurtosis lies more than
     * two standard errors, √(24/n) each, above that of normal ones.
     */
    Resampling of(FittedCurve fit) {
        if (this != AUTO) {
            return this;
        }
        return fit.sample().size() >= MANY
                        && kurtosis(fit) > 3 + 2 * Math.sqrt(24.0 / fit.sample().size())
                ? CASES
                : CURVE;
    }

    private static double kurtosis(FittedCurve fit) {
        double[] residuals = fit.residuals();
        double squares = 0;
        double fourths = 0;
        for (int point = 0; point < residuals.length; point++) {
            double square = Math.pow(residuals[point] / fit.deviations()[point], 2);
            squares += square;
            fourths += square * square;
        }
        return residuals.length * fourths / (squares * squares);
    }

    /** In the words of a report. */
    public String label() {
        return label;
    }
}
