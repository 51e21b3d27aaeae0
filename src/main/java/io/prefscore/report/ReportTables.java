package io.prefscore.report;

import io.prefscore.report.ReportDocument.Contrast;
import io.prefscore.report.ReportDocument.ModelSection;
import io.prefscore.report.ReportDocument.PairedSlice;
import io.prefscore.report.ReportDocument.ShownComparison;
import io.prefscore.report.ReportDocument.Slice;
import io.prefscore.stats.Bin;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.ReliabilityBin;
import io.prefscore.stats.SliceStatistics;
import io.prefscore.stats.Statistic;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A report's numbers as tidy Parquet tables, one observation a row, for notebooks and SQL. A slice of everything is called
 * {@code overall}, with an empty value. Driver side.
 */
final class ReportTables {

    static final String OVERALL = "overall";

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType NUMBER = DataTypes.DoubleType;
    private static final DataType COUNT = DataTypes.LongType;

    private static final StructType STATISTICS = ofSlices()
            .add("statistic", TEXT)
            .add("value", NUMBER)
            .add("low", NUMBER)
            .add("high", NUMBER)
            .add("interval", TEXT)
            .add("comparisons", COUNT)
            .add("prompts", COUNT);

    private static final StructType COUNTS = ofSlices().add("count", TEXT).add("value", COUNT);

    private static final StructType RELIABILITY = ofSlices()
            .add("from", NUMBER)
            .add("to", NUMBER)
            .add("comparisons", COUNT)
            .add("confidence", NUMBER)
            .add("agreement", NUMBER)
            .add("low", NUMBER)
            .add("high", NUMBER);

    private static final StructType HISTOGRAMS =
            ofSlices().add("of", TEXT).add("from", NUMBER).add("to", NUMBER).add("comparisons", COUNT);

    private static final StructType CONTRASTS = new StructType()
            .add("first", TEXT)
            .add("second", TEXT)
            .add("slice", TEXT)
            .add("value", TEXT)
            .add("comparisons", COUNT)
            .add("prompts", COUNT)
            .add("accuracy_difference", NUMBER)
            .add("accuracy_low", NUMBER)
            .add("accuracy_high", NUMBER)
            .add("loss_difference", NUMBER)
            .add("loss_low", NUMBER)
            .add("loss_high", NUMBER)
            .add("only_first", COUNT)
            .add("only_second", COUNT)
            .add("p", NUMBER)
            .add("adjusted_p", NUMBER)
            .add("mcnemar_p", NUMBER)
            .add("detectable", NUMBER);

    private static final StructType COEFFICIENTS = new StructType()
            .add("model", TEXT)
            .add("coefficient", TEXT)
            .add("value", NUMBER)
            .add("low", NUMBER)
            .add("high", NUMBER);

    private static final StructType BENCHMARKS = new StructType()
            .add("model", TEXT)
            .add("benchmark", TEXT)
            .add("part", TEXT)
            .add("score", NUMBER);

    private static final StructType EXAMPLES = new StructType()
            .add("kind", TEXT)
            .add("model", TEXT)
            .add("rank", DataTypes.IntegerType)
            .add("example_id", TEXT)
            .add("margin", NUMBER)
            .add("label_wrong", NUMBER)
            .add("prompt", DataTypes.createArrayType(TEXT))
            .add("preferred", TEXT)
            .add("other", TEXT);

    private final SparkSession spark;
    private final ReportFolder folder;

    ReportTables(SparkSession spark, ReportFolder folder) {
        this.spark = spark;
        this.folder = folder;
    }

    private static StructType ofSlices() {
        return new StructType().add("model", TEXT).add("slice", TEXT).add("value_of_slice", TEXT);
    }

    void write(ReportDocument report) {
        List<Row> statistics = new ArrayList<>();
        List<Row> counts = new ArrayList<>();
        List<Row> reliability = new ArrayList<>();
        List<Row> histograms = new ArrayList<>();
        List<Row> coefficients = new ArrayList<>();
        List<Row> benchmarks = new ArrayList<>();
        List<Row> examples = new ArrayList<>();
        for (ModelSection model : report.models()) {
            List<Slice> slices = new ArrayList<>(List.of(new Slice(OVERALL, "", model.overall())));
            slices.addAll(model.slices());
            for (Slice slice : slices) {
                Place place = new Place(model.name(), slice);
                statistics.addAll(statistics(place));
                counts.addAll(counts(place));
                reliability.addAll(reliability(place));
                histograms.addAll(histograms(place));
            }
            model.style().ifPresent(style -> style.coefficients()
                    .forEach((name, estimate) -> coefficients.add(RowFactory.create(
                            model.name(),
                            name,
                            value(estimate.value()),
                            value(estimate.low()),
                            value(estimate.high())))));
            model.benchmark().ifPresent(benchmark -> {
                benchmark
                        .parts()
                        .forEach((part, score) ->
                                benchmarks.add(RowFactory.create(model.name(), benchmark.name(), part, value(score))));
                benchmarks.add(RowFactory.create(model.name(), benchmark.name(), OVERALL, value(benchmark.overall())));
            });
            examples.addAll(examples("suspect", model.name(), model.suspects()));
        }
        List<Row> contrasts = new ArrayList<>();
        for (Contrast contrast : report.contrasts()) {
            contrasts.add(contrast(contrast, OVERALL, "", contrast.overall()));
            for (PairedSlice slice : contrast.slices()) {
                contrasts.add(contrast(contrast, slice.name(), slice.value(), slice.statistics()));
            }
            examples.addAll(examples("disagreement", contrast.second(), contrast.disagreements()));
        }
        write("statistics", statistics, STATISTICS);
        write("counts", counts, COUNTS);
        write("reliability", reliability, RELIABILITY);
        write("histograms", histograms, HISTOGRAMS);
        write("contrasts", contrasts, CONTRASTS);
        write("coefficients", coefficients, COEFFICIENTS);
        write("benchmarks", benchmarks, BENCHMARKS);
        write("examples", examples, EXAMPLES);
    }

