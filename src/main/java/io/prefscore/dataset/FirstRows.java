package io.prefscore.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The first rows of a list of files. Rows are counted, partition by partition, until there are enough; none of them passes
 * through the driver, so the limit may be large. Lives on the driver.
 *
 * @param <T> what a row is
 */
final class FirstRows<T> {

    /** Partitions counted in the next job grow by this factor: little work for few rows, few jobs for many. */
    private static final int GROWTH = 4;

    private final List<JavaRDD<T>> parts = new ArrayList<>();
    private long missing;

    FirstRows(long limit) {
        this.missing = limit;
    }

    /** Whether there are enough rows, so that the files behind need not be looked at. */
    boolean areComplete() {
        return missing == 0;
    }

    /**
     * Adds the first rows of the next file.
     *
     * @param file its rows, in the order of partitions and within them
     */
    void add(JavaRDD<T> file) {
        JavaRDD<Long> counts = file.mapPartitions(counting(missing));
        List<Long> kept = new ArrayList<>();
        for (int batch = 1; missing > 0 && kept.size() < file.getNumPartitions(); batch *= GROWTH) {
            int[] next = IntStream.range(kept.size(), Math.min(file.getNumPartitions(), kept.size() + batch))
                    .toArray();
            for (List<Long> count : counts.collectPartitions(next)) {
                long taken = Math.min(missing, count.get(0));
                kept.add(taken);
                missing -= taken;
            }
        }
        parts.add(file.mapPartitionsWithIndex(
                (partition, rows) -> partition < kept.size() ? first(rows, kept.get(partition)) : none(), true));
    }

    /** The rows that were added. */
    JavaRDD<T> rows(JavaSparkContext context) {
        return parts.isEmpty()
                ? context.emptyRDD()
                : parts.stream().reduce(JavaRDD::union).orElseThrow();
    }

    private static <T> org.apache.spark.api.java.function.FlatMapFunction<Iterator<T>, Long> counting(long most) {
        return rows -> {
            long count = 0;
            while (count < most && rows.hasNext()) {
                rows.next();
                count++;
            }
            return List.of(count).iterator();
        };
    }

    private static <T> Iterator<T> none() {
        return Collections.emptyIterator();
    }

    private static <T> Iterator<T> first(Iterator<T> rows, long most) {
        return new Iterator<>() {
            private long left = most;

            @Override
            public boolean hasNext() {
                return left > 0 && rows.hasNext();
            }

            @Override
            public T next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                left--;
                return rows.next();
            }
        };
    }
}
