package io.prefscore.report;

import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import java.util.List;
import java.util.Map;

/**
 * All that is said of scaling, ready to be written as JSON or drawn as a page.
 *
 * @param title what the points are of, in a few words
 * @param created ISO 8601, UTC
 * @param codeVersion of prefscore
 * @param facts further facts by name, such as paths and runs, in the order to show
 * @param slices everything first, then slice by slice, measure by measure; means over slices, which show how much hangs on the
 *     choice of slices, after the slices that they are means over
 * @param shown points that are not fitted: mean margins
 */
public record ScalingDocument(
        String title,
        String created,
        String codeVersion,
        ScalingOptions options,
        Map<String, String> facts,
        List<SliceScaling> slices,
        List<PointSet> shown) {}
