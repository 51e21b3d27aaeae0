package io.prefscore.report;

import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.PermutationNull;
import io.prefscore.stats.SliceStatistics;
import java.io.Serializable;
import java.util.List;

/**
 * What is said of a slice.
 *
 * @param models by model
 * @param laterModels each later model against the first
 * @param permutations by model, of everything; empty for a part
 */
record SliceResult(List<SliceStatistics> models, List<PairedStatistics> laterModels, List<PermutationNull> permutations)
        implements Serializable {

    byte[] bytes() {
        return ObjectBytes.of(this);
    }

    static SliceResult read(byte[] bytes) {
        return ObjectBytes.read(bytes, SliceResult.class);
    }
}
