package io.prefscore.filter.texts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.xxhash64;

import io.prefscore.scoring.SessionSettings;
import java.util.Collections;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.sketch.BloomFilter;

/**
 * Finds texts that are near copies of others: their sets of {@link Shingles} have at least some Jaccard similarity. Candidates
 * come from MinHash signatures cut into {@link Bands} and are then compared exactly, so nothing is dropped that is not as
 * similar as it says; what is missed are some of the pairs little above the threshold (see {@link #recall}).
 *
 * <p>Driver side. The result depends on the texts, their ranks and places and these settings, and on neither partitions nor
 * the order of rows.
 *
 * @param similarity from which on two texts are near copies, above 0 and at most 1
 * @param shingle length of a shingle, in characters
 * @param hashes entries of a signature; more find more of what lies at the threshold, and take longer
 * @param seed of the hash functions
 */
public record NearDuplicates(double similarity, int shingle, int hashes, long seed) {

    /** For prompts: 0.8, as Lee et al. (ACL 2022) have it, shingles of 5 characters, 128 hashes. */
    public static final NearDuplicates DEFAULT = new NearDuplicates(0.8, 5, 128, 0);

    /** Without it, what is persisted has as many partitions as shuffles have, however small they are. */
    private static final String RESIZE_HELD_TABLES = "spark.sql.optimizer.canChangeCachedPlanOutputPartitioning";

    /** Rows of bands, 48 bytes each, that a task sorts; more are sorted through its disk. */
    private static final long ROWS_PER_TASK = 1_000_000;

    private static final long MOST_PARTITIONS = 50_000;

    public NearDuplicates {
        if (!(similarity > 0 && similarity <= 1) || shingle < 1 || hashes < 1) {
            throw new IllegalArgumentException(
                    "similarity must lie above 0 and be at most 1, shingle and hashes must be positive; found "
                            + similarity + ", " + shingle + " and " + hashes);
        }
    }

    /** The probability that two texts of this similarity, at or above the threshold, are compared with each other. */
    public double recall(double similar) {
        return bands().candidate(similar);
    }

    /**
     * Says what to drop, in the order of rank, and of equal ranks of place: a text that is similar to a kept one before it. So
     * the lowest rank of equal texts is kept, no two kept texts are left that were found to be similar, and each dropped one
     * has its reason.
     *
     * @param table columns {@code place} (bigint, unique), {@code rank} (bigint), {@code text} (string; null is never dropped)
     * @return columns {@code place}, {@code of} (the place of the kept text of lowest rank that it is similar to) and
     *     {@code similarity} (of the two, exact); computed once and held on disk until {@code unpersist} is called on it
     */
    public Dataset<Row> dropped(Dataset<Row> table) {
        try (SessionSettings session = new SessionSettings(table.sparkSession());
                HeldTables held = new HeldTables()) {
            session.set(RESIZE_HELD_TABLES, "true");
            Dataset<Row> merged = held.hold(merged(table));
            session.set(SessionSettings.SHUFFLE_PARTITIONS, Long.toString(partitions(merged.count())));
            Dataset<Row> near = near(merged.where(col("of").isNull()).drop("of"), held);
            Dataset<Row> dropped = near.unionByName(copies(merged, near)).persist(StorageLevel.DISK_ONLY());
            dropped.count();
            return dropped;
        }
    }

    private long partitions(long texts) {
        return Math.min(MOST_PARTITIONS, 2 + texts * bands().count() / ROWS_PER_TASK);
    }

    private Bands bands() {
        return Bands.of(similarity, hashes);
    }

    /** The texts in normal form, equal ones merged: a million copies of a text are one from here on. */
    private static Dataset<Row> merged(Dataset<Row> texts) {
        // each of these is dear, and Spark evaluates what it takes to be deterministic once for each use
        Column normal = udf((UDF1<String, String>) NormalText::of, DataTypes.StringType)
                .asNondeterministic()
                .apply(col("text"));
        return texts.where(col("text").isNotNull())
                .select(col("rank"), col("place"), normal.as("text"))
                .select(xxhash64(col("text")).as("hash"), col("rank"), col("place"), col("text"))
                .repartition(col("hash"))
                .sortWithinPartitions("hash", "rank", "place")
                .mapPartitions(new MergeCopies(), Encoders.row(MergeCopies.SCHEMA));
    }

