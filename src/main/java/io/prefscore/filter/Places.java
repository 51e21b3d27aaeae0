package io.prefscore.filter;

import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A set of rows by their {@link ScoredRows#PLACE}, one bit for each row of a file: 125 MB for a billion rows. It goes to every
 * executor once, so that rows are chosen where they are read.
 */
final class Places {

    private static final StructType CHUNK =
            new StructType().add("file", DataTypes.IntegerType).add("bits", DataTypes.BinaryType);

    private final Broadcast<Map<Integer, BitSet>> files;

    private Places(Broadcast<Map<Integer, BitSet>> files) {
        this.files = files;
    }

    /**
     * Gathers places.
     *
     * @param places rows whose first column is one
     */
    static Places of(SparkSession spark, Dataset<Row> places) {
        Map<Integer, BitSet> files = new HashMap<>();
        places.mapPartitions(new Gather(), Encoders.row(CHUNK)).collectAsList().forEach(row -> files.computeIfAbsent(
                        row.getInt(0), file -> new BitSet())
                .or(BitSet.valueOf((byte[]) row.get(1))));
        return new Places(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(files));
    }

    /** Whether a place is one of these. */
    Column holds(Column place) {
        return udf(new Holds(files), DataTypes.BooleanType).apply(place);
    }

    /** Frees what executors hold. */
    void close() {
        files.destroy();
    }

    /** One row a file that the partition has places of. Shipped to executors. */
    private record Gather() implements MapPartitionsFunction<Row, Row> {

        @Override
        public Iterator<Row> call(Iterator<Row> places) {
            Map<Integer, BitSet> files = new HashMap<>();
            while (places.hasNext()) {
                long place = places.next().getLong(0);
                files.computeIfAbsent(file(place), file -> new BitSet()).set(row(place));
            }
            List<Row> rows = files.entrySet().stream()
                    .map(file ->
                            RowFactory.create(file.getKey(), file.getValue().toByteArray()))
                    .toList();
            return rows.iterator();
        }
    }

    private static int file(long place) {
        return (int) (place >>> ScoredRows.FILE_SHIFT);
    }

    private static int row(long place) {
        return Math.toIntExact(place & ((1L << ScoredRows.FILE_SHIFT) - 1));
    }

    /** Shipped to executors. */
    private record Holds(Broadcast<Map<Integer, BitSet>> files) implements UDF1<Long, Boolean>, Serializable {

        @Override
        public Boolean call(Long place) {
            BitSet rows = files.value().get(file(place));
            return rows != null && rows.get(row(place));
        }
    }
}
