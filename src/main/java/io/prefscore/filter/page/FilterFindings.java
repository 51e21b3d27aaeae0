package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Rows;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.Finding.Tone;
import io.prefscore.report.page.PageView.FindingLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a reader of a receipt should know first. */
final class FilterFindings {

    private static final String FUNNEL = "funnel";

    private final FilterReceipt receipt;
    private final List<FindingLine> lines = new ArrayList<>();

    private FilterFindings(FilterReceipt receipt) {
        this.receipt = receipt;
    }

    /** Problems first. */
    static List<FindingLine> of(FilterReceipt receipt) {
        FilterFindings findings = new FilterFindings(receipt);
        findings.sums();
        findings.end();
        List<Step> steps = receipt.steps();
        for (int index = 0; index < steps.size(); index++) {
            findings.step(index);
        }
        findings.circularity();
        findings.lines.sort(Comparator.comparing(FindingLine::tone));
        return findings.lines;
    }

    /** A receipt that does not add up is none. */
    private void sums() {
        Rows rows = receipt.rows();
        if (rows.read() != rows.setAside() + rows.dropped() + rows.kept()) {
            add(Tone.PROBLEM, "The rows do not add up: this is a defect of prefscore.", "headline");
        }
        List<Step> steps = receipt.steps();
        for (int index = 0; index < steps.size(); index++) {
            Step step = steps.get(index);
            boolean within = Units.changesAt(steps, index) || step.left() == step.entered() - step.dropped();
            boolean onward =
                    index == 0 || step.entered() == steps.get(index - 1).left();
            if (!within || !onward) {
                add(
                        Tone.PROBLEM,
                        "The numbers of " + step.label() + " do not add up: this is a defect of prefscore.",
                        FUNNEL);
            }
        }
    }

    private void end() {
        if (receipt.rows().units() == 0) {
            add(Tone.PROBLEM, "Nothing is left.", FUNNEL);
        }
        if (receipt.written().isEmpty()) {
            add(Tone.NOTE, "No data was written: only the account of what would be was asked for.", "written");
        }
    }

    private void step(int index) {
        Step step = receipt.steps().get(index);
        String target = PolicyViews.id(index);
        if (step.entered() == 0) {
            return;
        }
        if (step.notApplicable() == step.entered()) {
            add(Tone.CAUTION, step.label() + " says nothing about any " + rest(step), target);
        } else if (2 * step.notApplicable() > step.entered()) {
            add(
                    Tone.CAUTION,
                    step.label() + " says nothing about " + Figures.part(step.notApplicable(), step.entered())
                            + " of what it saw: these passed unseen.",
                    target);
        } else if (step.dropped() + step.flipped() + step.reweighted() == 0
                && !Units.changesAt(receipt.steps(), index)
                && !step.label().equals(PolicyWords.SHAPE)) {
            add(Tone.NOTE, step.label() + " changed nothing.", target);
        }
    }

    private static String rest(Step step) {
        return "of the " + Figures.count(step.entered()) + " that it saw: all passed.";
    }

    private void circularity() {
        if (receipt.rows().dropped() + receipt.rows().flipped() > 0
                && !receipt.after().isEmpty()) {
            add(
                    Tone.CAUTION,
                    "The accuracy afterwards is no evidence that the data is better: the model agrees with what it"
                            + " has chosen itself.",
                    "how-circular");
        }
    }

    private void add(Tone tone, String text, String target) {
        lines.add(new FindingLine(tone, "", text, target));
    }
}
