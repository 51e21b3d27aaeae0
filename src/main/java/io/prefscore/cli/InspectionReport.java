package io.prefscore.cli;

import io.prefscore.cli.Table.Side;
import io.prefscore.config.SettingsWriter;
import io.prefscore.inspect.Inspection;
import io.prefscore.inspect.LengthHistogram;
import io.prefscore.inspect.RenderedExample;
import io.prefscore.inspect.SetAsideRow;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Lays an inspection out for people: examples first, then figures, then distributions. */
final class InspectionReport {

    private static final int WIDEST_BAR = 40;
    private static final int MOST_VALUES = 10;
    private static final int MOST_OF_A_LINE = 100;
    private static final int START_OF_A_TEXT = 400;
    private static final int END_OF_A_TEXT = 200;

    /** Responses and turns below this have a line of their own. */
    private static final int SINGLE = 16;

    private final Inspection inspection;
    private final Terminal.Kind kind;
    private final StringBuilder text = new StringBuilder();

    private InspectionReport(Inspection inspection, Terminal.Kind kind) {
        this.inspection = inspection;
        this.kind = kind;
    }

    /**
     * The report as text.
     *
     * @param kind on a terminal, distributions have bars
     */
    static String of(Inspection inspection, Terminal.Kind kind) {
        InspectionReport report = new InspectionReport(inspection, kind);
        report.examples();
        report.figures();
        report.columns();
        report.setAsideRows();
        report.lengths();
        report.distribution(
                "responses to a prompt", "examples", inspection.examples().responses(), SINGLE);
        report.distribution(
                "turns of a prompt", "examples", inspection.examples().turns(), SINGLE);
        report.lengthDistributions();
        report.slices();
        return report.text.toString().stripLeading();
    }

    // ---- figures

    private void figures() {
        Table table = new Table(Side.LEFT, Side.RIGHT, Side.LEFT);
        Inspection.Recognised recognised = inspection.recognised();
        table.add("schema", recognised.schema(), recognised.reason());
        Inspection.Source source = inspection.source();
        table.add(
                "files",
                Format.count(source.files()),
                source.files() == 0 ? source.format() : source.format() + ", " + Format.bytes(source.bytes()));
        long rows = inspection.rows();
        table.add("rows", Format.count(rows), "");
        String verdict = inspection.exceedsErrorBudget()
                ? "; a scoring run would stop: input.max-set-aside is " + Format.percent(inspection.maxSetAside())
                : "";
        table.add(
                "  set aside", Format.count(inspection.allSetAside()), share(inspection.allSetAside(), rows) + verdict);
        inspection
                .setAside()
                .forEach((reason, setAside) -> table.add(
                        "    " + reason.label(), Format.count(setAside.rows()), share(setAside.rows(), rows)));
        inspection
                .flagged()
                .forEach((flag, flagged) -> table.add(
                        "  " + flag.label(),
                        Format.count(flagged),
                        share(flagged, rows)
                                + (inspection.exceedsLimit(flag)
                                        ? "; a scoring run would stop: input.max-flagged." + flag.label() + " is "
                                                + Format.percent(
                                                        inspection.maxFlagged().getOrDefault(flag.label(), 1.0))
                                        : "")));
        Inspection.Examples examples = inspection.examples();
        table.add("examples", Format.count(examples.count()), "");
        table.add("comparisons", Format.count(examples.comparisons()), "");
        table.add("  ties", Format.count(examples.ties()), share(examples.ties(), examples.comparisons()));
        work(table);
        fit(table);
        paragraph(table);
    }

    private void columns() {
        Inspection.Recognised recognised = inspection.recognised();
        text.append("\ncolumns, as a file for --conf has them\n");
        SettingsWriter.columns(recognised.declaration(), recognised.left())
                .forEach(key -> text.append(printable(key)).append('\n'));
        Table table = new Table(Side.LEFT, Side.LEFT);
        table.add("not read", recognised.notRead().isEmpty() ? "nothing: all columns are" : "type");
        recognised.notRead().forEach(column -> table.add(line(column.name()), line(column.type())));
        paragraph(table);
    }

