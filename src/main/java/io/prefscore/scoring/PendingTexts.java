package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.dataset.RowParser;
import io.prefscore.encode.ConversationRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.sketch.BloomFilter;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a run has to compute, laid down in files that are work for a task each. They are rendered anew, which is
 * cheaper than to have carried along the texts that turn out to be known; texts and marks of the missing ones meet in one
 * shuffle, where each missing text is taken once. Driver side.
 */
final class PendingTexts {

    /** Rows of a file, in no order. */
    static final StructType SCHEMA =
            new StructType().add("key", DataTypes.BinaryType).add("text", DataTypes.StringType);

    private static final StructType PLACED = new StructType()
            .add("place", DataTypes.LongType)
            .add("key", DataTypes.BinaryType)
            .add("text", DataTypes.StringType);

    private static final int PLACE = 0;
    private static final int KEY = 1;
    private static final int TEXT = 2;

    /** A filter of so many groups takes 60 MB on each executor. */
    private static final long MOST_FILTERED = 50_000_000;

    private static final double FALSE_POSITIVES = 0.01;

    private PendingTexts() {}

    /**
     * Writes them.
     *
     * @param rows {@link ReadRows}; whether their texts are valid was seen before
     * @param files how many files to write, less those that would be empty
     * @param path folder for the files
     * @return the files
     */
    static List<String> write(Dataset<Row> rows, Render render, Lookup lookup, int files, String path) {
        Places places = Places.of(lookup, Math.max(1, lookup.missingCharacters() / files));
        FlatMapFunction<Row, Row> mark = row -> marked(row, places);
        Dataset<Row> marks = lookup.missingTexts().flatMap(mark, Encoders.row(PLACED));
        MapPartitionsFunction<Row, Row> renderTexts = new RenderTexts(render, places, filter(lookup));
        MapPartitionsFunction<Row, Row> take = PendingTexts::take;
        Dataset<Row> pending = rows.mapPartitions(renderTexts, Encoders.row(PLACED))
                .union(marks)
                .repartition(files, col("place"))
                .sortWithinPartitions("place", "key", "text")
                .mapPartitions(take, Encoders.row(SCHEMA));
        WorkTables.write(pending, path);
        return list(rows, path);
    }

    /** How rows become texts. */
    record Render(RowParser parser, ConversationRenderer renderer, String fingerprint)
            implements java.io.Serializable {}

    private static Iterator<Row> marked(Row missing, Places places) {
        byte[] key = missing.getAs(0);
        return List.of(RowFactory.create(places.place(missing.getLong(1), key), key, null))
                .iterator();
    }

    /** Lets the groups with missing texts through, where those are so few that it pays. */
    private static @Nullable BloomFilter filter(Lookup lookup) {
        boolean few = lookup.missing() * 2 < lookup.distinct() && lookup.missing() <= MOST_FILTERED;
        return few ? lookup.missingTexts().stat().bloomFilter(Lookup.GROUP, lookup.missing(), FALSE_POSITIVES) : null;
    }

    private record RenderTexts(
            Render render, Places places, @Nullable BloomFilter groups) implements MapPartitionsFunction<Row, Row> {

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            Rendering rendering = new Rendering(render.parser(), render.renderer(), render.fingerprint());
            return Iterators.concat(Iterators.map(rows, row -> texts(rendering, row)));
        }

        private Iterator<Row> texts(Rendering rendering, Row row) {
            if (!row.isNullAt(ReadRows.DEFECT_REASON)
                    || !(rendering.render(row.getString(ReadRows.NAME), row.getStruct(ReadRows.COLUMNS))
                            instanceof Rendering.Rendered rendered)
                    || (groups != null && !groups.mightContainLong(rendered.group()))) {
                return java.util.Collections.emptyIterator();
            }
            List<Row> texts = new ArrayList<>(rendered.keys().size());
            for (int index = 0; index < rendered.keys().size(); index++) {
                byte[] key = rendered.keys().get(index);
                long place = places.place(rendered.group(), key);
                texts.add(RowFactory.create(place, key, rendered.texts().get(index)));
            }
            return texts.iterator();
        }
    }

    /** Of rows in order of place and key: the first text behind each mark, which has no text and so comes first. */
    private static Iterator<Row> take(Iterator<Row> rows) {
        return Iterators.concat(new Iterator<>() {
            private byte @Nullable [] marked;
            private long place;

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Iterator<Row> next() {
                Row row = rows.next();
                byte[] key = row.getAs(KEY);
                if (row.isNullAt(TEXT)) {
                    marked = key;
                    place = row.getLong(PLACE);
                } else if (marked != null && place == row.getLong(PLACE) && Arrays.equals(marked, key)) {
                    marked = null;
                    return List.of(RowFactory.create(key, row.getString(TEXT))).iterator();
                }
                return java.util.Collections.emptyIterator();
            }
        });
    }

    private static List<String> list(Dataset<Row> rows, String path) {
        Path folder = new Path(path);
        try {
            FileStatus[] files = folder.getFileSystem(
                            rows.sparkSession().sparkContext().hadoopConfiguration())
                    .listStatus(folder);
            return Arrays.stream(files)
                    .filter(file -> file.getPath().getName().startsWith("part-"))
                    .sorted(Comparator.comparing(file -> file.getPath().getName()))
                    .map(file -> file.getPath().toString())
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
