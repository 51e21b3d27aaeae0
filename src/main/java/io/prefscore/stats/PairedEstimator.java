package io.prefscore.stats;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/** A later model against the first: their part of a {@link SliceEstimator}. For one thread. */
final class PairedEstimator {

    private final Intervals intervals;
    private final List<PairedTally> units = new ArrayList<>();
    private final PairedTally total = new PairedTally();

    PairedEstimator(Intervals intervals) {
        this.intervals = intervals;
    }

    void add(PairedTally unit) {
        units.add(unit);
        total.add(unit);
    }

    PairedStatistics statistics() {
        Ratio accuracy = Ratio.of(units, PairedTally::accuracy, PairedTally::comparisons);
        Ratio loss = Ratio.of(units, PairedTally::loss, PairedTally::comparisons);
        long onlyFirst = (long) total.onlyFirst();
        long onlySecond = (long) total.onlySecond();
        return new PairedStatistics(
                (long) total.comparisons(),
                (long) total.prompts(),
                intervals.mean(accuracy),
                intervals.mean(loss),
                onlyFirst,
                onlySecond,
                pValue(accuracy),
                Double.NaN,
                McNemar.exact(onlyFirst, onlySecond),
                intervals.detectable(accuracy));
    }

    /**
     * Student's t-test of no difference, but never below 2^(1 − G): flipping the sign of each of G units, which no difference
     * would allow, gives no less. It holds p away from 0 where a few units happen to agree to the last comparison.
     */
    private static double pValue(Ratio difference) {
        if (difference.clusters() < 2) {
            return Double.NaN;
        }
        if (difference.value() == 0) {
            return 1;
        }
        double t = Math.abs(difference.value()) / difference.standardError();
        double p = 2 * new TDistribution(difference.clusters() - 1.0).cumulativeProbability(-t);
        return Math.max(p, Math.scalb(1.0, 1 - difference.clusters()));
    }
}
