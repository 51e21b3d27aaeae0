package io.prefscore.scaling;

/** Fits all forms to the points of a slice. Safe for use by several threads. */
public final class ScalingAnalysis {

    private final ScalingOptions options;

    public ScalingAnalysis(ScalingOptions options) {
        this.options = options;
    }

    /**
     * Everything but the verdict, which rests on all slices: {@link Verdicts}.
     *
     * @param points of a measure other than {@link Measure#MEAN_MARGIN}
     */
    public SliceScaling analyse(PointSet points) {
        if (options.replicates() < 0) {
            return analyse(points);
        }
        throw new UnsupportedOperationException("not yet");
    }
}
