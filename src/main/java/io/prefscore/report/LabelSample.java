package io.prefscore.report;

import io.prefscore.report.ReportDocument.Style;
import io.prefscore.stats.LabelRegression;
import io.prefscore.stats.Pair;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** What sways labels: a regression on as many comparisons as the driver holds, of prompts drawn by hash. Driver side. */
final class LabelSample {

    /** About 100 MB; more narrow intervals of coefficients that nobody reads to three digits. */
    private static final long MOST_PAIRS = 200_000;

    private final List<Pair> pairs;
    private final PairTable.Sums sums;
    private final double level;

    private LabelSample(List<Pair> pairs, PairTable.Sums sums, double level) {
        this.pairs = pairs;
        this.sums = sums;
        this.level = level;
    }

    static LabelSample of(PairTable table, PairTable.Sums sums, long comparisons, double level) {
        List<Row> rows = table.ofUnits(PairTable.unitsFor(MOST_PAIRS, comparisons));
        return new LabelSample(rows.stream().map(PairRows::pair).toList(), sums, level);
    }

    /** The coefficients of a model's margin, in its standard deviations, and of style; empty where texts were not looked at. */
    Optional<Style> style(int model) {
        double deviation = sums.moments().margins(model).standardDeviation();
        if (!(deviation > 0)) {
            return Optional.empty();
        }
        List<LabelRegression.Row> rows = pairs.stream()
                .flatMap(pair -> LabelRegression.Row.of(pair, model, deviation).stream())
                .toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        LabelRegression regression = LabelRegression.of(LabelRegression.NAMES, rows, level);
        return Optional.of(new Style(regression.comparisons(), regression.prompts(), regression.coefficients()));
    }
}
