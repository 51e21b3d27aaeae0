package io.prefscore.report.page;

import io.prefscore.report.ScalingDocument;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.report.page.ScalingSlices.Slice;
import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.ScalingOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Lays scaling curves out as sections of a page. */
final class ScalingPageBuilder {

    /** A table has no more rows than this; the tables that are written beside the page have all. */
    private static final int MOST_ROWS = 2_000;

    private final ScalingDocument document;
    private final ScalingSlices slices;

    ScalingPageBuilder(ScalingDocument document) {
        this.document = document;
        this.slices = ScalingSlices.of(document);
    }

    PageView page() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("headline", "In short", headline(), List.of()));
        if (!slices.shown().isEmpty()) {
            sections.add(new Section("curves", "Curves", List.of(legend()), panels()));
        }
        if (!slices.means().isEmpty()) {
            sections.add(means());
        }
        sections.add(ScalingExplanations.section(document.options()));
        sections.add(new Section(
                "provenance", "Provenance", List.of(Cells.facts("What this rests on", facts())), List.of()));
        String subtitle = "prefscore " + document.codeVersion() + ", " + document.created();
        return new PageView("Scaling of " + Texts.visible(document.title()), subtitle, sections);
    }

    private List<Block> headline() {
        List<Block> blocks = new ArrayList<>();
        if (slices.shown().isEmpty()) {
            blocks.add(new Paragraph(List.of(Cell.of("There is no slice with points that a curve could go through."))));
            return blocks;
        }
        List<Slice> all = new ArrayList<>(slices.shown());
        all.addAll(slices.others());
        blocks.add(new Paragraph(List.of(
                Cell.of(Figures.count(models(), "model") + ", " + Figures.count(all.size(), "slice")
                        + ". A trend is said to be there where "),
                Cell.linked("a test", "how-test"),
                Cell.of(" gives up “no trend” at 5\u00a0%, "),
                Cell.linked("corrected over slices", "how-adjusted"),
                Cell.of("; intervals in brackets have a level of "
                        + Figures.level(document.options().confidenceLevel()) + "."))));
        blocks.addAll(VerdictViews.counts(all));
        if (!slices.others().isEmpty()) {
            blocks.add(new Paragraph(List.of(Cell.of("Curves are drawn for "
                    + Figures.count(slices.shown().size()) + " slices: everything, and those with the clearest trends."
                    + " Of the other " + Figures.count(slices.others().size())
                    + " the verdicts stand folded away below, and all else in the tables beside this page."))));
        }
        blocks.add(VerdictViews.table(
                "What is said of each slice, the clearest trends first",
                "",
                slices.shown(),
                Slice::label,
                slice -> panelId(slices.shown().indexOf(slice))));
        if (!slices.others().isEmpty()) {
            blocks.add(others());
        }
        return blocks;
    }

    private Block others() {
        List<Slice> others = slices.others();
        String caption = "What is said of the other slices";
        String summary = "The other " + Figures.count(others.size(), "slice") + note(others);
        return VerdictViews.table(caption, summary, most(others), Slice::label, slice -> "");
    }

    private long models() {
        return document.slices().stream()
                .flatMap(scaling -> scaling.points().stream())
                .map(Point::name)
                .distinct()
                .count();
    }

    private static Paragraph legend() {
        return new Paragraph(List.of(
                Cell.of("Each point is a model, with the 95 % interval of its measurement. "),
                Cell.linked("Hollow points", "how-held-out"),
                Cell.of(" are the largest models, which were held out to check the extrapolation. Lines are the chosen"
                        + " form, in shade their "),
                Cell.linked("bands", "how-band"),
                Cell.of(
                        "; where no form is chosen, none is drawn. The grey dashed line is chance. Below each chart: how far"
                                + " the points lie from the curve.")));
    }

    private List<Panel> panels() {
        return IntStream.range(0, slices.shown().size())
                .mapToObj(index -> CurvePanels.panel(slices.shown().get(index), panelId(index), unit()))
                .toList();
    }

    private DataUnit unit() {
        return document.options().dataUnit();
    }

    private static String panelId(int index) {
        return "slice-" + (index + 1);
    }

    /** Means over slices, and what is left of their curves without each of them. */
    private Section means() {
        List<Panel> panels = new ArrayList<>();
        slices.means().forEach((name, means) -> panels.add(mean(name, means, "mean-" + (panels.size() + 1))));
        Paragraph what = new Paragraph(List.of(
                Cell.of("The mean over slices, each of which counts alike, and "),
                Cell.linked("the same without one of them", "how-means"),
                Cell.of(".")));
        return new Section("means", "How much hangs on the choice of slices", List.of(what), panels);
    }

    private Panel mean(String name, List<Slice> means, String id) {
        List<Block> blocks = new ArrayList<>();
        means.stream()
                .filter(mean -> mean.without().isEmpty())
                .forEach(mean ->
                        blocks.addAll(CurvePanels.panel(mean, id, unit()).blocks()));
        if (means.stream().anyMatch(mean -> mean.without().isPresent())) {
            Function<Slice, String> label =
                    mean -> mean.without().map(one -> "without " + one).orElse("all slices");
            String caption = "What is said of the mean, and of it without one slice" + note(means);
            blocks.add(VerdictViews.table(caption, "", most(means), label, mean -> ""));
        }
        return new Panel(id, "Mean over " + Texts.label(name), blocks);
    }

    private static List<Slice> most(List<Slice> all) {
        return all.subList(0, Math.min(all.size(), MOST_ROWS));
    }

    private static String note(List<Slice> all) {
        return all.size() <= MOST_ROWS ? "" : " (the first " + Figures.count(MOST_ROWS) + ")";
    }

    private Map<String, String> facts() {
        ScalingOptions options = document.options();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Models", Figures.count(models()));
        facts.put("Level of intervals", Figures.level(options.confidenceLevel()));
        facts.put("Bootstrap replicates", Figures.count(options.replicates()));
        if (!unit().name().isEmpty()) {
            String tokens = unit().tokens() > 0 ? " of " + Figures.plain(unit().tokens()) + " tokens" : "";
            facts.put("Unit of D", unit().name() + tokens);
        }
        facts.put("Seed", Long.toString(options.seed()));
        facts.put("Robust loss", ScalingExplanations.loss(options));
        facts.put("prefscore", document.codeVersion());
        facts.put("Created", document.created());
        facts.putAll(document.facts());
        return facts;
    }
}
