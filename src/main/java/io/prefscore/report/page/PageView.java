package io.prefscore.report.page;

import io.prefscore.report.page.Finding.Tone;
import java.util.List;

/**
 * What the template sees: sections made of panels made of blocks, with every number already written for people. Public because
 * the template engine reads nothing else. No text is escaped here; the template does that.
 *
 * @param title of the page
 * @param subtitle when and by what it was made
 * @param sections in their order
 */
public record PageView(String title, String subtitle, List<Section> sections) {

    /** A part with a heading of its own that the page's navigation names. */
    public record Section(String id, String title, List<Block> blocks, List<Panel> panels) {}

    /** A part of a section. */
    public record Panel(String id, String title, List<Block> blocks) {}

    /** What stands in a section or a panel. */
    public sealed interface Block {

        /** The template's macro that draws it. */
        String kind();
    }

    /**
     * A piece of text.
     *
     * @param text what is read
     * @param note said on hover and to screen readers in place of the text; empty for none
     * @param target id on this page that explains the text; empty for none
     * @param tone colours it; empty for none
     */
    public record Cell(String text, String note, String target, String tone) {

        /** Plain text. */
        public static Cell of(String text) {
            return new Cell(text, "", "", "");
        }

        /** Text that leads to its explanation. */
        public static Cell linked(String text, String target) {
            return new Cell(text, "", target, "");
        }

        /** A dash, and why there is no number. */
        public static Cell undefined(String reason) {
            return new Cell("–", reason, "", "");
        }
    }

    /** Cells that make a sentence when read one after the other. */
    public record Paragraph(List<Cell> cells) implements Block {
        @Override
        public String kind() {
            return "paragraph";
        }
    }

    /** A figure to be seen from afar. */
    public record Tile(Cell label, Cell value, String interval) {}

    /** Figures beside each other. */
    public record Tiles(List<Tile> tiles) implements Block {
        @Override
        public String kind() {
            return "tiles";
        }
    }

    /**
     * A table; the first cell of a row is its heading.
     *
     * @param caption what it shows
     * @param summary where not empty, the table is folded away behind these words
     */
    public record Table(String caption, String summary, List<Cell> columns, List<List<Cell>> rows) implements Block {
        @Override
        public String kind() {
            return "table";
        }

        /** The same, folded away. */
        Table folded(String words) {
            return new Table(caption, words, columns, rows);
        }
    }

    /**
     * A chart.
     *
     * @param id unique on the page
     * @param type the script's function that draws it
     * @param title what it shows
     * @param axis what its values are, where the chart itself does not say so
     * @param description the same in words, for those who do not see it
     * @param data JSON, safe within a script element
     * @param table the same numbers
     */
    public record Chart(String id, String type, String title, String axis, String description, String data, Table table)
            implements Block {
        @Override
        public String kind() {
            return "chart";
        }
    }

    /** What is notable. */
    public record FindingList(List<FindingLine> lines) implements Block {
        @Override
        public String kind() {
            return "findings";
        }
    }

    /** One of them; {@code model} is empty where the page has a single one. */
    public record FindingLine(Tone tone, String model, String text, String target) {}

    /**
     * What is said of slices, measure by measure.
     *
     * @param summary where not empty, the table is folded away behind these words
     * @param measures in words, in the order of each row's verdicts
     */
    public record Verdicts(String caption, String summary, List<String> measures, List<VerdictRow> rows)
            implements Block {
        @Override
        public String kind() {
            return "verdicts";
        }
    }

    /** A slice; {@code target} is the id of its panel, empty where it has none. */
    public record VerdictRow(String name, String target, List<Judgement> judgements) {}

    /**
     * What is said of one slice and measure.
     *
     * @param measure in words
     * @param tone colours the sign and the kind
     * @param sign stands before the kind for those who see it
     * @param kind in words; empty where the measure is not known of the slice
     */
    public record Judgement(String measure, String tone, String sign, String kind, String words) {}

    /** Explanations that numbers lead to. */
    public record Definitions(List<Definition> definitions) implements Block {
        @Override
        public String kind() {
            return "definitions";
        }
    }

    /** One of them. */
    public record Definition(String id, String term, String text) {}

    /** Comparisons with their texts. */
    public record Comparisons(List<Shown> comparisons) implements Block {
        @Override
        public String kind() {
            return "comparisons";
        }
    }

    /**
     * One of them.
     *
     * @param name of the example
     * @param marks margins and confidence in words
     * @param prompt its turns
     * @param responses beside each other
     */
    public record Shown(String name, List<String> marks, List<String> prompt, List<Response> responses) {}

    /** The text of a response, and what it is to the comparison. */
    public record Response(String label, String text) {}
}
