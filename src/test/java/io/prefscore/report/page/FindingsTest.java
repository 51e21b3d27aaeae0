package io.prefscore.report.page;

import static io.prefscore.report.page.ReportDocuments.accuracies;
import static io.prefscore.report.page.ReportDocuments.bare;
import static io.prefscore.report.page.ReportDocuments.counts;
import static io.prefscore.report.page.ReportDocuments.document;
import static io.prefscore.report.page.ReportDocuments.estimate;
import static io.prefscore.report.page.ReportDocuments.slice;
import static io.prefscore.report.page.ReportDocuments.statistics;
import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.report.ReportDocument;
import io.prefscore.report.ReportDocument.Benchmark;
import io.prefscore.report.ReportDocument.Check;
import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.PairedSlice;
import io.prefscore.report.ReportDocument.ShownComparison;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.report.page.Finding.Tone;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindingsTest {

    private static final Estimate GOOD = estimate(0.8, 0.01);

    @Test
    void findsNothingWhereNothingDeparts() {
        ModelSection model = bare(accuracies(6_000, GOOD), List.of(slice("a", 3_000, estimate(0.81, 0.014))));

        assertThat(texts(model)).isEmpty();
    }

    @Test
    void saysWhatWasLeftOut() {
        PairCounts counts = new PairCounts(10_000, 3_000, 70, 20, 10, 0, 8_000, 1_900, 0);

        assertThat(texts(bare(statistics(counts, Map.of()))))
                .contains("100 of 10,000 comparisons (1.0 %) are left out for want of a finite reward:"
                        + " 70 missing, 20 NaN, 10 infinite.");
    }

    @Test
    void hasNothingToJudgeWithoutUsableComparisons() {
        assertThat(Findings.of(ReportDocuments.nothing())).singleElement().satisfies(finding -> {
            assertThat(finding.tone()).isEqualTo(Tone.PROBLEM);
            assertThat(finding.text()).contains("nothing to judge");
        });
        assertThat(Findings.of(ReportDocuments.allNaN())).hasSize(2);
    }

    @Test
    void tellsACoinFromAModelThatIsBelowChance() {
        assertThat(texts(bare(accuracies(300, estimate(0.51, 0.05)))))
                .singleElement()
                .asString()
                .contains("cannot be told");
        assertThat(texts(bare(accuracies(300, estimate(0.4, 0.05)))))
                .singleElement()
                .asString()
                .contains("below chance");
        assertThat(texts(bare(accuracies(300, estimate(0.6, 0.05))))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.49, ''", "1.51, Overconfident", "0.68, ''", "0.66, Underconfident", "NaN, ''"})
    void namesTemperaturesFarFromOne(double temperature, String said) {
        ModelSection bare = bare(accuracies(6_000, GOOD));
        ModelSection model = new ModelSection(
                "m",
                Map.of(),
                temperature,
                Estimate.of(temperature),
                1,
                1,
                bare.overall(),
                List.of(),
                Optional.empty(),
                27,
                Optional.empty(),
                List.of(),
                List.of());

        if (said.isEmpty()) {
            assertThat(texts(model)).isEmpty();
        } else {
            assertThat(texts(model)).singleElement().asString().startsWith(said);
        }
    }

    @Test
    void saysThatALossAboveChanceIsOverconfidenceOnlyWhereAccuracyIsGood() {
        assertThat(texts(with(Statistic.LOSS, estimate(0.8, 0.05))))
                .singleElement()
                .asString()
                .contains("above that of chance");
        assertThat(texts(with(Statistic.LOSS, estimate(0.7, 0.05)))).isEmpty();
    }

    @Test
    void comparesWithRulers() {
        assertThat(texts(with(Statistic.LONGEST_WINS, estimate(0.85, 0.01))))
                .singleElement()
                .asString()
                .startsWith("Below the ruler. “Longest wins”");
        assertThat(texts(with(Statistic.SHORTEST_WINS, estimate(0.805, 0.01))))
                .singleElement()
                .asString()
                .startsWith("Not shown to be better than a ruler. “Shortest wins”");
        assertThat(texts(with(Statistic.LONGEST_WINS, estimate(0.7, 0.01)))).isEmpty();
    }

    @Test
    void callsAnAccuracyBiasedByLengthOnlyWhereIntervalsAreApart() {
        Map<Statistic, Estimate> biased = new EnumMap<>(Map.of(
                Statistic.ACCURACY_PREFERRED_LONGER, estimate(0.9, 0.02),
                Statistic.ACCURACY_PREFERRED_SHORTER, estimate(0.7, 0.02)));

        assertThat(texts(with(biased)))
                .singleElement()
                .asString()
                .startsWith("Favours long responses: accuracy is 90.0 %");

        biased.put(Statistic.ACCURACY_PREFERRED_SHORTER, estimate(0.87, 0.02));
        assertThat(texts(with(biased))).isEmpty();
        biased.put(Statistic.ACCURACY_PREFERRED_SHORTER, estimate(0.95, 0.02));
        assertThat(texts(with(biased))).singleElement().asString().startsWith("Favours short responses");
    }

    @Test
    void saysWhatStyleCarriesOnlyWhereIntervalsAreApart() {
        assertThat(texts(with(Statistic.STYLE_CONTROLLED_ACCURACY, estimate(0.75, 0.02))))
                .singleElement()
                .asString()
                .contains("80.0 % [79.0, 81.0] becomes 75.0 % [73.0, 77.0]");
        assertThat(texts(with(Statistic.STYLE_CONTROLLED_ACCURACY, estimate(0.78, 0.02))))
                .isEmpty();
        assertThat(texts(with(Statistic.STYLE_CONTROLLED_ACCURACY, estimate(0.85, 0.02))))
                .isEmpty();
    }

    @Test
    void namesSlicesByTheirDistanceAndLeavesSmallOnesOut() {
        ModelSection model = bare(
                accuracies(6_000, GOOD),
                List.of(
                        slice("near", 600, estimate(0.76, 0.03)),
                        slice("far", 600, estimate(0.5, 0.04)),
                        slice("same", 600, estimate(0.79, 0.03)),
                        slice("above", 600, estimate(0.9, 0.03)),
                        slice("tiny", 9, estimate(0.2, 0.1))));

        assertThat(texts(model))
                .containsExactly(
                        "2 of 4 slices lie below the overall accuracy of 80.0 % by more than chance explains:"
                                + " subset “far” at 50.0 % [46.0, 54.0], subset “near” at 76.0 % [73.0, 79.0].",
                        "1 of 4 slices lies above the overall accuracy of 80.0 % by more than chance explains:"
                                + " subset “above” at 90.0 % [87.0, 93.0].",
                        "1 of 5 slices has fewer than 30 prompts, too few to rely on the intervals: subset “tiny”.");
    }

    /** Without adjusting, one slice in twenty would be named: about 2,500 of 50,000. */
    @Test
    void seldomNamesASliceWhenAllAreAlike() {
        Random random = new Random(20_261_123);
        int reportsWithAFinding = 0;
        for (int report = 0; report < 500; report++) {
            List<Slice> slices = new ArrayList<>();
            for (int index = 0; index < 100; index++) {
                double deviation = 0.02;
                slices.add(
                        slice("s" + index, 1_200, estimate(0.8 + deviation * random.nextGaussian(), 1.96 * deviation)));
            }
            if (!texts(bare(accuracies(120_000, estimate(0.8, 0.002)), slices)).isEmpty()) {
                reportsWithAFinding++;
            }
        }
        // 5 % of 500 reports are 25; more than 40 has probability 0.002
        assertThat(reportsWithAFinding).isBetween(1, 40);
    }

    @Test
    void adjustsAsBenjaminiAndHochbergDo() {
        // p.adjust(c(0.001, 0.010, 0.028, 0.041, 0.600), "BH") in R 4.2: 0.005 0.025 0.0466667 0.05125 0.6
        double[] standardErrors = {3.290527, 2.575829, 2.197286, 2.04353, 0.524401};
        List<Slice> slices = new ArrayList<>();
        for (double away : standardErrors) {
            slices.add(slice("z" + away, 600, estimate(0.8 - 0.02 * away, 0.02 * 1.959964)));
        }

        assertThat(SliceDepartures.of(accuracies(6_000, GOOD), slices, 0.95))
                .extracting(departure -> Math.round(1e4 * departure.adjustedP()))
                .containsExactly(50L, 250L, 467L);
    }

    @Test
    void mentionsTiesFromOnePercent() {
        assertThat(texts(bare(statistics(new PairCounts(1_010, 400, 0, 0, 0, 10, 700, 290, 10), Map.of()))))
                .hasSize(1);
        assertThat(texts(bare(statistics(new PairCounts(1_020, 400, 0, 0, 0, 20, 700, 290, 10), Map.of()))))
                .hasSize(2);
        assertThat(texts(bare(statistics(new PairCounts(1_000, 400, 0, 0, 0, 2, 700, 289, 9), Map.of()))))
                .isEmpty();
    }

    @Test
    void putsFailedChecksFirst() {
        ModelSection bare = bare(accuracies(300, estimate(0.51, 0.05)));
        ModelSection model = new ModelSection(
                "m",
                Map.of(),
                1,
                Estimate.of(1),
                1,
                1,
                bare.overall(),
                List.of(),
                Optional.empty(),
                27,
                Optional.of(new Benchmark("JudgeBench", "rule", Map.of(), 0.644)),
                List.of(new Check("swap", false, "it differs"), new Check("null", true, "fine")),
                List.of(suspect(0.99), suspect(0.9)));

        List<Finding> findings = Findings.of(document(List.of(model), List.of()));

        assertThat(findings)
                .extracting(Finding::tone)
                .containsExactly(Tone.PROBLEM, Tone.RESULT, Tone.CAUTION, Tone.NOTE);
        assertThat(findings.get(0).text()).isEqualTo("The check “swap” failed: it differs");
        assertThat(findings.get(0).target()).isEqualTo("model-1-checks");
        assertThat(FiguresTest.blanks(findings.get(1).text())).isEqualTo("JudgeBench, scored by its own rule: 64.4 %.");
        assertThat(FiguresTest.blanks(findings.get(3).text()))
                .contains("Of the 2 labels")
                .contains("holds 1 wrong");
    }

    @Test
    void saysWhichModelIsBetterAndByHowMuch() {
        assertThat(contrast(ReportDocuments.paired(0.023, 0.012, 0.0002), List.of()))
                .containsExactly("b is more accurate than a by 2.3 points [1.1, 3.5] on the same 11,800 comparisons"
                        + " (p < 0.001).");
        assertThat(contrast(ReportDocuments.paired(-0.023, 0.012, 0.032), List.of()))
                .containsExactly("a is more accurate than b by 2.3 points [1.1, 3.5] on the same 11,800 comparisons"
                        + " (p = 0.032).");
    }

    @Test
    void saysWhatASampleWouldHaveFoundWhereItFindsNothing() {
        assertThat(contrast(ReportDocuments.paired(-0.002, 0.011, 0.72), List.of()))
                .containsExactly("No difference in accuracy between a and b can be told on the same 11,800 comparisons"
                        + " (−0.2 points [−1.3, 0.9]); a sample like this one finds differences of 1.8 points or more four times"
                        + " in five.");
    }

    @Test
    void namesSlicesOnWhichModelsDifferAfterAdjustment() {
        List<PairedSlice> slices = List.of(
                paired("better", 600, 0.05, 0.01, 0.02),
                paired("best", 600, 0.09, 0.001, 0.01),
                paired("unadjusted", 600, 0.05, 0.03, 0.12),
                paired("worse", 600, -0.07, 0.01, 0.02),
                paired("small", 12, 0.5, 0.001, 0.01));

        assertThat(contrast(ReportDocuments.paired(0.001, 0.011, 0.7), slices).subList(1, 3))
                .containsExactly(
                        "b is more accurate than a on 2 of 5 slices, p-values adjusted for looking at them all:"
                                + " subset “best” by 9.0 points, subset “better” by 5.0 points.",
                        "a is more accurate than b on 1 of 5 slices, p-values adjusted for looking at them all:"
                                + " subset “worse” by 7.0 points.");
    }

    private static PairedSlice paired(String value, long prompts, double difference, double p, double adjusted) {
        Estimate estimate = estimate(difference, 0.03);
        return new PairedSlice(
                "subset",
                value,
                new PairedStatistics(prompts, prompts, estimate, estimate, 9, 5, p, adjusted, p, 0.05));
    }

    private static List<String> contrast(PairedStatistics overall, List<PairedSlice> slices) {
        Contrast contrast = new Contrast("a", "b", overall, slices, List.of());
        return texts(document(List.of(), List.of(contrast)));
    }

    private static ShownComparison suspect(double confidence) {
        return new ShownComparison("x", Map.of("m", -3.0), Map.of("m", confidence), Map.of(), List.of(), "p", "o");
    }

    private static ModelSection with(Statistic statistic, Estimate estimate) {
        return with(Map.of(statistic, estimate));
    }

    private static ModelSection with(Map<Statistic, Estimate> more) {
        Map<Statistic, Estimate> estimates = new EnumMap<>(more);
        estimates.put(Statistic.ACCURACY, GOOD);
        estimates.put(Statistic.ACCURACY_TIES_HALF, GOOD);
        SliceStatistics overall = statistics(counts(6_000, 0.8), estimates);
        return bare(overall);
    }

    private static List<String> texts(ModelSection model) {
        return texts(document(List.of(model), List.of()));
    }

    private static List<String> texts(ReportDocument document) {
        return Findings.of(document).stream()
                .map(finding -> FiguresTest.blanks(finding.text()))
                .toList();
    }
}