    private void work(Table table) {
        Inspection.Work work = inspection.work();
        table.add("texts to score", Format.count(work.texts()), "each response with its prompt");
        table.add(
                "  distinct",
                Format.count(work.distinctTexts()),
                Format.percent(work.duplicateShare()) + " are duplicates of others");
        table.add("  prompts", Format.count(work.prompts()), "");
        amount(table, "characters", work.characters());
        work.tokens().ifPresent(tokens -> amount(table, "tokens", tokens));
    }

    private static void amount(Table table, String unit, Inspection.Amount amount) {
        table.add(unit, Format.count(amount.asked()), "of all texts");
        table.add("  duplicates once", Format.count(amount.distinct()), "");
        table.add(
                "  prompts once",
                Format.count(amount.shared()),
                Format.percent(amount.sharedPromptShare()) + " saved by shared prompts, "
                        + Format.percent(amount.savedShare()) + " with the duplicates");
    }

    private void fit(Table table) {
        inspection.model().ifPresent(fit -> {
            boolean bounded = fit.maxTokens() < Integer.MAX_VALUE;
            table.add(
                    "rows too long",
                    Format.count(fit.tooLongRows()),
                    bounded
                            ? "over " + Format.count(fit.maxTokens()) + " tokens; encode.on-too-long is "
                                    + fit.onTooLong().label()
                            : "the model holds any length");
            table.add("  texts", Format.count(fit.tooLongTexts()), "");
        });
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : Format.percent((double) part / whole);
    }

    private void setAsideRows() {
        if (inspection.setAside().isEmpty()) {
            return;
        }
        Table table = new Table(Side.LEFT, Side.LEFT, Side.LEFT);
        table.add("set aside", "row", "for example");
        inspection.setAside().forEach((reason, setAside) -> {
            for (SetAsideRow row : setAside.shown()) {
                table.add(reason.label(), line(row.row()), line(row.detail()));
            }
        });
        paragraph(table);
    }

    // ---- distributions

