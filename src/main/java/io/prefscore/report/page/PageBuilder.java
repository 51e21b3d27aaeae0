package io.prefscore.report.page;

import io.prefscore.report.ReportDocument;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.Provenance;
import io.prefscore.report.page.Charts.Axis;
import io.prefscore.report.page.Charts.Row;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.FindingLine;
import io.prefscore.report.page.PageView.FindingList;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import io.prefscore.stats.Statistic.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a document out as sections of a page. */
final class PageBuilder {

    private final ReportDocument document;

    PageBuilder(ReportDocument document) {
        this.document = document;
    }

    PageView page() {
        Provenance provenance = document.provenance();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("headline", "In short", headline(), List.of()));
        sections.add(new Section("notable", "What is notable", notable(), List.of()));
        for (int index = 0; index < document.models().size(); index++) {
            sections.add(ModelPanels.section(document.models().get(index), Findings.modelId(index)));
        }
        for (int index = 0; index < document.contrasts().size(); index++) {
            sections.add(ContrastPanels.section(document.contrasts().get(index), Findings.contrastId(index)));
        }
        sections.add(Explanations.section(provenance));
        sections.add(new Section(
                "provenance", "Provenance", List.of(Cells.facts("What this rests on", facts())), List.of()));
        String subtitle = "prefscore " + provenance.codeVersion() + ", " + provenance.created();
        return new PageView("Preferences in " + Texts.visible(provenance.title()), subtitle, sections);
    }

    private List<Block> headline() {
        List<Block> blocks = new ArrayList<>();
        Provenance provenance = document.provenance();
        String models = Figures.count(document.models().size(), "model");
        blocks.add(new Paragraph(List.of(Cell.of(Figures.count(provenance.comparisons(), "comparison") + " of "
                + Figures.count(provenance.prompts(), "prompt") + ", judged by " + models
                + ". Intervals in brackets have a"
                + " level of " + Figures.level(provenance.level())
                + " and take whole prompts for the unit of chance."))));
        document.models().forEach(model -> blocks.add(sentence(model)));
        List<Row> rows = document.models().stream().map(PageBuilder::row).toList();
        if (rows.size() > 1 && rows.stream().anyMatch(row -> row.estimate().isDefined())) {
            blocks.add(Charts.forest(
                    "overview",
                    "Accuracy of the models",
                    new Axis("pairwise accuracy, ties lost", Scale.SHARE, " %", Double.NaN, ""),
                    rows,
                    Charts.table("Accuracy of the models", rows)));
        }
        return blocks;
    }

    private static Row row(ModelSection model) {
        String comparisons = Figures.count(model.overall().counts().used(), "comparison");
        boolean few = model.overall().counts().isSmall();
        Estimate accuracy = model.overall().estimate(Statistic.ACCURACY);
        return new Row(model.name(), accuracy, Figures.withInterval(Scale.SHARE, accuracy), few, comparisons);
    }

    private static Paragraph sentence(ModelSection model) {
        SliceStatistics overall = model.overall();
        Cell name = new Cell(Texts.visible(model.name()), "", "", "name");
        if (overall.counts().used() == 0) {
            return new Paragraph(List.of(name, Cell.of(" has no comparison with a label and two finite rewards.")));
        }
        List<Cell> cells = new ArrayList<>(List.of(
                name,
                Cell.of(" agrees with "),
                linked(Statistic.ACCURACY, overall),
                Cell.of(" of " + Figures.count(overall.counts().used(), "labelled comparison")
                        + "; its Bradley-Terry loss is "),
                linked(Statistic.LOSS, overall),
                Cell.of(", where chance is 0.693")));
        if (!Double.isNaN(model.temperature())) {
            cells.addAll(List.of(
                    Cell.of(", and "),
                    linked(Statistic.CALIBRATED_LOSS, overall),
                    Cell.of(" once margins are divided by T = "),
                    Cell.linked(Figures.plain(model.temperature()), "how-temperature")));
        }
        cells.add(Cell.of("."));
        return new Paragraph(cells);
    }

    private static Cell linked(Statistic statistic, SliceStatistics statistics) {
        Cell cell = Cells.withInterval(statistic, statistics);
        return new Cell(cell.text(), cell.note(), Cells.explanation(statistic), "");
    }

    private List<Block> notable() {
        boolean single = document.models().size() == 1;
        List<FindingLine> lines = Findings.of(document).stream()
                .map(finding -> new FindingLine(
                        finding.tone(),
                        single ? "" : Texts.label(finding.model()),
                        Texts.visible(finding.text()),
                        finding.target()))
                .toList();
        Paragraph how = new Paragraph(List.of(
                Cell.of(lines.isEmpty() ? "Nothing departs from what one would expect. " : ""),
                Cell.linked("When something is named here", "how-findings")));
        return List.of(new FindingList(lines), how);
    }

    private Map<String, String> facts() {
        Provenance provenance = document.provenance();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Comparisons", Figures.count(provenance.comparisons()));
        facts.put("Different prompts", Figures.count(provenance.prompts()));
        facts.put("Level of intervals", Figures.level(provenance.level()));
        facts.put("Bootstrap replicates", Figures.count(provenance.replicates()));
        facts.put("Seed", Long.toString(provenance.seed()));
        facts.put("prefscore", provenance.codeVersion());
        facts.put("Created", provenance.created());
        facts.putAll(provenance.facts());
        return facts;
    }
}
