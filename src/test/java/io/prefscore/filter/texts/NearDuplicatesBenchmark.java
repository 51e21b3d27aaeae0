package io.prefscore.filter.texts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.prefscore.HeapAfterCollections;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Times the search for near copies among generated prompts of about 100 characters, a tenth of them equal to an earlier one and
 * a tenth edited. Arguments: THREADS FOLDER ROWS… What was found is checked before a time is printed.
 */
public final class NearDuplicatesBenchmark {

    /** Of ten rows in a row the last two are copies. */
    private static final int BLOCK = 10;

    private NearDuplicatesBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + arguments[0] + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", arguments[1] + "/local")
                .getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            for (String rows : Arrays.asList(arguments).subList(2, arguments.length)) {
                run(spark, Long.parseLong(rows), arguments[1] + "/prompts-" + rows);
            }
        }
    }

    private static void run(SparkSession spark, long rows, String path) {
        generated(spark, rows).write().mode("overwrite").parquet(path);
        Dataset<Row> prompts = spark.read().parquet(path);
        HeapAfterCollections heap = new HeapAfterCollections();
        long started = System.nanoTime();
        Dataset<Row> dropped = NearDuplicates.DEFAULT.dropped(prompts);
        double seconds = (System.nanoTime() - started) / 1e9;
        check(dropped, rows);
        System.out.printf(
                Locale.ROOT,
                "%,d prompts: %.1f s, %,.0f a second, %,d dropped, heap after collections at most %,d MB%n",
                rows,
                seconds,
                rows / seconds,
                dropped.count(),
                heap.most() >> 20);
        dropped.unpersist();
    }

    /** Every equal copy, nearly every edited one, and nothing else, each for its original. */
    private static void check(Dataset<Row> dropped, long rows) {
        long equal = dropped.where("similarity = 1").count();
        long edited = dropped.where("similarity < 1").count();
        long strange = dropped.where("place % 10 < 8 or of <> place - 8").count();
        if (equal != rows / BLOCK || edited < rows * 0.99 / BLOCK || edited > rows / BLOCK || strange > 0) {
            throw new IllegalStateException("of " + rows + " rows " + equal + " equal and " + edited
                    + " edited copies were dropped, " + strange + " for no reason");
        }
    }

    private static Dataset<Row> generated(SparkSession spark, long rows) {
        return spark.range(rows)
                .select(
                        col("id").as("place"),
                        lit(0L).as("rank"),
                        udf((UDF1<Long, String>) NearDuplicatesBenchmark::prompt, DataTypes.StringType)
                                .apply(col("id"))
                                .as("text"));
    }

    private static String prompt(long place) {
        int kind = (int) (place % BLOCK);
        long original = kind < BLOCK - 2 ? place : place - BLOCK + 2;
        String text = PlantedTexts.sentence(16, 20_000, new SplittableRandom(original));
        return kind == BLOCK - 1 ? text + " ok" : text;
    }
}
