package io.prefscore.scaling;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * All that is found for one slice and measure.
 *
 * @param slice what it is a slice by; empty for everything
 * @param value which one
 * @param points used, in the order of residuals and of {@link FormFit.HeldOut}
 * @param leftOut points that could not be used, by name, and why
 * @param test for a trend
 * @param fits of all forms that were tried, "no trend" first
 * @param curves of each fit, in the order of fits; none for those that are not sound
 * @param answers to the questions, from each fit in the order of fits; none for those that are not sound
 * @param notes on the points, in words, such as losses above chance
 * @param verdict {@link Verdict.Kind#CANNOT_TELL} until {@link Verdicts} has seen all slices
 */
public record SliceScaling(
        String slice,
        String value,
        Measure measure,
        List<Point> points,
        Map<String, String> leftOut,
        TrendTest test,
        List<FormFit> fits,
        List<List<Curve>> curves,
        List<List<Answer>> answers,
        List<String> notes,
        Verdict verdict)
        implements Serializable {

    /** Whether the verdict is a law that predicts: one that may be extrapolated. */
    public boolean predicts() {
        return verdict.kind() == Verdict.Kind.TREND
                && verdict.chosen() >= 0
                && fits.get(verdict.chosen()).predicts();
    }

    SliceScaling concluded(TrendTest tested, Verdict concluded) {
        return new SliceScaling(
                slice, value, measure, points, leftOut, tested, fits, curves, answers, notes, concluded);
    }
}
