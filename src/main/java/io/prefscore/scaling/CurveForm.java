package io.prefscore.scaling;

import java.util.List;

/**
 * A curve with parameters that may take any value, so that an optimiser is free to move: amounts stand as their logarithms.
 * Values are on the measure's scale of residuals, so that losses are logarithms too. Each parameter that is reported is a
 * rising function of one of these.
 */
interface CurveForm {

    FormKind kind();

    /**
     * The curve at a place.
     *
     * @param parameters as the optimiser moves them
     * @param first log x, or d for over-optimisation; log N where there are two axes
     * @param second log D where there are two axes
     * @param gradient takes the derivatives by the parameters
     */
    double value(double[] parameters, double first, double second, double[] gradient);

    /** Where to begin looking; the optimum is the best that any of these leads to. */
    List<double[]> starts(Sample sample);

    /** A parameter as it is reported. */
    double reported(int parameter, double value);

    /** Lowest and highest value of a parameter that is looked at: beyond these nothing changes but rounding. */
    double[] bounds(int parameter, Sample sample);

    /** What makes this optimum degenerate, in words; empty if nothing does. */
    String problem(double[] parameters, Sample sample);

    default int size() {
        return kind().parameters().size();
    }
}
