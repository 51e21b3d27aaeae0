package io.prefscore.cli;

import io.prefscore.cli.Table.Side;
import java.util.OptionalDouble;

/** Lays the demo's report out: the run's summary, a table per kind of pairs, and what to do next. */
final class DemoSummary {

    private DemoSummary() {}

    /**
     * The report as text.
     *
     * @param output the demo's folder
     * @param model the checkpoint folder in it
     */
    static String of(DemoReport report, String output, String model) {
        DemoReport.Labelled total = report.total();
        Table table = new Table(Side.LEFT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT, Side.RIGHT);
        table.add("kind", "comparisons", "pairwise accuracy", "Bradley-Terry loss", "label right", "label wrong");
        report.kinds().forEach((kind, labelled) -> add(table, kind.label(), labelled));
        add(table, "all", total);
        return Summary.of(report.run())
                + "\n"
                + table
                + Format.count(total.wrongly().comparisons()) + " of "
                + Format.count(total.all().comparisons())
                + " labels are wrong on purpose; the last two columns are the accuracy on right and on wrong labels\n"
                + "\n"
                + "in " + output + " are data, model and, in scored, the tables; all tables are Parquet\n"
                + "look:  scored/scores has the data's columns and a column prefscore with rewards, margin, agrees\n"
                + "next:  jobs/prefscore score --model " + model + " --input YOUR-DATA --output DIR\n";
    }

    private static void add(Table table, String name, DemoReport.Labelled labelled) {
        table.add(
                name,
                Format.count(labelled.all().comparisons()),
                percent(labelled.all().accuracy()),
                decimal(labelled.all().loss()),
                percent(labelled.correctly().accuracy()),
                percent(labelled.wrongly().accuracy()));
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? Format.percent(share.getAsDouble()) : "-";
    }

    private static String decimal(OptionalDouble value) {
        return value.isPresent() ? Format.decimal(value.getAsDouble()) : "-";
    }
}
