package io.prefscore.report;

import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the points of curves come from. Driver side. */
interface ScalingSource {

    /**
     * Points and the curves through them.
     *
     * @param facts what is known of the whole, in the order to show
     * @param points that are fitted, without what was resampled, by slice and measure
     * @param curves of each of these
     * @param shown points that are not fitted
     */
    record Findings(
            Map<String, String> facts, List<PointSet> points, List<SliceScaling> curves, List<PointSet> shown) {}

    /** What the points are of, in a few words. */
    String title();

    /** What a target is sought along unless it says so itself: training data where any point has it, else N, else C. */
    Axis usualAxis();

    /** The axis of most use among those on which any of some points is known. */
    static Axis usual(Stream<Point> points) {
        List<Point> all = points.toList();
        return Stream.of(Axis.DATA, Axis.PARAMETERS)
                .filter(axis -> all.stream().anyMatch(point -> point.at(axis) > 0))
                .findFirst()
                .orElse(Axis.COMPUTE);
    }

    /** Whether there is so little that {@link io.prefscore.scoring.SessionSettings#planForLittle} pays. */
    boolean isLittle();

    /**
     * Measures and fits.
     *
     * @throws io.prefscore.preference.UserError where there is nothing to fit to
     */
    Findings findings(ScalingOptions options);
}
