package io.prefscore.scaling;

import java.util.List;

/** Means over slices, and over all but one of them: how much a curve hangs on the choice of slices. */
public final class SliceMeans {

    private SliceMeans() {}

    /**
     * Mean over all slices, and over all but each; every slice counts alike.
     *
     * @param slices point sets of one measure whose slices have one name
     * @return point sets of that slice name, with values {@code mean} and {@code mean without chat}; none where there are fewer
     *     than three slices with the same models
     */
    public static List<PointSet> of(List<PointSet> slices) {
        return List.of();
    }
}
