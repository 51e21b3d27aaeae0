package io.prefscore.report;

import io.prefscore.stats.EstimatorSettings;
import io.prefscore.stats.SliceEstimator;
import io.prefscore.stats.SliceTally;
import io.prefscore.stats.TallyPlan;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Makes of {@link TallySlices} rows, sorted by slice and unit, the statistics of each slice. Shipped to executors. */
record ConcludeSlices(SlicePlans plans, EstimatorSettings settings) implements MapPartitionsFunction<Row, Row> {

    static final StructType SCHEMA =
            new StructType().add(TallySlices.SLICE, DataTypes.IntegerType).add("result", DataTypes.BinaryType);

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
                TallyPlan plan = plans.of(slice);
                SliceEstimator estimator = new SliceEstimator(plan, settings);
                while (ahead != null && ahead.getInt(0) == slice) {
                    estimator.add(ahead.getInt(1), tally(ahead.getAs(2), plan));
                    ahead = rows.hasNext() ? rows.next() : null;
                }
                return RowFactory.create(slice, result(slice, estimator).bytes());
            }
        };
    }

    private static SliceTally tally(byte[] bytes, TallyPlan plan) {
        try {
            return SliceTally.read(new DataInputStream(new ByteArrayInputStream(bytes)), plan);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private SliceResult result(int slice, SliceEstimator estimator) {
        return new SliceResult(
                estimator.models(),
                estimator.againstFirst(),
                slice == SliceIndex.OVERALL
                        ? IntStream.range(0, plans.overall().models())
                                .mapToObj(estimator::permutation)
                                .toList()
                        : List.of());
    }
}
