package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.PairedSlice;
import io.prefscore.report.page.Finding.Tone;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.PairedStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is notable about two models on the same comparisons. */
final class ContrastFindings {

    private static final double SIGNIFICANT = 0.05;

    private ContrastFindings() {}

    static List<Finding> of(Contrast contrast, String id) {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(Tone.RESULT, "", overall(contrast), id));
        slices(contrast, 1, contrast.second(), id, findings);
        slices(contrast, -1, contrast.first(), id, findings);
        return findings;
    }

    private static String overall(Contrast contrast) {
        PairedStatistics paired = contrast.overall();
        String both = contrast.first() + " and " + contrast.second();
        if (paired.comparisons() == 0 || Double.isNaN(paired.p())) {
            return "Whether " + both + " differ cannot be said: they share too few comparisons.";
        }
        String same = "on the same " + Figures.count(paired.comparisons(), "comparison");
        if (paired.p() >= SIGNIFICANT) {
            String detectable = Double.isNaN(paired.detectable())
                    ? ""
                    : "; a sample like this one finds differences of " + Figures.distance(paired.detectable())
                            + " or more four times in five";
            return "No difference in accuracy between " + both + " can be told " + same + " ("
                    + Figures.points(paired.accuracy()) + ")" + detectable + ".";
        }
        boolean second = paired.accuracy().value() > 0;
        return "%s is more accurate than %s by %s %s (p %s)."
                .formatted(
                        second ? contrast.second() : contrast.first(),
                        second ? contrast.first() : contrast.second(),
                        Figures.points(second ? paired.accuracy() : reversed(paired.accuracy()))
                                .replace("+", ""),
                        same,
                        probability(paired.p()));
    }

    /** The first less the second. */
    private static Estimate reversed(Estimate difference) {
        return new Estimate(-difference.value(), -difference.high(), -difference.low(), difference.interval());
    }

    private static void slices(Contrast contrast, int sign, String better, String id, List<Finding> findings) {
        List<PairedSlice> found = contrast.slices().stream()
                .filter(slice -> slice.statistics().adjustedP() < SIGNIFICANT)
                .filter(slice -> slice.statistics().prompts() >= PairCounts.FEW_PROMPTS)
                .filter(slice -> sign * slice.statistics().accuracy().value() > 0)
                .sorted(Comparator.comparingDouble(
                        slice -> -sign * slice.statistics().accuracy().value()))
                .toList();
        if (found.isEmpty()) {
            return;
        }
        long tested = contrast.slices().stream()
                .filter(slice -> !Double.isNaN(slice.statistics().adjustedP()))
                .count();
        String other = better.equals(contrast.first()) ? contrast.second() : contrast.first();
        String text = "%s is more accurate than %s on %s of %s, p-values adjusted for looking at them all: %s.";
        findings.add(new Finding(
                Tone.RESULT,
                "",
                text.formatted(
                        better,
                        other,
                        Figures.count(found.size()),
                        Figures.count(tested, "slice"),
                        ModelFindings.named(
                                found.stream().map(ContrastFindings::named).toList())),
                id + "-slices"));
    }

    private static String named(PairedSlice slice) {
        return ModelFindings.sliceName(slice.name(), slice.value()) + " by "
                + Figures.distance(slice.statistics().accuracy().value());
    }

    private static String probability(double p) {
        String shown = Figures.probability(p);
        return shown.startsWith("<") ? shown : "= " + shown;
    }
}
