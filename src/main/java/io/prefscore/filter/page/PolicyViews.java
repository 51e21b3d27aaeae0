package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Sample;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.report.page.Cells;
import io.prefscore.report.page.Extremes;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.Texts;
import java.util.ArrayList;
import java.util.List;

/** The policies one by one: what each does in words, what was fitted for it, and rows that it acted on. */
final class PolicyViews {

    /** More of them are folded away. */
    private static final int MOST_DETAILS = 8;

    private final List<Step> steps;
    private final List<Sample> samples;

    private PolicyViews(FilterReceipt receipt) {
        this.steps = receipt.steps();
        this.samples = receipt.samples();
    }

    /** Id of a policy's panel. */
    static String id(int index) {
        return "policy-" + (index + 1);
    }

    static Section section(FilterReceipt receipt) {
        PolicyViews views = new PolicyViews(receipt);
        List<Panel> panels = new ArrayList<>();
        for (int index = 0; index < receipt.steps().size(); index++) {
            panels.add(views.panel(index));
        }
        Paragraph what = new Paragraph(List.of(
                Cell.of("In the order in which they acted. "),
                Cell.linked("Rows to look at", "how-samples"),
                Cell.of(" stand below each policy that dropped, flipped or weighted any.")));
        return new Section("policies", "The policies", List.of(what), panels);
    }

    private Panel panel(int index) {
        Step step = steps.get(index);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Paragraph(List.of(Cell.of(PolicyWords.of(step.label())))));
        blocks.add(new Paragraph(List.of(new Cell(Texts.visible(step.words()), "", "", "words"))));
        blocks.add(counts(step, index));
        if (!step.details().isEmpty()) {
            blocks.add(details(step));
        }
        List<Sample> own = samples.stream()
                .filter(sample -> sample.step().equals(step.label()))
                .toList();
        if (!own.isEmpty()) {
            blocks.add(SampleViews.block(own));
        }
        return new Panel(id(index), (index + 1) + ". " + step.label(), blocks);
    }

    private Paragraph counts(Step step, int index) {
        String entering = Units.many(Units.entering(steps, index));
        List<String> parts = new ArrayList<>();
        parts.add(Figures.count(step.entered()) + " " + entering + " entered");
        parts.add(Figures.count(step.dropped()) + " dropped");
        parts.add(Figures.count(step.flipped()) + " flipped");
        parts.add(Figures.count(step.reweighted()) + " weighted");
        parts.add(Figures.count(step.left()) + " " + Units.many(step.unit()) + " left");
        String counts = String.join(", ", parts) + ".";
        return step.notApplicable() == 0
                ? new Paragraph(List.of(Cell.of(counts)))
                : new Paragraph(List.of(
                        Cell.of(counts + " Of those that entered, " + Figures.count(step.notApplicable()) + " were "),
                        Cell.linked("passed by", "how-passed"),
                        Cell.of(".")));
    }

    private static Table details(Step step) {
        List<String> details = step.details();
        List<List<Cell>> rows = Extremes.of(details, Extremes.TABLE_ROWS).stream()
                .map(detail -> Cells.row(Texts.visible(detail)))
                .toList();
        String caption = "What was fitted or found for " + step.label() + Extremes.note(details, Extremes.TABLE_ROWS);
        String summary = details.size() > MOST_DETAILS ? Figures.count(details.size()) + " things fitted or found" : "";
        return new Table(caption, summary, Cells.row("Fitted or found"), rows);
    }
}
