package io.prefscore.report.page;

import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.ScalingSlices.Slice;
import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scaling.TrendTest;
import java.util.ArrayList;
import java.util.List;

/** The panel of a slice: its measures one after the other, each with chart, answers and forms. */
final class CurvePanels {

    private CurvePanels() {}

    static Panel panel(Slice slice, String id, DataUnit unit) {
        List<Block> blocks = new ArrayList<>();
        for (SliceScaling scaling : slice.measures()) {
            blocks.addAll(measure(scaling, unit, id + "-" + (slice.measures().indexOf(scaling) + 1)));
        }
        slice.margins().stream()
                .filter(set -> !set.points().isEmpty())
                .forEach(set -> blocks.add(CurveTables.unfitted(
                        set.measure(), set.points(), "The " + set.measure().label() + ", which is not fitted")));
        return new Panel(id, Texts.label(slice.label()), blocks);
    }

    private static List<Block> measure(SliceScaling scaling, DataUnit unit, String id) {
        List<Block> blocks = new ArrayList<>();
        List<Chart> charts = CurveCharts.of(scaling, unit, id);
        blocks.addAll(charts);
        if (charts.isEmpty()) {
            blocks.add(verdict(scaling));
        } else {
            new CurveTables(scaling).curves().ifPresent(blocks::add);
        }
        blocks.add(test(scaling.test()));
        scaling.notes()
                .forEach(note -> blocks.add(
                        new Paragraph(List.of(new Cell("Note: ", "", "", "name"), Cell.of(Texts.visible(note))))));
        blocks.addAll(new FormTables(scaling).blocks());
        if (!scaling.leftOut().isEmpty()) {
            blocks.add(leftOut(scaling));
        }
        return blocks;
    }

    private static Paragraph verdict(SliceScaling scaling) {
        return new Paragraph(List.of(
                new Cell(Texts.capital(scaling.measure().label()), "", "", "name"),
                Cell.of(": "),
                new Cell(VerdictViews.kind(scaling), "", "", VerdictViews.tone(scaling)),
                Cell.of(", " + Texts.visible(scaling.verdict().words()) + ". No point can be drawn.")));
    }

    private static Paragraph test(TrendTest test) {
        Cell name = Cell.linked("Test for a trend", "how-test");
        if (Double.isNaN(test.p())) {
            return new Paragraph(List.of(name, Cell.of(": the points are too few.")));
        }
        return new Paragraph(List.of(
                name,
                Cell.of(": |t| = " + Figures.plain(test.statistic()) + " along "
                        + test.axis().symbol() + ", p " + probability(test.p()) + ", "),
                Cell.linked("adjusted over slices", "how-adjusted"),
                Cell.of(" " + probability(test.adjustedP()) + ".")));
    }

    private static String probability(double p) {
        String text = Figures.probability(p);
        return text.startsWith("<") ? text : "= " + text;
    }

    private static Table leftOut(SliceScaling scaling) {
        List<List<Cell>> rows = scaling.leftOut().entrySet().stream()
                .map(point -> Cells.row(Texts.visible(point.getKey()), Texts.visible(point.getValue())))
                .toList();
        String summary = Figures.count(rows.size(), "point") + " left out";
        return new Table("Points left out", summary, Cells.row("Model", "Why"), rows);
    }
}
