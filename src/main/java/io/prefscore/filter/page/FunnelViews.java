package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Unit;
import io.prefscore.filter.page.PartCharts.Bar;
import io.prefscore.filter.page.PartCharts.Tone;
import io.prefscore.report.page.Cells;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Table;
import java.util.ArrayList;
import java.util.List;

/** What is left after each policy, and what became of the rest. */
final class FunnelViews {

    private static final List<PartCharts.Part> PARTS = List.of(
            new PartCharts.Part("left as they were", Tone.PLAIN),
            new PartCharts.Part("label flipped", Tone.TURNED),
            new PartCharts.Part("weighted", Tone.WEIGHED),
            new PartCharts.Part("dropped", Tone.GONE));

    private FunnelViews() {}

    static List<Block> blocks(FilterReceipt receipt) {
        List<Step> steps = receipt.steps();
        List<Bar> bars = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            bars.add(bar(steps, index));
        }
        String title = "What each policy left, flipped, weighted and dropped";
        return List.of(
                introduction(),
                PartCharts.chart("funnel-steps", title, "", PartCharts.Scale.COUNTS, PARTS, bars, table(steps)));
    }

    private static Paragraph introduction() {
        return new Paragraph(List.of(
                Cell.of("Policies act one after the other, each on what those before it left. A policy "),
                Cell.linked("passes by", "how-passed"),
                Cell.of(" what it says nothing about. What is weighted or flipped stays; what is "),
                Cell.linked("dropped", "how-dropped"),
                Cell.of(" is not seen by later policies.")));
    }

    private static Bar bar(List<Step> steps, int index) {
        Step step = steps.get(index);
        String units = Units.many(step.unit());
        double changed = step.flipped() + step.reweighted();
        // what is dropped of rows is no part of a bar of pairs
        double dropped = Units.changesAt(steps, index) ? 0 : step.dropped();
        List<Double> values = List.of(
                Math.max(0, step.left() - changed), (double) step.flipped(), (double) step.reweighted(), dropped);
        List<String> details = List.of(
                entered(steps, index),
                Figures.count(step.notApplicable()) + " passed by",
                Figures.count(step.dropped()) + " dropped",
                Figures.count(step.flipped()) + " flipped",
                Figures.count(step.reweighted()) + " weighted",
                Figures.count(step.left()) + " " + units + " left");
        return new Bar(step.label(), values, Figures.count(step.left()) + " " + units, details);
    }

    private static String entered(List<Step> steps, int index) {
        return Figures.count(steps.get(index).entered()) + " " + Units.many(Units.entering(steps, index)) + " entered";
    }

    private static Table table(List<Step> steps) {
        List<Cell> columns = List.of(
                Cell.of("Policy"),
                Cell.of("Entered"),
                Cell.linked("Passed by", "how-passed"),
                Cell.linked("Dropped", "how-dropped"),
                Cell.linked("Flipped", "how-flipped"),
                Cell.linked("Weighted", "how-weighted"),
                Cell.of("Left"),
                Cell.of("Share left"));
        List<List<Cell>> rows = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            rows.add(row(steps, index));
        }
        return new Table("The funnel, policy by policy", "", columns, rows);
    }

    private static List<Cell> row(List<Step> steps, int index) {
        Step step = steps.get(index);
        Unit entering = Units.entering(steps, index);
        boolean changes = Units.changesAt(steps, index);
        return List.of(
                new Cell(step.label(), "", PolicyViews.id(index), ""),
                Cell.of(Figures.count(step.entered()) + (changes ? " " + Units.many(entering) : "")),
                Cells.count(step.notApplicable()),
                Cells.count(step.dropped()),
                Cells.count(step.flipped()),
                Cells.count(step.reweighted()),
                Cell.of(Figures.count(step.left()) + (changes ? " " + Units.many(step.unit()) : "")),
                share(step, changes));
    }

    private static Cell share(Step step, boolean changes) {
        if (changes) {
            return Cell.undefined("what is left is counted in " + Units.many(step.unit()));
        }
        return step.entered() == 0
                ? Cell.undefined("nothing entered")
                : Cell.of(Figures.part(step.left(), step.entered()));
    }
}
