package io.prefscore.scaling;

import java.io.Serializable;
import java.util.List;

/**
 * All points of one slice and measure.
 *
 * @param slice what it is a slice by, {@code subset}; empty for everything
 * @param value which one, {@code chat}; empty for everything
 * @param points in any order, bad ones among them
 * @param resampled the points' values in each bootstrap replicate over prompts, by replicate and then by point; empty where
 *     prompts are not at hand. Points of one replicate are over the same prompts
 */
public record PointSet(String slice, String value, Measure measure, List<Point> points, double[][] resampled)
        implements Serializable {

    public PointSet {
        points = List.copyOf(points);
    }
}
