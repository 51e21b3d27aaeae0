package io.prefscore.filter;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Weights of the rows whose weight is not 1, 16 bytes each. They go to every executor once. */
final class RowWeights {

    private final Broadcast<Held> weights;

    private RowWeights(Broadcast<Held> weights) {
        this.weights = weights;
    }

    /** @param rows {@link Funnel} rows */
    static RowWeights of(SparkSession spark, Dataset<Row> rows) {
        Dataset<Row> weighted = rows.where(col(Funnel.WEIGHT).notEqual(1.0))
                .select(Facts.PLACE, Funnel.WEIGHT)
                .sort(Facts.PLACE);
        int count = Math.toIntExact(weighted.count());
        Held held = new Held(new long[count], new double[count]);
        Iterator<Row> sorted = weighted.toLocalIterator();
        for (int index = 0; index < count; index++) {
            Row row = sorted.next();
            held.places()[index] = row.getLong(0);
            held.weights()[index] = row.getDouble(1);
        }
        return new RowWeights(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(held));
    }

    /** The weight of the row that stands at a place. */
    Column of(Column place) {
        return udf(new Look(weights), DataTypes.DoubleType).apply(place);
    }

    /** Frees what executors hold. */
    void close() {
        weights.destroy();
    }

    /** @param places ascending */
    private record Held(long[] places, double[] weights) implements Serializable {}

    /** Shipped to executors. */
    private record Look(Broadcast<Held> weights) implements UDF1<Long, Double>, Serializable {

        @Override
        public Double call(Long place) {
            int index = Arrays.binarySearch(weights.value().places(), place);
            return index < 0 ? 1.0 : weights.value().weights()[index];
        }
    }
}
