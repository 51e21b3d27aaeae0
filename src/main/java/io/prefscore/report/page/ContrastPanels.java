package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.PairedSlice;
import io.prefscore.report.page.Charts.Axis;
import io.prefscore.report.page.Charts.Row;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.Statistic.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The section of two models on the same comparisons. */
final class ContrastPanels {

    private static final String TOO_FEW = "too few comparisons are shared";

    private ContrastPanels() {}

    static Section section(Contrast contrast, String id) {
        List<Panel> panels = new ArrayList<>();
        if (!contrast.slices().isEmpty()) {
            panels.add(new Panel(id + "-slices", "Difference by slice", slices(contrast, id)));
        }
        if (!contrast.disagreements().isEmpty()) {
            Paragraph text = new Paragraph(List.of(Cell.of("The comparisons that the two judge most differently.")));
            panels.add(new Panel(
                    id + "-disagreements",
                    "Largest disagreements",
                    List.of(text, ComparisonViews.of(contrast.disagreements()))));
        }
        String title = Texts.visible(contrast.second()) + " against " + Texts.visible(contrast.first());
        return new Section(id, title, List.of(overall(contrast)), panels);
    }

    private static Table overall(Contrast contrast) {
        PairedStatistics paired = contrast.overall();
        List<List<Cell>> rows = List.of(
                List.of(Cell.of("comparisons judged by both"), Cells.count(paired.comparisons())),
                List.of(Cell.of("different prompts among them"), Cells.prompts(paired.prompts())),
                List.of(
                        Cell.linked("difference in accuracy, ties one half", "how-difference"),
                        points(paired.accuracy())),
                List.of(Cell.linked("difference in loss, each at its own T", "how-difference"), loss(paired.loss())),
                List.of(Cell.linked("p, no difference in accuracy", "how-p"), probability(paired.p())),
                List.of(Cell.linked("p by McNemar's test", "how-mcnemar"), probability(paired.mcNemarP())),
                List.of(Cell.of("only " + contrast.first() + " is right"), Cells.count(paired.onlyFirst())),
                List.of(Cell.of("only " + contrast.second() + " is right"), Cells.count(paired.onlySecond())),
                List.of(Cell.linked("smallest difference that would be found", "how-detectable"), detectable(paired)));
        String caption = "On all comparisons, " + contrast.second() + " less " + contrast.first();
        return new Table(caption, "", Cells.row("Quantity", "Value"), rows);
    }

    private static List<Block> slices(Contrast contrast, String id) {
        Map<String, List<PairedSlice>> byName = contrast.slices().stream()
                .collect(Collectors.groupingBy(PairedSlice::name, LinkedHashMap::new, Collectors.toList()));
        return Extremes.numbered(byName, (name, number) -> chart(id + "-slices-" + number, name, byName));
    }

    private static Chart chart(String id, String name, Map<String, List<PairedSlice>> byName) {
        List<PairedSlice> slices = byName.getOrDefault(name, List.of()).stream()
                .sorted(Comparator.comparingDouble(
                        slice -> -slice.statistics().accuracy().value()))
                .toList();
        List<Row> rows = slices.stream()
                .filter(slice -> slice.statistics().accuracy().isDefined())
                .map(ContrastPanels::row)
                .toList();
        String shown = Texts.label(name);
        return Charts.forest(
                id,
                "Difference in accuracy by " + shown + Extremes.note(rows, Extremes.CHART_ROWS),
                new Axis("difference in points", Scale.SHARE, "", 0, "no difference"),
                Extremes.of(rows, Extremes.CHART_ROWS),
                table(shown, slices));
    }

    private static Row row(PairedSlice slice) {
        PairedStatistics paired = slice.statistics();
        String comparisons = Figures.count(paired.comparisons(), "comparison") + ", adjusted p "
                + Figures.probability(paired.adjustedP());
        boolean few = paired.prompts() < PairCounts.FEW_PROMPTS;
        return new Row(slice.value(), paired.accuracy(), Figures.points(paired.accuracy()), few, comparisons);
    }

    private static Table table(String name, List<PairedSlice> slices) {
        List<Cell> columns = List.of(
                Cell.of(name),
                Cell.of("Comparisons"),
                Cell.of("Prompts"),
                Cell.linked("Difference", "how-difference"),
                Cell.linked("p", "how-p"),
                Cell.linked("Adjusted p", "how-adjusted-p"),
                Cell.linked("McNemar's p", "how-mcnemar"),
                Cell.linked("Detectable", "how-detectable"));
        return new Table(
                "Difference in accuracy by " + name + Extremes.note(slices, Extremes.TABLE_ROWS),
                "The numbers of this chart, and p-values",
                columns,
                Extremes.of(slices, Extremes.TABLE_ROWS).stream()
                        .map(ContrastPanels::cells)
                        .toList());
    }

    private static List<Cell> cells(PairedSlice slice) {
        PairedStatistics paired = slice.statistics();
        return List.of(
                Cell.of(Texts.visible(slice.value())),
                Cells.count(paired.comparisons()),
                Cells.prompts(paired.prompts()),
                points(paired.accuracy()),
                probability(paired.p()),
                probability(paired.adjustedP()),
                probability(paired.mcNemarP()),
                detectable(paired));
    }

    private static Cell points(Estimate difference) {
        return Cells.orUndefined(difference.value(), Figures.points(difference), TOO_FEW);
    }

    private static Cell loss(Estimate difference) {
        return Cells.orUndefined(difference.value(), Figures.difference(Scale.NATS, difference), TOO_FEW);
    }

    private static Cell probability(double p) {
        return Cells.orUndefined(p, Figures.probability(p), TOO_FEW);
    }

    private static Cell detectable(PairedStatistics paired) {
        return Cells.orUndefined(paired.detectable(), Figures.distance(paired.detectable()), TOO_FEW);
    }
}
