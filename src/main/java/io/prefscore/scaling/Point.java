package io.prefscore.scaling;

import java.io.Serializable;

/**
 * A model, and a figure measured of it. What is not known is NaN.
 *
 * @param name of the model or run, as told apart in the output
 * @param parameters N
 * @param data D
 * @param compute C, floating-point operations
 * @param distance √KL in nats, for over-optimisation
 * @param value the figure, in the unit of its {@link Measure}
 * @param standardError of the figure, in the same unit: what measuring it on other prompts would move it by, not what training
 *     the model again would
 */
public record Point(
        String name,
        double parameters,
        double data,
        double compute,
        double distance,
        double value,
        double standardError)
        implements Serializable {

    /** Where it stands on an axis of its own; NaN where that is not known. */
    public double at(Axis axis) {
        return switch (axis) {
            case PARAMETERS -> parameters;
            case DATA -> data;
            case COMPUTE -> compute;
            case DISTANCE -> distance;
            case PARAMETERS_AND_DATA -> throw new IllegalArgumentException("two axes are not one: " + axis);
        };
    }
}
