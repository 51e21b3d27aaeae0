package io.prefscore.report.page;

import io.prefscore.report.ReportDocument.ShownComparison;
import io.prefscore.report.page.PageView.Comparisons;
import io.prefscore.report.page.PageView.Response;
import io.prefscore.report.page.PageView.Shown;
import java.util.ArrayList;
import java.util.List;

/** Comparisons with their texts. */
final class ComparisonViews {

    private ComparisonViews() {}

    static Comparisons of(List<ShownComparison> comparisons) {
        return new Comparisons(comparisons.stream().map(ComparisonViews::shown).toList());
    }

    private static Shown shown(ShownComparison comparison) {
        return new Shown(
                Texts.label(comparison.exampleId()),
                marks(comparison),
                comparison.prompt().stream().map(Texts::visible).toList(),
                List.of(
                        new Response("Preferred by the label", Texts.visible(comparison.preferred())),
                        new Response("The other", Texts.visible(comparison.other()))));
    }

    private static List<String> marks(ShownComparison comparison) {
        boolean single = comparison.margins().size() == 1;
        List<String> marks = new ArrayList<>();
        comparison.margins().forEach((model, margin) -> {
            double confidence = comparison.confidence().getOrDefault(model, Double.NaN);
            String whose = single ? "" : Texts.label(model) + ": ";
            String wrong = Double.isNaN(confidence) ? "" : ", label wrong with " + Figures.share(confidence);
            marks.add(whose + "margin " + Figures.plain(margin) + wrong);
        });
        comparison.slices().forEach((name, value) -> marks.add(Texts.label(name) + ": " + Texts.label(value)));
        return marks;
    }
}