    private void write(String name, List<Row> rows, StructType schema) {
        folder.writeTable(spark, name, rows, schema);
    }

    /** A model's slice. */
    private record Place(String model, Slice slice) {

        Row row(@Nullable Object... values) {
            @Nullable Object[] all = new Object[3 + values.length];
            all[0] = model;
            all[1] = slice.name();
            all[2] = slice.value();
            System.arraycopy(values, 0, all, 3, values.length);
            return RowFactory.create(all);
        }
    }

    private static List<Row> statistics(Place place) {
        SliceStatistics slice = place.slice().statistics();
        List<Row> rows = new ArrayList<>();
        for (Statistic statistic : Statistic.values()) {
            Estimate estimate = slice.estimate(statistic);
            if (estimate.isDefined()) {
                rows.add(place.row(
                        statistic.key(),
                        estimate.value(),
                        value(estimate.low()),
                        value(estimate.high()),
                        estimate.interval().label(),
                        slice.counts().used(),
                        slice.counts().prompts()));
            }
        }
        return rows;
    }

    private static List<Row> counts(Place place) {
        var counts = place.slice().statistics().counts();
        return List.of(
                place.row("comparisons", counts.comparisons()),
                place.row("prompts", counts.prompts()),
                place.row("missing", counts.missing()),
                place.row("not-a-number", counts.notANumber()),
                place.row("infinite", counts.infinite()),
                place.row("label-ties", counts.labelTies()),
                place.row("agreeing", counts.agreeing()),
                place.row("disagreeing", counts.disagreeing()),
                place.row("reward-ties", counts.rewardTies()));
    }

    private static List<Row> reliability(Place place) {
        List<Row> rows = new ArrayList<>();
        for (ReliabilityBin bin : place.slice().statistics().reliability()) {
            rows.add(place.row(
                    bin.from(),
                    bin.to(),
                    bin.comparisons(),
                    value(bin.confidence()),
                    value(bin.agreement().value()),
                    value(bin.agreement().low()),
                    value(bin.agreement().high())));
        }
        return rows;
    }

    private static List<Row> histograms(Place place) {
        SliceStatistics slice = place.slice().statistics();
        List<Row> rows = new ArrayList<>();
        add(rows, place, "margin", slice.margins());
        add(rows, place, "preferred-reward", slice.preferredRewards());
        add(rows, place, "other-reward", slice.otherRewards());
        return rows;
    }

    private static void add(List<Row> rows, Place place, String of, List<Bin> bins) {
        bins.forEach(bin -> rows.add(place.row(of, bin.from(), bin.to(), bin.count())));
    }

    private static Row contrast(Contrast contrast, String slice, String value, PairedStatistics paired) {
        return RowFactory.create(
                contrast.first(),
                contrast.second(),
                slice,
                value,
                paired.comparisons(),
                paired.prompts(),
                value(paired.accuracy().value()),
                value(paired.accuracy().low()),
                value(paired.accuracy().high()),
                value(paired.loss().value()),
                value(paired.loss().low()),
                value(paired.loss().high()),
                paired.onlyFirst(),
                paired.onlySecond(),
                value(paired.p()),
                value(paired.adjustedP()),
                value(paired.mcNemarP()),
                value(paired.detectable()));
    }

    private static List<Row> examples(String kind, String model, List<ShownComparison> shown) {
        List<Row> rows = new ArrayList<>();
        for (int rank = 0; rank < shown.size(); rank++) {
            ShownComparison comparison = shown.get(rank);
            rows.add(RowFactory.create(
                    kind,
                    model,
                    rank + 1,
                    comparison.exampleId(),
                    comparison.margins().get(model),
                    comparison.confidence().get(model),
                    comparison.prompt().toArray(),
                    comparison.preferred(),
                    comparison.other()));
        }
        return rows;
    }

    /** Tables have null for what is undefined, which SQL leaves out of its sums. */
    private static @Nullable Double value(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