    private void lengths() {
        Inspection.Lengths lengths = inspection.lengths();
        Table table = new Table(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
        table.add("length", "mean", "median", "95 %", "99 %", "longest");
        length(table, "prompt, characters", lengths.promptCharacters());
        length(table, "response, characters", lengths.responseCharacters());
        lengths.tokens().ifPresent(tokens -> {
            length(table, "prompt, tokens", tokens.prompt());
            length(table, "response, tokens", tokens.response());
            length(table, "both, tokens", tokens.conversation());
        });
        paragraph(table);
        text.append(String.format(
                Locale.ROOT,
                "from %d on, median and shares may be up to %.1f %% too high\n",
                LengthHistogram.EXACT,
                100 * LengthHistogram.RESOLUTION));
    }

    private static void length(Table table, String name, LengthHistogram histogram) {
        table.add(
                name,
                mean(histogram.mean()),
                quantile(histogram.quantile(0.5)),
                quantile(histogram.quantile(0.95)),
                quantile(histogram.quantile(0.99)),
                Format.count(histogram.max()));
    }

    private static String mean(OptionalDouble mean) {
        return mean.isPresent() ? Format.rate(mean.getAsDouble()) : "-";
    }

    private static String quantile(OptionalLong quantile) {
        return quantile.isPresent() ? Format.count(quantile.getAsLong()) : "-";
    }

    private void lengthDistributions() {
        Inspection.Lengths lengths = inspection.lengths();
        if (lengths.tokens().isPresent()) {
            Inspection.TokenLengths tokens = lengths.tokens().orElseThrow();
            distribution("tokens of a prompt", "examples", tokens.prompt(), 1);
            distribution("tokens of a response", "responses", tokens.response(), 1);
        } else {
            distribution("characters of a prompt", "examples", lengths.promptCharacters(), 1);
            distribution("characters of a response", "responses", lengths.responseCharacters(), 1);
        }
    }

    private void distribution(String what, String counted, LengthHistogram histogram, int single) {
        List<LengthHistogram.Bar> bars = histogram.bars(single).stream()
                // of counts, most of which never occur, only those that do; a gap among lengths belongs to the picture
                .filter(bar -> bar.count() > 0 || single == 1)
                .toList();
        long most = bars.stream().mapToLong(LengthHistogram.Bar::count).max().orElse(0);
        Table table = new Table(Side.RIGHT, Side.RIGHT, Side.LEFT);
        table.add(what, counted, "");
        for (LengthHistogram.Bar bar : bars) {
            String range = bar.from() == bar.to()
                    ? Format.count(bar.from())
                    : Format.count(bar.from()) + " to " + Format.count(bar.to());
            table.add(range, Format.count(bar.count()), bar(bar.count(), most));
        }
        if (!bars.isEmpty()) {
            paragraph(table);
        }
    }

    /** Empty where nobody looks; else no bar for nothing alone. */
    private String bar(long count, long most) {
        if (kind == Terminal.Kind.PLAIN || count == 0) {
            return "";
        }
        return "#".repeat((int) Math.max(1, Math.round((double) WIDEST_BAR * count / most)));
    }

    private void slices() {
        for (Inspection.Slice slice : inspection.slices()) {
            List<Inspection.ValueCount> values = slice.mostFrequent();
            Table table = new Table(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.LEFT);
            table.add(line(slice.name()), "rows", "", "");
            long used = inspection.rows() - inspection.allSetAside();
            for (Inspection.ValueCount value : values.subList(0, Math.min(MOST_VALUES, values.size()))) {
                table.add(
                        line(value.value()),
                        Format.count(value.rows()),
                        share(value.rows(), used),
                        bar(value.rows(), values.get(0).rows()));
            }
            paragraph(table);
            if (slice.distinct() > MOST_VALUES) {
                text.append("and ")
                        .append(Format.count(slice.distinct() - MOST_VALUES))
                        .append(" further values\n");
            }
        }
    }

    // ---- texts

    private void examples() {
        for (RenderedExample example : inspection.rendered()) {
            heading("example " + line(example.id()));
            if (!example.prompt().isEmpty()) {
                block(example.prompt());
            }
            for (int index = 0; index < example.responses().size(); index++) {
                RenderedExample.Text response = example.responses().get(index);
                heading("response " + (index + 1) + remarks(response, example, index));
                block(response.text());
            }
        }
    }

    private static String remarks(RenderedExample.Text response, RenderedExample example, int index) {
        StringBuilder remarks = new StringBuilder();
        if (response.source() != null) {
            remarks.append(", by ").append(line(response.source()));
        }
        if (response.rating() != null) {
            remarks.append(", rated ").append(response.rating());
        }
        for (RenderedExample.Judgement judgement : example.comparisons()) {
            if (judgement.preferred() == index) {
                remarks.append(isTie(judgement) ? ", as good as " : ", preferred to ")
                        .append(judgement.other() + 1);
            }
        }
        return remarks.toString();
    }

    private static boolean isTie(RenderedExample.Judgement judgement) {
        Double strength = judgement.strength();
        return strength != null && strength == 0;
    }

    private void heading(String title) {
        text.append('\n').append("-- ").append(title).append('\n');
    }

    private void block(String content) {
        String shown = content.strip();
        if (shown.length() > START_OF_A_TEXT + END_OF_A_TEXT) {
            int left = shown.length() - START_OF_A_TEXT - END_OF_A_TEXT;
            shown = shown.substring(0, START_OF_A_TEXT) + "\n[… " + Format.count(left) + " characters …]\n"
                    + shown.substring(shown.length() - END_OF_A_TEXT);
        }
        shown.lines().map(InspectionReport::printable).forEach(line -> text.append(line.stripTrailing())
                .append('\n'));
    }

    private void paragraph(Table table) {
        text.append('\n').append(table);
    }

    private static String line(String content) {
        String flat = printable(content.replace('\n', ' '));
        return flat.length() <= MOST_OF_A_LINE ? flat : flat.substring(0, MOST_OF_A_LINE - 1) + "…";
    }

    /** What data says must not move the cursor. */
    private static String printable(String content) {
        return content.replaceAll("\\p{Cntrl}", " ");
    }
}
