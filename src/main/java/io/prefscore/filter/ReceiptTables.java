package io.prefscore.filter;

import io.prefscore.filter.FilterReceipt.SliceFunnel;
import io.prefscore.filter.FilterReceipt.Step;
import io.prefscore.filter.FilterReceipt.Summary;
import io.prefscore.report.ReportFolder;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A receipt's numbers as tidy Parquet tables, for notebooks and SQL. Driver side. */
final class ReceiptTables {

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType NUMBER = DataTypes.DoubleType;
    private static final DataType COUNT = DataTypes.LongType;

    private static final StructType STEPS = new StructType()
            .add("number", DataTypes.IntegerType)
            .add("policy", TEXT)
            .add("words", TEXT)
            .add("unit", TEXT)
            .add("entered", COUNT)
            .add("not_applicable", COUNT)
            .add("dropped", COUNT)
            .add("flipped", COUNT)
            .add("reweighted", COUNT)
            .add("left", COUNT)
            .add("details", DataTypes.createArrayType(TEXT));

    private static final StructType FUNNEL = new StructType()
            .add("slice", TEXT)
            .add("value_of_slice", TEXT)
            .add("number", DataTypes.IntegerType)
            .add("policy", TEXT)
            .add("unit", TEXT)
            .add("left", COUNT);

    private static final StructType STATISTICS = new StructType()
            .add("slice", TEXT)
            .add("value_of_slice", TEXT)
            .add("when", TEXT)
            .add("statistic", TEXT)
            .add("value", NUMBER)
            .add("low", NUMBER)
            .add("high", NUMBER);

    private static final StructType SAMPLES = new StructType()
            .add("policy", TEXT)
            .add("outcome", TEXT)
            .add("example_id", TEXT)
            .add("margin", NUMBER)
            .add("weight", NUMBER)
            .add("prompt", DataTypes.createArrayType(TEXT))
            .add("preferred", TEXT)
            .add("other", TEXT);

    private final SparkSession spark;
    private final ReportFolder folder;

    ReceiptTables(SparkSession spark, ReportFolder folder) {
        this.spark = spark;
        this.folder = folder;
    }

    void write(FilterReceipt receipt) {
        folder.writeTable(spark, "steps", steps(receipt), STEPS);
        folder.writeTable(spark, "funnel", funnel(receipt), FUNNEL);
        List<Row> statistics = new ArrayList<>();
        receipt.before().forEach(summary -> statistics.addAll(statistics(summary, "before")));
        receipt.after().forEach(summary -> statistics.addAll(statistics(summary, "after")));
        folder.writeTable(spark, "statistics", statistics, STATISTICS);
        folder.writeTable(
                spark,
                "samples",
                receipt.samples().stream().map(ReceiptTables::sample).toList(),
                SAMPLES);
    }

    private static List<Row> steps(FilterReceipt receipt) {
        List<Row> rows = new ArrayList<>();
        for (Step step : receipt.steps()) {
            rows.add(RowFactory.create(
                    rows.size() + 1,
                    step.label(),
                    step.words(),
                    unit(step),
                    step.entered(),
                    step.notApplicable(),
                    step.dropped(),
                    step.flipped(),
                    step.reweighted(),
                    step.left(),
                    step.details().toArray()));
        }
        return rows;
    }

    private static String unit(Step step) {
        return step.unit().name().toLowerCase(Locale.ROOT);
    }

    /** The number 0 is what was scored. */
    private static List<Row> funnel(FilterReceipt receipt) {
        List<Row> rows = new ArrayList<>();
        for (SliceFunnel slice : receipt.slices()) {
            rows.add(RowFactory.create(slice.name(), slice.value(), 0, "scored", "rows", slice.scored()));
            for (int number = 0; number < slice.left().size(); number++) {
                Step step = receipt.steps().get(number);
                rows.add(RowFactory.create(
                        slice.name(),
                        slice.value(),
                        number + 1,
                        step.label(),
                        unit(step),
                        slice.left().get(number)));
            }
        }
        return rows;
    }

    private static List<Row> statistics(Summary summary, String when) {
        return List.of(
                statistic(summary, when, "units", Estimate.of((double) summary.units())),
                statistic(summary, when, "pairs", Estimate.of((double) summary.pairs())),
                statistic(summary, when, "accuracy", summary.accuracy()),
                statistic(summary, when, "mean-margin", Estimate.of(summary.meanMargin())),
                statistic(summary, when, "mean-length-gap", Estimate.of(summary.meanLengthGap())),
                statistic(summary, when, "preferred-longer", summary.preferredLonger()),
                statistic(summary, when, "mean-preferred-characters", Estimate.of(summary.meanPreferredCharacters())),
                statistic(summary, when, "mean-best-reward", Estimate.of(summary.meanBestReward())));
    }

    private static Row statistic(Summary summary, String when, String name, Estimate estimate) {
        return RowFactory.create(
                summary.name(),
                summary.value(),
                when,
                name,
                orNull(estimate.value()),
                orNull(estimate.low()),
                orNull(estimate.high()));
    }

    private static Row sample(FilterReceipt.Sample sample) {
        return RowFactory.create(
                sample.step(),
                sample.outcome(),
                sample.exampleId(),
                orNull(sample.margin()),
                sample.weight(),
                sample.prompt().toArray(),
                sample.preferred(),
                sample.other());
    }

    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
