package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt.Sample;
import io.prefscore.report.page.Cells;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Comparisons;
import io.prefscore.report.page.PageView.Response;
import io.prefscore.report.page.PageView.Shown;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.Texts;
import java.util.ArrayList;
import java.util.List;

/** Rows that a policy acted on: with their texts, or as a table of their numbers where texts are not to be shown. */
final class SampleViews {

    private SampleViews() {}

    static Block block(List<Sample> samples) {
        boolean texts = samples.stream().anyMatch(sample -> !sample.prompt().isEmpty());
        return texts ? new Comparisons(samples.stream().map(SampleViews::shown).toList()) : table(samples);
    }

    private static Shown shown(Sample sample) {
        List<String> marks = new ArrayList<>(List.of(outcome(sample)));
        if (!Double.isNaN(sample.margin())) {
            marks.add("margin " + Figures.plain(sample.margin()));
        }
        if (sample.weight() != 1) {
            marks.add("weight " + Figures.plain(sample.weight()));
        }
        return new Shown(
                Texts.label(sample.exampleId()),
                marks,
                sample.prompt().stream().map(Texts::visible).toList(),
                responses(sample));
    }

    /** Without a margin no label prefers one of them. */
    private static List<Response> responses(Sample sample) {
        boolean labelled = !Double.isNaN(sample.margin());
        List<Response> responses = new ArrayList<>();
        responses.add(new Response(
                labelled ? "Preferred by the label" : "First response", Texts.visible(sample.preferred())));
        if (labelled || !sample.other().isEmpty()) {
            responses.add(new Response(labelled ? "The other" : "Another", Texts.visible(sample.other())));
        }
        return responses;
    }

    private static Table table(List<Sample> samples) {
        List<List<Cell>> rows = samples.stream()
                .map(sample -> List.of(
                        Cell.of(Texts.visible(sample.exampleId())),
                        Cell.of(outcome(sample)),
                        Cells.orUndefined(sample.margin(), Figures.plain(sample.margin()), "it is not a labelled pair"),
                        Cell.of(Figures.plain(sample.weight()))))
                .toList();
        List<Cell> columns = List.of(
                Cell.of("Example"),
                Cell.of("What became of it"),
                Cell.linked("Margin", "how-margin"),
                Cell.linked("Weight", "how-weighted"));
        return new Table("Rows to look at, without their texts", "", columns, rows);
    }

    private static String outcome(Sample sample) {
        return sample.outcome().equals("reweighted") ? "weighted" : sample.outcome();
    }
}
