package io.prefscore.scaling;

import java.io.Serializable;

/** What people ask of a curve. Sizes that do not matter are NaN. */
public sealed interface Question extends Serializable {

    /** What is the value at this size? */
    record ValueAt(double parameters, double data, double compute) implements Question {}

    /**
     * How much data, or how large a model, or how much compute, for this value?
     *
     * @param target in the measure's unit
     * @param wanted the axis that is asked for
     * @param parameters held fixed where the form has them and they are not asked for
     * @param data likewise
     */
    record SizeFor(Measure measure, double target, Axis wanted, double parameters, double data) implements Question {}

    /** Which N and D are best for this many floating-point operations, at 6 a parameter and token? Asked only where the unit of D is known. */
    record BestFor(double compute) implements Question {}
}
