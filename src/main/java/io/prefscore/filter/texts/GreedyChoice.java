package io.prefscore.filter.texts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decides, text by text from the lowest rank on, which are dropped: those that are similar to a text before them that was
 * kept. Lives on the driver and holds up to 48 bytes for each text that is dropped, nothing for pairs, which pass by: 10
 * million dropped near copies take half a gigabyte.
 */
final class GreedyChoice {

    static final StructType SCHEMA = new StructType()
            .add("place", DataTypes.LongType, false)
            .add("of", DataTypes.LongType, false)
            .add("similarity", DataTypes.DoubleType, false);

    /** Rows that a task carries from the driver: 240 KB. */
    private static final int CHUNK_ROWS = 10_000;

    private final LongSet dropped = new LongSet();
    private final List<long[]> chunks = new ArrayList<>();
    private int inLast = CHUNK_ROWS;

    /**
     * Takes all pairs in.
     *
     * @param pairs of left, right and similarity, left before right; ordered by the rank of right, then by that of left
     */
    static GreedyChoice of(Iterator<Row> pairs) {
        GreedyChoice choice = new GreedyChoice();
        while (pairs.hasNext()) {
            Row pair = pairs.next();
            choice.take(pair.getLong(0), pair.getLong(1), pair.getDouble(2));
        }
        return choice;
    }

    /** All pairs in which left is the later one have gone by, so it is settled whether it is kept. */
    private void take(long left, long right, double similarity) {
        if (dropped.contains(right) || dropped.contains(left)) {
            return;
        }
        dropped.add(right);
        if (inLast == CHUNK_ROWS) {
            chunks.add(new long[3 * CHUNK_ROWS]);
            inLast = 0;
        }
        long[] last = chunks.get(chunks.size() - 1);
        last[3 * inLast] = right;
        last[3 * inLast + 1] = left;
        last[3 * inLast + 2] = Double.doubleToRawLongBits(similarity);
        inLast++;
    }

    /** What is dropped, and which kept text is the reason. */
    Dataset<Row> rows(SparkSession spark) {
        if (!chunks.isEmpty()) {
            chunks.set(chunks.size() - 1, Arrays.copyOf(chunks.get(chunks.size() - 1), 3 * inLast));
        }
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(chunks, Math.max(1, chunks.size()))
                .flatMap(GreedyChoice::rows);
        return spark.createDataFrame(rows, SCHEMA);
    }

    private static Iterator<Row> rows(long[] chunk) {
        List<Row> rows = new ArrayList<>(chunk.length / 3);
        for (int index = 0; index < chunk.length; index += 3) {
            rows.add(RowFactory.create(chunk[index], chunk[index + 1], Double.longBitsToDouble(chunk[index + 2])));
        }
        return rows.iterator();
    }
}
