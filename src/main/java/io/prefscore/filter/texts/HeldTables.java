package io.prefscore.filter.texts;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** What executors hold while something is computed; closing lets all of it go, the last first. Driver side. */
final class HeldTables implements AutoCloseable {

    private final Deque<Runnable> releases = new ArrayDeque<>();

    /** Has a table computed once and kept on the executors' disks. */
    Dataset<Row> hold(Dataset<Row> table) {
        Dataset<Row> held = table.persist(StorageLevel.DISK_ONLY());
        releases.push(held::unpersist);
        return held;
    }

    /** Has each executor fetch a value once. */
    <T> Broadcast<T> ship(SparkSession spark, T value) {
        Broadcast<T> shipped =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value);
        releases.push(shipped::unpersist);
        return shipped;
    }

    @Override
    public void close() {
        releases.forEach(Runnable::run);
    }
}