    /** Which of texts that all differ are dropped. */
    private Dataset<Row> near(Dataset<Row> different, HeldTables held) {
        Dataset<Row> candidates = held.hold(candidates(different));
        long count = candidates.count();
        if (count == 0) {
            return GreedyChoice.of(Collections.emptyIterator()).rows(different.sparkSession());
        }
        Dataset<Row> pairs = held.hold(similar(candidates, needed(different, candidates, count, held)));
        return GreedyChoice.of(pairs.orderBy("right_rank", "right", "left_rank", "left")
                        .select("left", "right", "similarity")
                        .toLocalIterator())
                .rows(different.sparkSession());
    }

    /** The texts of candidates, and one in a hundred of the others: what most texts never do is travel to be compared. */
    private static Dataset<Row> needed(Dataset<Row> different, Dataset<Row> candidates, long count, HeldTables held) {
        BloomFilter places = candidates
                .select(explode(array(col("left"), col("right"))).as("place"))
                .stat()
                .bloomFilter("place", 2 * count, 0.01);
        Broadcast<BloomFilter> shipped = held.ship(different.sparkSession(), places);
        UDF1<Long, Boolean> isNeeded = place -> shipped.value().mightContainLong(place);
        return different.where(udf(isNeeded, DataTypes.BooleanType).apply(col("place")));
    }

    /** The candidates that are similar, by their texts. */
    private Dataset<Row> similar(Dataset<Row> candidates, Dataset<Row> texts) {
        int length = shingle;
        UDF2<String, String, Double> exact =
                (left, right) -> Shingles.similarity(Shingles.set(left, length), Shingles.set(right, length));
        Column similar =
                udf(exact, DataTypes.DoubleType).asNondeterministic().apply(col("left_text"), col("right_text"));
        return candidates
                .join(side(texts, "left"), "left")
                .join(side(texts, "right"), "right")
                .select(col("left"), col("left_rank"), col("right"), col("right_rank"), similar.as("similarity"))
                .where(col("similarity").geq(lit(similarity)));
    }

    private static Dataset<Row> side(Dataset<Row> texts, String side) {
        return texts.select(
                col("place").as(side),
                col("rank").as(side + "_rank"),
                col("text").as(side + "_text"));
    }

    /** Pairs worth a look at their texts, each once. */
    private Dataset<Row> candidates(Dataset<Row> different) {
        SignTexts sign = new SignTexts(shingle, new MinHash(hashes, seed), bands());
        Column signed = udf(sign, DataTypes.createArrayType(DataTypes.LongType, false))
                .asNondeterministic()
                .apply(col("text"));
        MapPartitionsFunction<Row, Row> pair = new PairCandidates(Sketch.mostDifferent(similarity, hashes));
        return different
                .select(col("rank"), col("place"), signed.as("signed"))
                .select(
                        explode(slice(col("signed"), 2, bands().count())).as("key"),
                        col("rank"),
                        col("place"),
                        element_at(col("signed"), 1).as("sketch"))
                .repartition(col("key"))
                .sortWithinPartitions("key", "rank", "place")
                .mapPartitions(pair, Encoders.row(PairCandidates.SCHEMA))
                .distinct();
    }

    /** Copies of a text that is dropped are near copies of what it is dropped for. */
    private static Dataset<Row> copies(Dataset<Row> merged, Dataset<Row> near) {
        Dataset<Row> firsts = near.select(
                col("place").as("first"),
                col("of").as("first_of"),
                col("similarity").as("first_similarity"));
        return merged.where(col("of").isNotNull())
                .join(firsts, col("of").equalTo(col("first")), "left_outer")
                .select(
                        col("place"),
                        coalesce(col("first_of"), col("of")).as("of"),
                        coalesce(col("first_similarity"), lit(1.0)).as("similarity"));
    }
}
