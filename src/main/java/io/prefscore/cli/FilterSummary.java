package io.prefscore.cli;

import io.prefscore.cli.Table.Side;
import io.prefscore.config.FilterSettings;
import io.prefscore.config.Settings;
import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Rows;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Summary;
import io.prefscore.filter.FilterReceipt.Unit;
import io.prefscore.stats.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A filter's receipt as aligned tables: what became of the rows, policy by policy, and what that did to the data. */
final class FilterSummary {

    private static final String NONE = "-";

    private FilterSummary() {}

    /** The tables as text, each line ended by a newline. */
    static String of(FilterReceipt receipt, Settings settings) {
        StringBuilder text = new StringBuilder(rows(receipt.rows()));
        if (!receipt.steps().isEmpty()) {
            text.append('\n').append(funnel(receipt.steps()));
        }
        if (!receipt.before().isEmpty() && !receipt.after().isEmpty()) {
            text.append('\n')
                    .append(effect(receipt.before().get(0), receipt.after().get(0)));
        }
        return text.append('\n').append(written(receipt, settings)).toString();
    }

    private static String rows(Rows rows) {
        Table table = new Table(Side.LEFT, Side.RIGHT, Side.LEFT);
        table.add("rows read", Format.count(rows.read()), "");
        table.add("  set aside", Format.count(rows.setAside()), share(rows.setAside(), rows.read()));
        table.add("  dropped", Format.count(rows.dropped()), share(rows.dropped(), rows.read()));
        table.add("  kept", Format.count(rows.kept()), share(rows.kept(), rows.read()));
        if (rows.flipped() > 0) {
            table.add("    flipped", Format.count(rows.flipped()), "labels turned round");
        }
        if (rows.reweighted() > 0) {
            table.add("    weighted", Format.count(rows.reweighted()), "with a weight other than 1");
        }
        return table.toString();
    }

    private static String funnel(List<Step> steps) {
        Table table = new Table(
                Side.LEFT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.RIGHT,
                Side.LEFT);
        table.add("policy", "entered", "passed by", "dropped", "flipped", "weighted", "left", "share", "");
        Unit unit = Unit.ROWS;
        for (Step step : steps) {
            boolean same = step.unit() == unit;
            table.add(
                    step.label(),
                    Format.count(step.entered()),
                    Format.count(step.notApplicable()),
                    Format.count(step.dropped()),
                    Format.count(step.flipped()),
                    Format.count(step.reweighted()),
                    Format.count(step.left()),
                    same ? share(step.left(), step.entered()) : NONE,
                    same ? "" : words(step.unit()));
            unit = step.unit();
        }
        return table.toString();
    }

    private static String effect(Summary before, Summary after) {
        Table table = new Table(Side.LEFT, Side.RIGHT, Side.LEFT, Side.RIGHT, Side.LEFT);
        table.add("by the deciding model", "before", "", "after", "");
        row(table, "labelled pairs", before, after, summary -> Format.count(summary.pairs()));
        shares(table, "accuracy, ties half", before.accuracy(), after.accuracy());
        row(table, "mean margin", before, after, summary -> number(summary.meanMargin(), "%.4f"));
        row(table, "length gap", before, after, summary -> number(summary.meanLengthGap(), "%+.1f"));
        shares(table, "preferred is longer", before.preferredLonger(), after.preferredLonger());
        return table.toString();
    }

    private static void row(Table table, String name, Summary before, Summary after, Function<Summary, String> value) {
        table.add(name, value.apply(before), "", value.apply(after), "");
    }

    private static void shares(Table table, String name, Estimate before, Estimate after) {
        table.add(name, percent(before.value()), interval(before), percent(after.value()), interval(after));
    }

    private static String written(FilterReceipt receipt, Settings settings) {
        StringBuilder text = new StringBuilder();
        if (settings.filter().writing() == FilterSettings.Writing.RECEIPT_ALONE) {
            text.append("a dry run: no data was written, only its receipt\n");
        } else {
            String folders =
                    receipt.written().stream().map(FilterReceipt.Part::folder).collect(Collectors.joining(" and "));
            text.append(Format.count(receipt.rows().units()) + " "
                    + words(receipt.rows().unit()) + " in " + folders + "\n");
        }
        return text.append("receipt in ")
                .append(settings.output())
                .append(": filter.html to read, receipt.json and tables for programs\n")
                .toString();
    }

    private static String words(Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? NONE : Format.percent((double) part / whole);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? NONE : Format.percent(share);
    }

    private static String interval(Estimate estimate) {
        return Double.isNaN(estimate.low())
                ? ""
                : "[" + Format.percent(estimate.low()) + ", " + Format.percent(estimate.high()) + "]";
    }

    private static String number(double value, String format) {
        // a minus before nothing but zeros says nothing
        return Double.isNaN(value)
                ? NONE
                : String.format(Locale.ROOT, format, value).replaceFirst("^-(?=[0.]+$)", "");
    }
}
