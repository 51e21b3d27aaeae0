package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.SliceFunnel;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Unit;
import io.prefscore.filter.page.PartCharts.Bar;
import io.prefscore.filter.page.PartCharts.Part;
import io.prefscore.filter.page.PartCharts.Scale;
import io.prefscore.filter.page.PartCharts.Tone;
import io.prefscore.report.page.Cells;
import io.prefscore.report.page.Extremes;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The funnel by the values of slices: a panel for each name of slices, the value that kept most at the top. The first of a
 * receipt's slices is everything.
 */
final class SliceViews {

    private static final List<Part> PARTS = List.of(new Part("left", Tone.PLAIN), new Part("gone", Tone.GONE));

    private final List<Step> steps;
    private final Unit unit;
    private final double overall;

    private SliceViews(FilterReceipt receipt) {
        this.steps = receipt.steps();
        this.unit = steps.get(steps.size() - 1).unit();
        this.overall = share(receipt.slices().get(0));
    }

    static List<Panel> panels(FilterReceipt receipt) {
        SliceViews views = new SliceViews(receipt);
        Map<String, List<SliceFunnel>> byName = receipt.slices().stream()
                .skip(1)
                .collect(Collectors.groupingBy(SliceFunnel::name, LinkedHashMap::new, Collectors.toList()));
        List<Panel> panels = new ArrayList<>();
        byName.forEach((name, slices) -> panels.add(views.panel(name, slices, "funnel-" + (panels.size() + 1))));
        return panels;
    }

    private Panel panel(String name, List<SliceFunnel> unsorted, String id) {
        List<SliceFunnel> slices = unsorted.stream()
                .sorted(Comparator.comparingDouble((SliceFunnel slice) -> -share(slice))
                        .thenComparing(SliceFunnel::value))
                .toList();
        String shown = Texts.label(name);
        List<Bar> bars =
                Extremes.of(slices, Extremes.CHART_ROWS).stream().map(this::bar).toList();
        String title = "What is left, by " + shown + Extremes.note(slices, Extremes.CHART_ROWS);
        Table table = table(shown, slices);
        Chart chart = unit == Unit.ROWS
                ? PartCharts.chart(id + "-left", title, axis(), Scale.SHARES, PARTS, bars, 100 * overall, table)
                : PartCharts.chart(id + "-left", title, axis(), Scale.COUNTS, PARTS.subList(0, 1), bars, table);
        return new Panel(id, "By " + shown, List.of(chart));
    }

    private String axis() {
        if (unit != Unit.ROWS) {
            return Units.many(unit) + " left";
        }
        return "share of the scored rows; dashed line: of all rows";
    }

    private Bar bar(SliceFunnel slice) {
        String of = Figures.count(slice.scored(), "scored row");
        List<String> details = new ArrayList<>(List.of(of));
        for (int index = 0; index < steps.size(); index++) {
            details.add("after " + steps.get(index).label() + ": "
                    + Figures.count(slice.left().get(index)) + " "
                    + Units.many(steps.get(index).unit()));
        }
        if (unit != Unit.ROWS) {
            return new Bar(
                    slice.value(), List.of((double) left(slice)), Figures.count(left(slice)) + " of " + of, details);
        }
        double percent = 100 * share(slice);
        String shown = slice.scored() == 0
                ? "of none"
                : Figures.part(left(slice), slice.scored()) + " of " + Figures.count(slice.scored());
        return new Bar(slice.value(), List.of(percent, 100 - percent), shown, details);
    }

    private Table table(String name, List<SliceFunnel> slices) {
        List<Cell> columns = new ArrayList<>(Cells.row(name, "Scored rows"));
        for (int index = 0; index < steps.size(); index++) {
            boolean changes = Units.changesAt(steps, index);
            String label = "after " + steps.get(index).label();
            columns.add(
                    Cell.of(changes ? label + ", " + Units.many(steps.get(index).unit()) : label));
        }
        if (unit == Unit.ROWS) {
            columns.add(Cell.of("Share left"));
        }
        return new Table(
                "What is left after each policy, by " + name + Extremes.note(slices, Extremes.TABLE_ROWS),
                "The numbers of this chart, policy by policy",
                columns,
                Extremes.of(slices, Extremes.TABLE_ROWS).stream().map(this::row).toList());
    }

    private List<Cell> row(SliceFunnel slice) {
        List<Cell> row = new ArrayList<>(List.of(Cell.of(Texts.visible(slice.value())), Cells.count(slice.scored())));
        slice.left().forEach(left -> row.add(Cells.count(left)));
        if (unit == Unit.ROWS) {
            row.add(
                    slice.scored() == 0
                            ? Cell.undefined("no row of this value was scored")
                            : Cell.of(Figures.part(left(slice), slice.scored())));
        }
        return row;
    }

    private static long left(SliceFunnel slice) {
        return slice.left().get(slice.left().size() - 1);
    }

    private static double share(SliceFunnel slice) {
        return slice.scored() == 0 ? 0 : (double) left(slice) / slice.scored();
    }
}
