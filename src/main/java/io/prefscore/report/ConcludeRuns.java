package io.prefscore.report;

import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingAnalysis;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.stats.RunEstimator;
import io.prefscore.stats.RunEstimator.Mean;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Makes of {@link TallyRuns} rows, sorted by slice and unit, the points of each slice, and fits curves to them on the spot: what
 * the bootstrap resampled never leaves the executor. Shipped there.
 *
 * @param models what is known of each, in the order of the rewards
 */
record ConcludeRuns(List<SizedModel> models, SliceIndex slices, ScalingOptions options)
        implements MapPartitionsFunction<Row, Row> {

    static final StructType SCHEMA =
            new StructType().add(TallySlices.SLICE, DataTypes.IntegerType).add("result", DataTypes.BinaryType);

    private static final double[][] NOT_RESAMPLED = {};

    /**
     * What is found for a slice.
     *
     * @param comparisons of the slice
     * @param ties those of them whose label prefers neither response
     * @param used those that all models have finite rewards for and that are no ties
     * @param points by measure, without what was resampled; none if no comparison is used
     * @param curves of all measures that are fitted
     */
    record Result(long comparisons, long ties, long used, List<PointSet> points, List<SliceScaling> curves)
            implements Serializable {

        static Result read(Row row) {
            return ObjectBytes.read(row.getAs(1), Result.class);
        }
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Iterator<>() {
            private @Nullable Row ahead = rows.hasNext() ? rows.next() : null;

            @Override
            public boolean hasNext() {
                return ahead != null;
            }

            @Override
            public Row next() {
                if (ahead == null) {
                    throw new NoSuchElementException();
                }
                int slice = ahead.getInt(0);
                RunEstimator estimator = new RunEstimator(models.size(), options.replicates(), options.seed());
                while (ahead != null && ahead.getInt(0) == slice) {
                    estimator.add(ahead.getInt(1), TallyRuns.sums(ahead, models.size()));
                    ahead = rows.hasNext() ? rows.next() : null;
                }
                return RowFactory.create(slice, ObjectBytes.of(result(slice, estimator)));
            }
        };
    }

    private Result result(int slice, RunEstimator estimator) {
        List<PointSet> points = new ArrayList<>();
        List<SliceScaling> curves = new ArrayList<>();
        if (estimator.used() > 0) {
            ScalingAnalysis analysis = new ScalingAnalysis(options);
            for (Mean mean : Mean.values()) {
                PointSet set = points(slice, mean, estimator);
                points.add(set);
                if (set.measure() != Measure.MEAN_MARGIN) {
                    curves.add(analysis.analyse(new PointSet(
                            set.slice(), set.value(), set.measure(), set.points(), estimator.resampled(mean))));
                }
            }
        }
        return new Result(estimator.comparisons(), estimator.ties(), estimator.used(), points, curves);
    }

    private PointSet points(int slice, Mean mean, RunEstimator estimator) {
        List<Point> points = new ArrayList<>();
        for (int model = 0; model < models.size(); model++) {
            RunEstimator.Measured measured = estimator.measured(mean, model);
            points.add(models.get(model).point(measured.value(), measured.standardError()));
        }
        boolean everything = slice == SliceIndex.OVERALL;
        return new PointSet(
                everything ? "" : slices.entry(slice).name(),
                everything ? "" : slices.entry(slice).value(),
                measure(mean),
                points,
                NOT_RESAMPLED);
    }

    private static Measure measure(Mean mean) {
        return switch (mean) {
            case LOSS -> Measure.LOSS;
            case CALIBRATED_LOSS -> Measure.CALIBRATED_LOSS;
            case ACCURACY -> Measure.ACCURACY;
            case MARGIN -> Measure.MEAN_MARGIN;
        };
    }
}
