package io.prefscore.scaling;

import io.prefscore.scaling.Verdict.Kind;
import io.prefscore.stats.MultipleTests;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What is said of slices once all of them are known. "No trend" is given up where its p-value, corrected over the slices of a
 * measure by Benjamini and Hochberg's method, is at most 5 %; then the sound form with the least AICc stands for the slice: a law
 * where it predicts ({@link SliceScaling#predicts}), else a trend that should not be extrapolated. Where "no trend" is not given up,
 * the points cannot tell, unless they exclude every change that is worth speaking of ({@link Change#isExcluded}).
 */
public final class Verdicts {

    /** At which "no trend" is given up. */
    public static final double LEVEL = 0.05;

    private Verdicts() {}

    /** The same slices, tests corrected over those of each measure, with their verdicts. */
    public static List<SliceScaling> of(List<SliceScaling> slices) {
        Map<Measure, List<Integer>> families = new EnumMap<>(Measure.class);
        for (int index = 0; index < slices.size(); index++) {
            families.computeIfAbsent(slices.get(index).measure(), fresh -> new ArrayList<>())
                    .add(index);
        }
        List<SliceScaling> concluded = new ArrayList<>(slices);
        for (List<Integer> family : families.values()) {
            double[] adjusted = MultipleTests.benjaminiHochberg(family.stream()
                    .mapToDouble(index -> slices.get(index).test().p())
                    .toArray());
            for (int member = 0; member < adjusted.length; member++) {
                SliceScaling slice = slices.get(family.get(member));
                TrendTest test = slice.test().withAdjustedP(adjusted[member]);
                concluded.set(family.get(member), slice.concluded(test, verdict(slice, test)));
            }
        }
        return concluded;
    }

    private static Verdict verdict(SliceScaling slice, TrendTest test) {
        if (slice.fits().isEmpty()) {
            return slice.verdict();
        }
        if (Double.isNaN(test.p())) {
            return new Verdict(Kind.CANNOT_TELL, VerdictWords.fewPoints(slice), -1);
        }
        if (test.adjustedP() > LEVEL) {
            return withoutTrend(slice);
        }
        OptionalInt chosen = IntStream.range(1, slice.fits().size())
                .filter(index -> slice.fits().get(index).weight() > 0)
                .reduce((best, other) ->
                        slice.fits().get(other).aicc() < slice.fits().get(best).aicc() ? other : best);
        return chosen.isPresent()
                ? new Verdict(Kind.TREND, VerdictWords.trend(slice, chosen.getAsInt()), chosen.getAsInt())
                : new Verdict(Kind.TREND, VerdictWords.nameless(slice, test), -1);
    }

    private static Verdict withoutTrend(SliceScaling slice) {
        if (VerdictWords.mostPlaces(slice) <= 3) {
            return new Verdict(Kind.CANNOT_TELL, VerdictWords.fewSizes(slice), -1);
        }
        List<Change> changes = Change.of(slice);
        boolean excluded = !changes.isEmpty() && changes.stream().allMatch(Change::isExcluded);
        return excluded
                ? new Verdict(Kind.NO_TREND, VerdictWords.flat(changes), 0)
                : new Verdict(Kind.CANNOT_TELL, VerdictWords.powerless(slice, changes), -1);
    }
}
