package io.prefscore.cli;

import io.prefscore.nightly.Drift;
import io.prefscore.nightly.NightlyReport;
import io.prefscore.nightly.NightlyReport.Failed;
import io.prefscore.nightly.NightlyReport.FinishedBefore;
import io.prefscore.nightly.NightlyReport.Night;
import io.prefscore.nightly.NightlyReport.PassedOver;
import io.prefscore.nightly.NightlyReport.Scored;
import java.util.Locale;

/** Tells a night: what was new, what came out, and how far it is from the last run. */
final class NightlySummary {

    private final StringBuilder text = new StringBuilder();

    private NightlySummary() {}

    /** As lines, each ended by a newline. */
    static String of(NightlyReport report) {
        NightlySummary summary = new NightlySummary();
        report.nights().forEach(summary::tell);
        if (report.isNothingNew()) {
            summary.line("nothing new to score");
        }
        if (!report.tablesRemoved().isEmpty()) {
            summary.line("tables removed of old runs: " + String.join(", ", report.tablesRemoved()));
        }
        return summary.text.toString();
    }

    private void tell(Night night) {
        if (night instanceof Scored scored) {
            tellScored(scored);
        } else if (night instanceof FinishedBefore finished) {
            line(finished.name() + ": finished before" + stillDrifted(finished));
            if (finished.files().added()
                            + finished.files().changed()
                            + finished.files().gone()
                    > 0) {
                line("since then: " + files(finished.files()));
            }
        } else if (night instanceof PassedOver absent) {
            line(absent.name() + ": passed over, " + absent.reason());
        } else if (night instanceof Failed failed) {
            line(failed.name() + ": failed");
        }
    }

    private static String stillDrifted(FinishedBefore finished) {
        return finished.verdict() == Drift.Verdict.FAIL
                ? ", but it failed the drift guard; look at it, and give --accept " + finished.name() + " if it is good"
                : "";
    }

    private void tellScored(Scored scored) {
        line(scored.name() + ": " + files(scored.files()));
        scored.rowsBefore()
                .ifPresent(before -> line(Format.count(scored.summary().rows().read()) + " rows, where " + before.run()
                        + " had " + Format.count(before.rows())));
        text.append(Summary.of(scored.summary(), scored.summary().elapsed()));
        tellDrift(scored.name(), scored.drift());
    }

    private void tellDrift(String name, Drift drift) {
        if (drift.baseline().isEmpty()) {
            line("drift: not compared, " + name + " is the first run of this model and schema");
            return;
        }
        line("drift against " + drift.baseline().orElseThrow() + ": " + label(drift.verdict())
                + " (of rewards: their medians, and the largest distance between their distribution functions)");
        Table table = new Table(
                Table.Side.LEFT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.RIGHT,
                Table.Side.LEFT);
        table.add("", "before", "now", "change", "chance", "");
        for (Drift.Finding finding : drift.findings()) {
            table.add(
                    finding.measure(),
                    Format.decimal(finding.before()),
                    Format.decimal(finding.now()),
                    Format.decimal(finding.change()),
                    Format.decimal(finding.chance()),
                    label(finding.verdict()));
        }
        text.append(table);
    }

    private static String files(NightlyReport.Files files) {
        return String.format(
                Locale.ROOT, "%,d files new, %,d changed, %,d gone", files.added(), files.changed(), files.gone());
    }

    private static String label(Drift.Verdict verdict) {
        return switch (verdict) {
            case OK -> "ok";
            case WARN -> "warning";
            case FAIL -> "failed";
        };
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
