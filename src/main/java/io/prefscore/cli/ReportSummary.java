package io.prefscore.cli;

import io.prefscore.report.ReportDocument;
import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Outliers;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.List;
import java.util.Locale;

/** The headlines of a report as an aligned table. */
final class ReportSummary {

    private static final List<Statistic> SHOWN = List.of(
            Statistic.ACCURACY,
            Statistic.LOSS,
            Statistic.CALIBRATED_LOSS,
            Statistic.AUC,
            Statistic.CALIBRATION_ERROR,
            Statistic.BEST_OF_N,
            Statistic.STYLE_CONTROLLED_ACCURACY,
            Statistic.LONGEST_WINS);

    private final Table table = new Table(Table.Side.LEFT, Table.Side.RIGHT, Table.Side.LEFT);

    private ReportSummary() {}

    /** The table as text, one line a figure, each ended by a newline. */
    static String of(ReportDocument report, String folder) {
        ReportSummary summary = new ReportSummary();
        report.models().forEach(summary::model);
        report.contrasts().forEach(summary::contrast);
        return summary.table + "report in " + folder + ": report.html to read, metrics.json and tables for programs\n";
    }

    private void model(ModelSection model) {
        PairCounts counts = model.overall().counts();
        table.add(
                model.name(),
                Format.count(counts.used()),
                "comparisons of " + Format.count(counts.prompts()) + " prompts");
        long bad = counts.missing() + counts.notANumber() + counts.infinite();
        if (bad > 0) {
            table.add("  left out", Format.count(bad), "with a reward that is missing, NaN or infinite");
        }
        Outliers outliers = model.overall().outliers();
        if (outliers.rewards() > 0) {
            table.add(
                    "  warning:",
                    Format.count(outliers.rewards()),
                    String.format(
                            Locale.ROOT,
                            "rewards far from all others, from %.3g to %.3g: means, losses and correlations rest on them",
                            outliers.least(),
                            outliers.greatest()));
        }
        for (Statistic statistic : SHOWN) {
            Estimate estimate = model.overall().estimate(statistic);
            if (estimate.isDefined()) {
                String beside = statistic == Statistic.CALIBRATION_ERROR
                        ? byChance(model.overall())
                        : interval(statistic, estimate);
                table.add("  " + statistic.label(), value(statistic, estimate.value()), beside);
            }
        }
        model.benchmark()
                .filter(benchmark -> !Double.isNaN(benchmark.overall()))
                .ifPresent(benchmark ->
                        table.add("  " + benchmark.name(), Format.percent(benchmark.overall()), "by its own rule"));
        model.checks().stream()
                .filter(check -> !check.passed())
                .forEach(check -> table.add("  not so:", "", check.name() + "; " + check.text()));
    }

    private void contrast(Contrast contrast) {
        Statistic compared = Statistic.ACCURACY_TIES_HALF;
        Estimate difference = contrast.overall().accuracy();
        table.add(
                contrast.second() + " less " + contrast.first(),
                difference.isDefined() ? points(difference.value()) + " points" : "-",
                Double.isNaN(difference.low())
                        ? compared.label()
                        : compared.label() + " [" + points(difference.low()) + ", " + points(difference.high()) + "]");
    }

    /** A difference of shares: {@code +2.3}. */
    private static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference);
    }

    private static String byChance(SliceStatistics overall) {
        Estimate chance = overall.estimate(Statistic.CALIBRATION_ERROR_BY_CHANCE);
        return chance.isDefined() ? Format.percent(chance.value()) + " if the model were calibrated" : "";
    }

    private static String value(Statistic statistic, double value) {
        return statistic.scale() == Statistic.Scale.SHARE ? Format.percent(value) : Format.decimal(value);
    }

    private static String interval(Statistic statistic, Estimate estimate) {
        return Double.isNaN(estimate.low())
                ? ""
                : "[" + value(statistic, estimate.low()) + ", " + value(statistic, estimate.high()) + "]";
    }
}
