package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.report.ReportDocument;
import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.Provenance;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import io.prefscore.stats.Outliers;
import io.prefscore.stats.PairCounts;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ReportSummaryTest {

    private static SliceStatistics statistics() {
        return new SliceStatistics(
                new PairCounts(200, 190, 0, 0, 0, 0, 120, 60, 20),
                Map.of(
                        Statistic.ACCURACY, new Estimate(0.6, 0.53, 0.67, Interval.WILSON),
                        Statistic.CALIBRATION_ERROR, Estimate.of(0.041),
                        Statistic.CALIBRATION_ERROR_BY_CHANCE, Estimate.of(0.039)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Outliers(1, -1e9, -1e9));
    }

    private static ModelSection model(String name) {
        return new ModelSection(
                name,
                Map.of(),
                1,
                Estimate.of(1),
                0,
                0,
                statistics(),
                List.of(),
                Optional.empty(),
                5,
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** Differences of per cent are points, an accuracy says what ties count, and a calibration error claims no interval. */
    @Test
    void saysWhatEachFigureIs() {
        PairedStatistics paired = new PairedStatistics(
                200,
                190,
                new Estimate(-0.177, -0.25, -0.104, Interval.CLUSTER_ROBUST),
                Estimate.UNDEFINED,
                40,
                5,
                0.001,
                Double.NaN,
                0.001,
                0.1);
        ReportDocument report = new ReportDocument(
                new Provenance("t", "2026", "1", 0.95, 1000, 1, 200, 190, Map.of()),
                List.of(model("a")),
                List.of(new Contrast("a", "b", paired, List.of(), List.of())));
        assertThat(ReportSummary.of(report, "R")).isEqualTo("""
                a                                        200  comparisons of 190 prompts
                  warning:                                 1  rewards far from all others, from -1.00e+09 to -1.00e+09: means, losses and correlations rest on them
                  pairwise accuracy, ties lost        60.0 %  [53.0 %, 67.0 %]
                  expected calibration error           4.1 %  3.9 % if the model were calibrated
                b less a                        -17.7 points  accuracy, ties one half [-25.0, -10.4]
                report in R: report.html to read, metrics.json and tables for programs
                """);
    }
}
