package io.prefscore.filter.page;

import io.prefscore.report.page.PageView.Definition;
import io.prefscore.report.page.PageView.Definitions;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Section;
import java.util.List;

/** What the words of a receipt mean: the part of the page that they lead to. */
final class FilterExplanations {

    private FilterExplanations() {}

    static Section section() {
        return new Section(
                "how",
                "How to read this",
                List.of(),
                List.of(
                        panel("how-rows", "What becomes of a row", rows()),
                        panel("how-figures", "Before and after", figures()),
                        panel("how-evidence", "What this does not show", evidence())));
    }

    private static Panel panel(String id, String title, List<Definition> definitions) {
        return new Panel(id, title, List.of(new Definitions(definitions)));
    }

    private static List<Definition> rows() {
        return List.of(
                new Definition(
                        "how-set-aside",
                        "set aside",
                        "Could not be scored, for a reason that the scoring run names: it reaches no policy and is not written."),
                new Definition(
                        "how-dropped",
                        "dropped",
                        "A policy took it out. The first policy that did so is its reason; later ones do not see it."),
                new Definition(
                        "how-kept",
                        "kept",
                        "It is written, or something that is made of it is. Rows read are rows set aside, dropped and kept: nothing"
                                + " else can become of a row."),
                new Definition(
                        "how-flipped",
                        "flipped",
                        "Kept, with its label turned round: chosen and rejected change places, as the data's schema writes that;"
                                + " or a pair that a policy made by rewards, and that prefers what the data's label does not."),
                new Definition(
                        "how-weighted",
                        "weighted",
                        "Kept, with a weight other than 1: the probability that its label is right."),
                new Definition(
                        "how-passed",
                        "passed by",
                        "The policy says nothing about it, and lets it pass: policies on labels and margins concern rows with one"
                                + " comparison that is no tie."),
                new Definition(
                        "how-samples",
                        "rows to look at",
                        "Some of the rows that a policy dropped, flipped or weighted, with the margin before anything was flipped."
                                + " Read a few of each before you trust a policy."));
    }

    private static List<Definition> figures() {
        return List.of(
                new Definition(
                        "how-units",
                        "rows, pairs or responses",
                        "Rows as they were scored; after a policy that makes pairs or picks responses, those."),
                new Definition(
                        "how-pairs",
                        "labelled pairs",
                        "Comparisons whose label prefers one of two responses: ties are left out."),
                new Definition(
                        "how-accuracy",
                        "accuracy, ties one half",
                        "Share of labelled pairs in which the preferred response has the greater reward; equal rewards count one"
                                + " half, while the pairwise accuracy of a scoring run counts them as lost. In brackets an interval of 95 %: what other prompts would move the share by."),
                new Definition(
                        "how-margin",
                        "margin",
                        "Reward of the preferred response less that of the other: below nothing where the model contradicts the"
                                + " label."),
                new Definition(
                        "how-gap",
                        "length gap",
                        "Characters of the preferred response less those of the other, on average. Where it is far from nothing, a"
                                + " model can learn to prefer length."),
                new Definition(
                        "how-longer",
                        "preferred response is longer",
                        "Share of labelled pairs whose preferred response is the longer one, equal lengths counting one half. At"
                                + " 50 % length alone says nothing about the label."),
                new Definition("how-characters", "length of the preferred response", "In characters, on average."),
                new Definition(
                        "how-reward",
                        "highest reward",
                        "Mean over rows, pairs or responses of the highest reward among their responses: a raw logit, comparable"
                                + " within this model alone."));
    }

    private static List<Definition> evidence() {
        return List.of(new Definition(
                "how-circular",
                "accuracy after a filter",
                "A model that drops or flips the labels that it contradicts agrees with the rest: that its accuracy rises follows"
                        + " from the filter, whether the labels were wrong or the model was. Evidence comes from elsewhere:"
                        + " labels whose truth is known, another model's scores of the same rows, people who read a sample, or what a"
                        + " model trained on the data can do."));
    }
}
