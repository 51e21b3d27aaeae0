package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.Provenance;
import io.prefscore.report.page.PageView.Definition;
import io.prefscore.report.page.PageView.Definitions;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.stats.Interval;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.Statistic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How each number is computed: the part of the page that numbers lead to. */
final class Explanations {

    private Explanations() {}

    static Section section(Provenance provenance) {
        return new Section(
                "how",
                "How each number is computed",
                List.of(),
                List.of(
                        panel("how-statistics", "Statistics", statistics()),
                        panel("how-intervals", "Intervals", intervals(provenance)),
                        panel("how-others", "Everything else", others())));
    }

    private static Panel panel(String id, String title, List<Definition> definitions) {
        return new Panel(id, title, List.of(new Definitions(definitions)));
    }

    private static List<Definition> statistics() {
        Map<String, String> said = new HashMap<>();
        List<Definition> definitions = new ArrayList<>();
        for (Statistic statistic : Statistic.values()) {
            String before = said.putIfAbsent(statistic.definition(), statistic.label());
            String text = before == null ? statistic.definition() : "As " + before + ".";
            definitions.add(new Definition(Cells.explanation(statistic), statistic.label(), text));
        }
        return definitions;
    }

    private static List<Definition> intervals(Provenance provenance) {
        return EnumSet.range(Interval.NONE, Interval.BOOTSTRAP).stream()
                .map(interval ->
                        new Definition(Cells.explanation(interval), interval.label(), definition(interval, provenance)))
                .toList();
    }

    private static String definition(Interval interval, Provenance provenance) {
        String level = "Level " + Figures.level(provenance.level()) + ". ";
        return switch (interval) {
            case NONE -> "The statistic is undefined here, has no interval, or rests on too few prompts for one.";
            case CLUSTER_ROBUST ->
                level
                        + "The statistic is a ratio of sums over prompts; its linearisation gives a standard error that respects"
                        + " that comparisons of one prompt belong together, and Student's t the width.";
            case CLUSTER_WILSON ->
                level
                        + "Wilson's score interval at the number of independent comparisons that would be as informative as these.";
            case WILSON -> level + "Wilson's score interval; each prompt has a single comparison.";
            case BOOTSTRAP ->
                level + "Percentiles over " + Figures.count(provenance.replicates())
                        + " bootstrap replicates, each of which weights whole prompts; seed " + provenance.seed() + ".";
            case MODEL_BOOTSTRAP, PROFILE -> throw new IllegalArgumentException("an interval of curves: " + interval);
        };
    }

    private static List<Definition> others() {
        return List.of(
                new Definition(
                        "how-counts",
                        "what became of the comparisons",
                        "Each comparison is counted once: a reward is missing, NaN or infinite, or the label is a tie, or the model"
                                + " agrees, disagrees, or gives both responses the same reward. Only the last three are used."),
                new Definition(
                        "how-few",
                        "few prompts",
                        "Fewer than " + PairCounts.FEW_PROMPTS
                                + " different prompts. The intervals of such a slice rest on too"
                                + " little to be relied on; charts draw it hollow and no finding names its accuracy."),
                new Definition(
                        "how-temperature",
                        "temperature T",
                        "By what margins must be divided for σ(margin / T) to predict the labels best. Prompts are dealt to five"
                                + " folds, T is fitted for each on the other four. Its interval is that of the fit to all folds, on the scale of its"
                                + " logarithm, with a variance that knows of prompts. There is no T where some four folds do not tell"
                                + " it, being too few, or free of contradictions where the model is sure. Above 1 the rewards are"
                                + " overconfident, below 1 underconfident."),
                new Definition(
                        "how-style",
                        "style coefficients",
                        "A Bradley-Terry regression of the label on the margin and on differences in style, pairs in random order."
                                + " In log-odds: the margin per its standard deviation; length as the difference in characters over"
                                + " their sum; headings, lists, bold passages and code likewise."),
                new Definition(
                        "how-benchmark",
                        "benchmarks",
                        "Scored by the rule of the benchmark's authors, which is stated beside the score. It may differ from the"
                                + " pairwise accuracy of the same comparisons."),
                new Definition(
                        "how-suspects",
                        "possibly mislabelled",
                        "The comparisons in which the model puts the other response above the preferred one with most confidence,"
                                + " σ(|margin| / T) with T fitted on other prompts. A model that is wrong with confidence also stands"
                                + " here: read the texts."),
                new Definition(
                        "how-difference",
                        "difference of two models",
                        "Both models on the same comparisons: the second's value less the first's, comparison by comparison, with a"
                                + " cluster-robust interval over prompts. Accuracy counts ties one half; loss is taken at each"
                                + " model's own temperature."),
                new Definition(
                        "how-p",
                        "p",
                        "Two-sided p-value of no difference in accuracy, from the cluster-robust standard error of the difference."),
                new Definition(
                        "how-adjusted-p",
                        "adjusted p",
                        "The same after Benjamini and Hochberg over all slices: among slices with an adjusted p below 0.05, about"
                                + " one in twenty differs by chance alone."),
                new Definition(
                        "how-mcnemar",
                        "McNemar's p",
                        "Exact McNemar test on the comparisons that only one of the models gets right, as if all comparisons were"
                                + " independent. Shown for comparison with others' reports; where a prompt has several comparisons"
                                + " it is too small."),
                new Definition(
                        "how-detectable",
                        "smallest difference that would be found",
                        "The true difference in accuracy that a sample like this one finds with probability 0.8 at a level of"
                                + " 5 %."),
                new Definition(
                        "how-findings",
                        "what is notable",
                        "A slice is named when its accuracy differs from that of all comparisons with an adjusted p below 0.05"
                                + " (normal, from the slice's interval; Benjamini and Hochberg over all slices with enough"
                                + " prompts). Two accuracies of one model are called different when their intervals do not overlap. A"
                                + " temperature is notable above 1.5 and below 0.67, ties from 1 %."));
    }
}
