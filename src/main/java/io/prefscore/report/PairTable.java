package io.prefscore.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.prefscore.stats.EstimatorSettings;
import io.prefscore.stats.MarginFolds;
import io.prefscore.stats.Pair;
import io.prefscore.stats.RewardMoments;
import io.prefscore.stats.RewardSketches;
import io.prefscore.stats.StyleMoments;
import io.prefscore.stats.Units;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * {@link PairRows} of a whole report, kept by the executors while the passes go over them. Every result is the same to the
 * last bit for any number of partitions: rows are summed in chunks of resampling units, each chunk in one task and in one
 * order, and the chunks in theirs. Driver side; closing lets the table go.
 */
final class PairTable implements AutoCloseable {

    /** 16 units, so that there are 256 chunks: what is gathered on the driver is bounded, and so many tasks can share. */
    static final int UNITS_PER_CHUNK = 16;

    /** Comparisons that a task goes over. */
    private static final long PAIRS_PER_TASK = 250_000;

    private static final String CHUNK = "chunk";

    /** An id may stand more than once, and sums must be made in one order even so. */
    private static final Column[] ORDER = Stream.of(
                    PairRows.UNIT,
                    PairRows.PROMPT_KEY,
                    PairRows.EXAMPLE,
                    PairRows.PREFERRED,
                    PairRows.OTHER,
                    PairRows.PREFERRED_CHARACTERS,
                    PairRows.OTHER_CHARACTERS,
                    PairRows.PREFERRED_REWARDS,
                    PairRows.OTHER_REWARDS)
            .map(functions::col)
            .toArray(Column[]::new);

    private final Dataset<Row> rows;
    private final SliceIndex slices;
    private final int models;
    private final int partitions;

    private PairTable(Dataset<Row> rows, SliceIndex slices, int models, int partitions) {
        this.rows = rows;
        this.slices = slices;
        this.models = models;
        this.partitions = partitions;
    }

    /**
     * Sorts comparisons for the passes.
     *
     * @param data labels of the data sets
     * @param names of the slices that are wanted; empty: all that the comparisons have
     * @param tasks to do it in; empty: as many as the comparisons are worth
     */
    static PairTable of(ComparedTable compared, List<String> data, List<String> names, int models, OptionalInt tasks) {
        int partitions = tasks.orElseGet(() -> partitions(compared));
        SliceIndex slices = slices(compared, data, names);
        Column chunk = col(PairRows.UNIT).divide(UNITS_PER_CHUNK).cast("int");
        Dataset<Row> rows = compared.rows()
                .map(new PairRows(slices, data), Encoders.row(PairRows.SCHEMA))
                .repartition(partitions, chunk.as(CHUNK))
                .sortWithinPartitions(ORDER)
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new PairTable(rows, slices, models, partitions);
    }

    private static int partitions(ComparedTable compared) {
        long wanted = 1 + compared.comparisons() / PAIRS_PER_TASK;
        int parallelism = compared.rows().sparkSession().sparkContext().defaultParallelism();
        return (int) Math.min(Math.max(wanted, parallelism), Units.COUNT / UNITS_PER_CHUNK);
    }

    private static SliceIndex slices(ComparedTable compared, List<String> data, List<String> names) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        compared.rows()
                .mapPartitions(new CountSliceValues(data), Encoders.row(CountSliceValues.SCHEMA))
                .groupBy(CountSliceValues.NAME, CountSliceValues.VALUE)
                .agg(sum(CountSliceValues.COUNT))
                .collectAsList()
                .forEach(row -> counts.computeIfAbsent(row.getString(0), name -> new HashMap<>())
                        .put(row.getString(1), row.getLong(2)));
        if (!names.isEmpty()) {
            counts.keySet().retainAll(names);
        }
        return SliceIndex.of(counts, compared.comparisons());
    }

    /** The slices that rows have numbers of. */
    SliceIndex slices() {
        return slices;
    }

    /** {@link PairRows}. */
    Dataset<Row> rows() {
        return rows;
    }

    /** Moments and style of all pairs. */
    record Sums(RewardMoments moments, StyleMoments style) {}

    /** The first pass. */
    Sums sums() {
        Sums total = new Sums(new RewardMoments(models), new StyleMoments(models));
        rows.mapPartitions(new SumChunks(models), Encoders.row(SumChunks.SCHEMA)).collectAsList().stream()
                .sorted(Comparator.comparingInt(row -> row.getInt(0)))
                .forEach(row -> {
                    Sums chunk = SumChunks.read(row.getAs(1));
                    total.moments().merge(chunk.moments());
                    total.style().merge(chunk.style());
                });
        return total;
    }

    /** Margins by fold, and how large rewards and margins are. */
    record Sketches(MarginFolds folds, RewardSketches rewards) implements Serializable {

        private void add(Row row) {
            Pair pair = PairRows.pair(row);
            folds.add(PairRows.unit(row), pair);
            rewards.add(pair);
        }

        private Sketches merge(Sketches other) {
            folds.merge(other.folds);
            rewards.merge(other.rewards);
            return this;
        }
    }

    /** The second pass. */
    Sketches sketches() {
        int judges = models;
        return rows.javaRDD()
                .mapPartitions(pairs -> {
                    Sketches sketches = new Sketches(new MarginFolds(judges), new RewardSketches(judges));
                    pairs.forEachRemaining(sketches::add);
                    return List.of(sketches).iterator();
                })
                .treeReduce(Sketches::merge);
    }

    /**
     * The third pass, and the conclusions from it.
     *
     * @return by the number of the slice; slices that hold nothing are absent
     */
    Map<Integer, SliceResult> estimates(SlicePlans plans, EstimatorSettings settings, long comparisons) {
        List<Row> results = rows.mapPartitions(
                        TallySlices.of(plans, slices, comparisons), Encoders.row(TallySlices.SCHEMA))
                .repartition(Math.min(partitions, slices.size() + 1), col(TallySlices.SLICE))
                .sortWithinPartitions(TallySlices.SLICE, TallySlices.UNIT)
                .mapPartitions(new ConcludeSlices(plans, settings), Encoders.row(ConcludeSlices.SCHEMA))
                .collectAsList();
        Map<Integer, SliceResult> byNumber = new HashMap<>();
        results.forEach(row -> byNumber.put(row.getInt(0), SliceResult.read(row.getAs(1))));
        return byNumber;
    }

    /** The pass for scaling curves alone, and the conclusions from it, in {@link ConcludeRuns#SCHEMA}. */
    List<Row> scaling(double[][] temperatures, ConcludeRuns conclude) {
        return rows.mapPartitions(new TallyRuns(temperatures), Encoders.row(TallyRuns.SCHEMA))
                .repartition(AnalysePoints.tasks(rows.sparkSession(), slices.size() + 1), col(TallySlices.SLICE))
                .sortWithinPartitions(TallySlices.SLICE, TallySlices.UNIT)
                .mapPartitions(conclude, Encoders.row(ConcludeRuns.SCHEMA))
                .collectAsList();
    }

    /** Pairs of so many resampling units, from the first: a sample of prompts that is the same every time. */
    List<Row> ofUnits(int units) {
        return new ArrayList<>(
                rows.where(col(PairRows.UNIT).lt(units)).orderBy(ORDER).collectAsList());
    }

    /** How many units hold about so many of the pairs. */
    static int unitsFor(long wanted, long pairs) {
        return pairs <= wanted ? Units.COUNT : (int) Math.max(1, Units.COUNT * wanted / pairs);
    }

    @Override
    public void close() {
        rows.unpersist();
    }
}
