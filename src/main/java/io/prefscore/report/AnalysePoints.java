package io.prefscore.report;

import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingAnalysis;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Fits curves to points that the driver has, each slice and measure in whichever task comes to it. Shipped to executors. */
record AnalysePoints(ScalingOptions options) implements MapFunction<Row, Row> {

    private static final StructType SCHEMA =
            new StructType().add("number", DataTypes.IntegerType).add("object", DataTypes.BinaryType);

    /** Slices take different times; so many tasks a core even them out. */
    private static final int TASKS_PER_CORE = 8;

    @Override
    public Row call(Row row) {
        PointSet points = ObjectBytes.read(row.getAs(1), PointSet.class);
        return RowFactory.create(row.getInt(0), ObjectBytes.of(new ScalingAnalysis(options).analyse(points)));
    }

    /** Tasks to fit so many curves in. */
    static int tasks(SparkSession spark, int curves) {
        return Math.max(
                1, Math.min(curves, TASKS_PER_CORE * spark.sparkContext().defaultParallelism()));
    }

    /** The curves of each set, in their order. */
    List<SliceScaling> of(SparkSession spark, List<PointSet> sets) {
        List<Row> rows = new ArrayList<>(sets.size());
        for (int number = 0; number < sets.size(); number++) {
            rows.add(RowFactory.create(number, ObjectBytes.of(sets.get(number))));
        }
        JavaRDD<Row> dealt = new JavaSparkContext(spark.sparkContext()).parallelize(rows, tasks(spark, sets.size()));
        return spark.createDataFrame(dealt, SCHEMA).map(this, Encoders.row(SCHEMA)).collectAsList().stream()
                .sorted(Comparator.comparingInt(row -> row.getInt(0)))
                .map(row -> ObjectBytes.read(row.getAs(1), SliceScaling.class))
                .toList();
    }
}
