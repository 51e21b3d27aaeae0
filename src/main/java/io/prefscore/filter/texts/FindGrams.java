package io.prefscore.filter.texts;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * The different n-grams of a partition of an evaluation set. Reads rows of a defect's reason, null for none, and a struct of
 * cells. Executor side; holds what it returns.
 *
 * @param words words of an n-gram
 */
record FindGrams(RowTexts texts, int words) implements FlatMapFunction<Iterator<Row>, FindGrams.Found> {

    /**
     * What a partition has.
     *
     * @param grams hashes, each once
     * @param texts how many texts
     * @param unreadable rows without one
     */
    record Found(long[] grams, long texts, long unreadable) implements Serializable {}

    @Override
    public Iterator<Found> call(Iterator<Row> rows) {
        LongSet grams = new LongSet();
        long found = 0;
        long unreadable = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            List<String> read = row.isNullAt(0) ? texts.of(row.getStruct(1)) : List.of();
            for (String text : read) {
                grams.addAll(NGrams.of(WordHashes.of(text), words));
            }
            found += read.size();
            unreadable += read.isEmpty() ? 1 : 0;
        }
        return List.of(new Found(grams.toArray(), found, unreadable)).iterator();
    }
}
