package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.special.Erf;

/**
 * Slices whose accuracy differs from that of all comparisons by more than chance explains, though many slices are looked at.
 *
 * <p>Each slice gives a two-sided p-value: its interval's half on the side of the overall value, over the normal quantile of the
 * interval's level, is taken for the standard error. The overall value is taken as known, which errs on the side of silence,
 * for the slice is part of it. The p-values are adjusted after Benjamini and Hochberg (J. R. Stat. Soc. B 57 (1995), 289–300),
 * as one slice in twenty lies outside its interval by chance alone. Small slices are not tested.
 */
final class SliceDepartures {

    /** Share of false ones that is borne among those that are named. */
    static final double FALSE_DISCOVERY_RATE = 0.05;

    private SliceDepartures() {}

    /** A slice that departs; the difference is the slice's accuracy less the overall one. */
    record Departure(Slice slice, double difference, double adjustedP) {}

    private record Tested(Slice slice, double difference, double p) {}

    /** Whether a slice has what the test needs. */
    static boolean isTested(Slice slice) {
        Estimate accuracy = slice.statistics().estimate(Statistic.ACCURACY);
        return !slice.statistics().counts().isSmall() && accuracy.high() > accuracy.low();
    }

    /** The slices that depart, those furthest from the overall value first. */
    static List<Departure> of(SliceStatistics overall, List<Slice> slices, double level) {
        double accuracy = overall.estimate(Statistic.ACCURACY).value();
        List<Tested> tested = slices.stream()
                .filter(SliceDepartures::isTested)
                .map(slice -> tested(slice, accuracy, level))
                .sorted(Comparator.comparingDouble(Tested::p).reversed())
                .toList();
        List<Departure> departures = new ArrayList<>();
        double adjusted = 1;
        for (int index = 0; index < tested.size(); index++) {
            Tested slice = tested.get(index);
            adjusted = Math.min(adjusted, slice.p() * tested.size() / (tested.size() - index));
            if (adjusted < FALSE_DISCOVERY_RATE) {
                departures.add(new Departure(slice.slice(), slice.difference(), adjusted));
            }
        }
        departures.sort(Comparator.comparingDouble(departure -> -Math.abs(departure.difference())));
        return departures;
    }

    private static Tested tested(Slice slice, double overall, double level) {
        Estimate accuracy = slice.statistics().estimate(Statistic.ACCURACY);
        double difference = accuracy.value() - overall;
        double half = difference < 0 ? accuracy.high() - accuracy.value() : accuracy.value() - accuracy.low();
        double standardErrors = Math.sqrt(2) * Erf.erfInv(level) * Math.abs(difference) / half;
        double p = half > 0 ? Erf.erfc(standardErrors / Math.sqrt(2)) : 1;
        return new Tested(slice, difference, p);
    }
}
