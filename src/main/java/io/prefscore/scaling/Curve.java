package io.prefscore.scaling;

import java.io.Serializable;
import java.util.List;

/**
 * A line of the chosen form, with its band.
 *
 * @param label what is held fixed along it: {@code D = 16,000}; empty where nothing is
 * @param axis that it runs along
 */
public record Curve(String label, Axis axis, List<Spot> spots) implements Serializable {

    /**
     * A place on it.
     *
     * @param x on the axis
     * @param low lower end of the pointwise interval; NaN without one
     * @param high upper end
     */
    public record Spot(double x, double value, double low, double high) implements Serializable {}
}
