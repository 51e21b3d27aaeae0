package io.prefscore.scaling;

/** How a bootstrap draws what else might have been measured. */
public enum Resampling {
    /** Points about the fitted curve, at the sizes that there are, with normal noise. */
    CURVE("points drawn about the curve"),
    /** The points themselves, with replacement: right whatever their residuals are like, given many points. */
    CASES("points drawn with replacement");

    private final String label;

    Resampling(String label) {
        this.label = label;
    }

    /** In the words of a report. */
    public String label() {
        return label;
    }
}
