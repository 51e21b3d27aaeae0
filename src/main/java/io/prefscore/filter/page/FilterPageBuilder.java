package io.prefscore.filter.page;

import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Provenance;
import io.prefscore.filter.FilterReceipt.Rows;
import io.prefscore.report.page.Cells;
import io.prefscore.report.page.Figures;
import io.prefscore.report.page.PageView;
import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.FindingList;
import io.prefscore.report.page.PageView.Panel;
import io.prefscore.report.page.PageView.Paragraph;
import io.prefscore.report.page.PageView.Section;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.report.page.PageView.Tile;
import io.prefscore.report.page.PageView.Tiles;
import io.prefscore.report.page.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a receipt out as sections of a page. */
final class FilterPageBuilder {

    private final FilterReceipt receipt;
    private final Rows rows;

    FilterPageBuilder(FilterReceipt receipt) {
        this.receipt = receipt;
        this.rows = receipt.rows();
    }

    PageView page() {
        Provenance provenance = receipt.provenance();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("headline", "In short", headline(), List.of()));
        sections.add(funnel());
        if (!receipt.before().isEmpty() && !receipt.after().isEmpty()) {
            sections.add(EffectViews.section(receipt.before(), receipt.after()));
        }
        if (!receipt.steps().isEmpty()) {
            sections.add(PolicyViews.section(receipt));
        }
        sections.add(new Section("written", "What was written", written(), List.of()));
        sections.add(FilterExplanations.section());
        sections.add(new Section(
                "provenance", "Provenance", List.of(Cells.facts("What this rests on", facts())), List.of()));
        String subtitle = "prefscore " + provenance.codeVersion() + ", " + provenance.made();
        return new PageView("Filter of " + Texts.visible(provenance.data()), subtitle, sections);
    }

    private List<Block> headline() {
        Paragraph sum = new Paragraph(List.of(
                Cell.of("Of " + Figures.count(rows.read(), "row") + " that were read, " + Figures.count(rows.setAside())
                        + " could not be scored and were "),
                Cell.linked("set aside", "how-set-aside"),
                Cell.of(", " + Figures.count(rows.dropped()) + " were dropped by "
                        + policies() + ", and "
                        + Figures.count(rows.kept()) + " were "),
                Cell.linked("kept", "how-kept"),
                Cell.of(": " + Figures.count(rows.read()) + " = " + Figures.count(rows.setAside()) + " + "
                        + Figures.count(rows.dropped()) + " + " + Figures.count(rows.kept()) + ".")));
        return List.of(sum, tiles(), new FindingList(FilterFindings.of(receipt)));
    }

    private String policies() {
        int count = receipt.steps().size();
        return count == 1 ? "1 policy" : Figures.count(count) + " policies";
    }

    private Tiles tiles() {
        return new Tiles(List.of(
                tile("rows read", "", rows.read(), of(rows.read(), rows.read())),
                tile("set aside", "how-set-aside", rows.setAside(), of(rows.setAside(), rows.read())),
                tile("dropped", "how-dropped", rows.dropped(), of(rows.dropped(), rows.read())),
                tile("kept", "how-kept", rows.kept(), of(rows.kept(), rows.read())),
                tile("of these flipped", "how-flipped", rows.flipped(), of(rows.flipped(), rows.kept())),
                tile("of these weighted", "how-weighted", rows.reweighted(), of(rows.reweighted(), rows.kept()))));
    }

    private static Tile tile(String label, String target, long count, String share) {
        return new Tile(new Cell(label, "", target, ""), Cells.count(count), share);
    }

    private static String of(long part, long whole) {
        return whole == 0 ? "" : Figures.part(part, whole);
    }

    private Section funnel() {
        if (receipt.steps().isEmpty()) {
            Paragraph none = new Paragraph(List.of(Cell.of("No policy was given: every scored row is kept as it is.")));
            return new Section("funnel", "What each policy did", List.of(none), List.of());
        }
        List<Panel> panels = receipt.slices().isEmpty() ? List.of() : SliceViews.panels(receipt);
        return new Section("funnel", "What each policy did", FunnelViews.blocks(receipt), panels);
    }

    private List<Block> written() {
        if (receipt.written().isEmpty()) {
            return List.of(
                    new Paragraph(List.of(Cell.of("No data: only the account of what would be was asked for."))));
        }
        Paragraph what = new Paragraph(List.of(Cell.of(Figures.count(rows.units()) + " " + Units.many(rows.unit())
                + ", in the shape " + Texts.visible(receipt.provenance().shape())
                + (receipt.written().size() > 1 ? ". All that belong to a prompt stand in the same part." : "."))));
        List<List<Cell>> parts = receipt.written().stream()
                .map(part -> Cells.row(part.name(), Texts.visible(part.folder())))
                .toList();
        return List.of(what, new Table("Parts of the data", "", Cells.row("Part", "Folder"), parts));
    }

    private Map<String, String> facts() {
        Provenance provenance = receipt.provenance();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Data", provenance.data());
        facts.put("Schema", provenance.schema());
        for (int index = 0; index < provenance.runs().size(); index++) {
            String number =
                    provenance.runs().size() == 1 ? "" : " " + (index + 1) + (index == 0 ? ", which decides" : "");
            facts.put("Scoring run" + number, provenance.runs().get(index));
            if (index < provenance.models().size()) {
                facts.put("Model" + number, provenance.models().get(index));
            }
        }
        facts.put("Shape", provenance.shape());
        facts.put("Seed", Long.toString(provenance.seed()));
        facts.put("prefscore", provenance.codeVersion());
        facts.put("Created", provenance.made());
        facts.putAll(provenance.facts());
        return facts;
    }
}
