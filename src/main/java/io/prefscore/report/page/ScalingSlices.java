package io.prefscore.report.page;

import io.prefscore.report.ScalingDocument;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.SliceMeans;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scaling.TrendTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Slices with all their measures, in the order in which a reader wants them: everything first, then those with the clearest
 * trends.
 *
 * @param shown those that get a panel
 * @param others those for which a page has no room
 * @param means over slices, and over all but one of them, by the name of the slices
 */
record ScalingSlices(List<Slice> shown, List<Slice> others, Map<String, List<Slice>> means) {

    /** A page with more panels is no longer read. */
    static final int MOST_PANELS = 60;

    /**
     * A slice.
     *
     * @param measures in the order of {@link Measure}
     * @param margins points that are not fitted
     */
    record Slice(String name, String value, List<SliceScaling> measures, List<PointSet> margins) {

        /** Fit to stand in a table. */
        String label() {
            return name.isEmpty() && value.isEmpty() ? "everything" : Texts.visible(name + ": " + value);
        }

        /** Whether it holds all comparisons. */
        boolean isEverything() {
            return name.isEmpty();
        }

        boolean isMean() {
            return !isEverything() && SliceMeans.isMean(value);
        }

        /** The slice that this is a mean without; empty where it is no such mean. */
        Optional<String> without() {
            return SliceMeans.without(value).map(Texts::visible);
        }

        Optional<SliceScaling> of(Measure measure) {
            return measures.stream().filter(one -> one.measure() == measure).findFirst();
        }

        private double lowestP() {
            return measures.stream()
                    .mapToDouble(one -> one.test().adjustedP())
                    .filter(p -> !Double.isNaN(p))
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
        }

        private double largestStatistic() {
            return measures.stream()
                    .map(SliceScaling::test)
                    .mapToDouble(TrendTest::statistic)
                    .filter(statistic -> !Double.isNaN(statistic))
                    .max()
                    .orElse(0);
        }
    }

    static ScalingSlices of(ScalingDocument document) {
        List<Slice> plain = new ArrayList<>();
        Map<String, List<Slice>> means = new LinkedHashMap<>();
        for (Slice slice : slices(document)) {
            if (slice.isMean()) {
                means.computeIfAbsent(slice.name(), name -> new ArrayList<>()).add(slice);
            } else {
                plain.add(slice);
            }
        }
        plain.sort(Comparator.comparing((Slice slice) -> !slice.isEverything())
                .thenComparingDouble(Slice::lowestP)
                .thenComparingDouble(slice -> -slice.largestStatistic()));
        int shown = Math.min(plain.size(), MOST_PANELS);
        return new ScalingSlices(plain.subList(0, shown), plain.subList(shown, plain.size()), means);
    }

    private static List<Slice> slices(ScalingDocument document) {
        Map<List<String>, List<SliceScaling>> measures = new LinkedHashMap<>();
        document.slices()
                .forEach(one -> measures.computeIfAbsent(List.of(one.slice(), one.value()), key -> new ArrayList<>())
                        .add(one));
        Map<List<String>, List<PointSet>> margins = new LinkedHashMap<>();
        document.shown()
                .forEach(one -> margins.computeIfAbsent(List.of(one.slice(), one.value()), key -> new ArrayList<>())
                        .add(one));
        List<Slice> slices = new ArrayList<>();
        measures.forEach((key, fitted) -> {
            fitted.sort(Comparator.comparing(SliceScaling::measure));
            slices.add(new Slice(key.get(0), key.get(1), fitted, margins.getOrDefault(key, List.of())));
        });
        return slices;
    }
}
