package io.prefscore.filter.texts;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Pairs of texts that share a band and whose sketches allow the similarity. Reads rows of key, rank, place and sketch, equal
 * keys one after the other and of these the lowest rank first. Executor side.
 *
 * <p>A bucket of m texts costs at most {@value #COMPARED} · m comparisons of sketches and {@value #PAIRED} · m pairs, not m².
 * It is looked through completely up to {@value #COMPARED} texts. Beyond, a text is compared with the {@value #COMPARED} of
 * lowest rank, and at all times paired with the {@value #PAIRED} first that fit: of a crowd of near copies these are the ones
 * that are kept, or whose kept twin most of the crowd shares. What this may lose are pairs in crowds that lie around the
 * threshold, each text of which is similar to some others only; other bands have other buckets and other pairs.
 *
 * @param mostDifferent in how many bits two sketches may differ
 */
record PairCandidates(int mostDifferent) implements MapPartitionsFunction<Row, Row> {

    static final StructType SCHEMA =
            new StructType().add("left", DataTypes.LongType, false).add("right", DataTypes.LongType, false);

    private static final int COMPARED = 1024;

    private static final int PAIRED = 8;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Pairs(rows, mostDifferent);
    }

    private static final class Pairs implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final int mostDifferent;
        private final Queue<Row> ready = new ArrayDeque<>(PAIRED);

        /** The texts of lowest rank of the bucket that is being read. */
        private final long[] places = new long[COMPARED];

        private final long[] sketches = new long[COMPARED];
        private int held;
        private long key;

        Pairs(Iterator<Row> rows, int mostDifferent) {
            this.rows = rows;
            this.mostDifferent = mostDifferent;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && rows.hasNext()) {
                read(rows.next());
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void read(Row row) {
            if (row.getLong(0) != key) {
                key = row.getLong(0);
                held = 0;
            }
            long place = row.getLong(2);
            long sketch = row.getLong(3);
            for (int index = 0; index < held && ready.size() < PAIRED; index++) {
                if (Long.bitCount(sketches[index] ^ sketch) <= mostDifferent) {
                    ready.add(RowFactory.create(places[index], place));
                }
            }
            if (held < COMPARED) {
                places[held] = place;
                sketches[held++] = sketch;
            }
        }
    }
}
