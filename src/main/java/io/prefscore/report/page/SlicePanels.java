package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.report.page.Charts.Axis;
import io.prefscore.report.page.Charts.Row;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import io.prefscore.stats.Statistic.Scale;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Accuracy by slice: a chart for each name of slices, the best value at the top. */
final class SlicePanels {

    private SlicePanels() {}

    static List<Block> blocks(ModelSection model, String id) {
        Map<String, List<Slice>> byName = model.slices().stream()
                .collect(Collectors.groupingBy(Slice::name, LinkedHashMap::new, Collectors.toList()));
        Estimate overall = model.overall().estimate(Statistic.ACCURACY);
        return Extremes.numbered(byName, (name, number) -> chart(id + "-slices-" + number, name, byName, overall));
    }

    private static Chart chart(String id, String name, Map<String, List<Slice>> byName, Estimate overall) {
        List<Slice> slices = byName.getOrDefault(name, List.of()).stream()
                .sorted(Comparator.comparingDouble(slice -> -accuracy(slice)))
                .toList();
        List<Row> rows = slices.stream()
                .filter(slice -> !Double.isNaN(accuracy(slice)))
                .map(SlicePanels::row)
                .toList();
        String shown = Texts.label(name);
        return Charts.forest(
                id,
                "Accuracy by " + shown + Extremes.note(rows, Extremes.CHART_ROWS),
                new Axis("pairwise accuracy, ties lost", Scale.SHARE, " %", overall.value(), "all comparisons"),
                Extremes.of(rows, Extremes.CHART_ROWS),
                table(shown, slices));
    }

    private static Row row(Slice slice) {
        PairCounts counts = slice.statistics().counts();
        String comparisons =
                Figures.count(counts.used(), "comparison") + " of " + Figures.count(counts.prompts(), "prompt");
        Estimate accuracy = slice.statistics().estimate(Statistic.ACCURACY);
        String shown = Figures.withInterval(Scale.SHARE, accuracy);
        return new Row(slice.value(), accuracy, shown, counts.isSmall(), comparisons);
    }

    private static Table table(String name, List<Slice> slices) {
        List<Cell> columns = List.of(
                Cell.of(name),
                Cell.of("Comparisons"),
                Cell.of("Prompts"),
                Cells.name(Statistic.ACCURACY),
                Cell.of("Interval made by"),
                Cells.name(Statistic.LOSS),
                Cells.name(Statistic.MEAN_MARGIN));
        return new Table(
                "Accuracy and loss by " + name + Extremes.note(slices, Extremes.TABLE_ROWS),
                "The numbers of this chart, and losses",
                columns,
                Extremes.of(slices, Extremes.TABLE_ROWS).stream()
                        .map(SlicePanels::cells)
                        .toList());
    }

    private static List<Cell> cells(Slice slice) {
        SliceStatistics statistics = slice.statistics();
        return List.of(
                Cell.of(Texts.visible(slice.value())),
                Cells.count(statistics.counts().used()),
                Cells.prompts(statistics.counts().prompts()),
                Cells.withInterval(Statistic.ACCURACY, statistics),
                Cells.method(statistics.estimate(Statistic.ACCURACY)),
                Cells.withInterval(Statistic.LOSS, statistics),
                Cells.withInterval(Statistic.MEAN_MARGIN, statistics));
    }

    private static double accuracy(Slice slice) {
        return slice.statistics().estimate(Statistic.ACCURACY).value();
    }
}
