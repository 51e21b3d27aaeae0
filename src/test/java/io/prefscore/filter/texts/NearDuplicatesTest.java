package io.prefscore.filter.texts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LocalSpark.class)
final class NearDuplicatesTest {

    private static final StructType COLUMNS = new StructType()
            .add("place", DataTypes.LongType)
            .add("rank", DataTypes.LongType)
            .add("text", DataTypes.StringType);

    private static final NearDuplicates NEAR = NearDuplicates.DEFAULT;

    private final SparkSession spark;

    NearDuplicatesTest(SparkSession spark) {
        this.spark = spark;
    }

    private record Text(long place, long rank, String text) {}

    private record Twin(long of, double similarity) {}

    // ---- recall and precision

    /** Far pairs never, close ones nearly always: the share found is the one that the bands promise, at each similarity. */
    @ParameterizedTest
    @ValueSource(longs = 1)
    void findsPlantedPairsAsOftenAsItPromises(long seed) {
        NearDuplicates near = new NearDuplicates(0.8, 5, 128, seed);
        int pairs = 300;
        SplittableRandom random = new SplittableRandom(seed);
        double[] similarities = {0.5, 0.75, 0.79, 0.8, 0.81, 0.9};
        List<Text> texts = new ArrayList<>();
        Map<Long, Double> exact = new HashMap<>();
        for (int level = 0; level < similarities.length; level++) {
            for (int pair = 0; pair < pairs; pair++) {
                List<String> two = PlantedTexts.pair(similarities[level], 171, near.shingle(), random);
                long place = (long) level * pairs * 2 + pair * 2L;
                texts.add(new Text(place, 0, two.get(0)));
                texts.add(new Text(place + 1, 0, two.get(1)));
                exact.put(place + 1, PlantedTexts.similarity(two.get(0), two.get(1), near.shingle()));
            }
        }

        Map<Long, Twin> dropped = dropped(near, texts);

        System.out.printf(
                Locale.ROOT,
                "near copies from %s on, seed %d, %s%nplanted  exact        similar  dropped  promised  found%n",
                near.similarity(),
                seed,
                Bands.of(near.similarity(), near.hashes()));
        for (int level = 0; level < similarities.length; level++) {
            List<Long> planted = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                planted.add((long) level * pairs * 2 + pair * 2L + 1);
            }
            List<Long> similar = planted.stream()
                    .filter(place -> exact.get(place) >= near.similarity())
                    .toList();
            long found = similar.stream().filter(dropped::containsKey).count();
            double promised = similar.stream()
                    .mapToDouble(place -> near.recall(exact.get(place)))
                    .average()
                    .orElse(0);
            System.out.printf(
                    Locale.ROOT,
                    "%.2f     %.4f–%.4f %6d   %6d   %8.3f  %5.3f%n",
                    similarities[level],
                    planted.stream().mapToDouble(exact::get).min().orElseThrow(),
                    planted.stream().mapToDouble(exact::get).max().orElseThrow(),
                    similar.size(),
                    planted.stream().filter(dropped::containsKey).count(),
                    promised,
                    similar.isEmpty() ? 0 : found / (double) similar.size());
            double spread = Math.sqrt(promised * (1 - promised) / Math.max(1, similar.size()));
            assertThat(found / (double) Math.max(1, similar.size())).isCloseTo(promised, within(4 * spread + 0.005));
        }
        assertThat(dropped).allSatisfy((place, twin) -> {
            assertThat(twin.of()).isEqualTo(place - 1);
            assertThat(twin.similarity()).isEqualTo(exact.get(place)).isGreaterThanOrEqualTo(near.similarity());
        });
    }

    /** Against all pairs, compared by sets of substrings: sentences of few words, some of them edited, some copied. */
    @ParameterizedTest
    @ValueSource(longs = 1)
    void dropsWhatAllPairsWouldDrop(long seed) {
        List<Text> texts = mixedTexts(600, seed);
        Map<Long, Twin> slow = allPairs(NEAR, texts);

        Map<Long, Twin> dropped = dropped(NEAR, texts);

        Map<Long, String> byPlace = new HashMap<>();
        texts.forEach(text -> byPlace.put(text.place(), text.text()));
        long agreed = dropped.keySet().stream().filter(slow::containsKey).count();
        double recall = agreed / (double) slow.size();
        double precision = agreed / (double) dropped.size();
        System.out.printf(
                Locale.ROOT,
                "all pairs of %d texts, seed %d: %d to drop, recall %.4f, precision %.4f%n",
                texts.size(),
                seed,
                slow.size(),
                recall,
                precision);
        assertThat(slow).hasSizeGreaterThan(100);
        assertThat(recall).isGreaterThan(0.98);
        assertThat(precision).isGreaterThan(0.98);
        assertThat(dropped).allSatisfy((place, twin) -> {
            assertThat(dropped).doesNotContainKey(twin.of());
            assertThat(twin.similarity())
                    .isEqualTo(PlantedTexts.similarity(byPlace.get(place), byPlace.get(twin.of()), NEAR.shingle()))
                    .isGreaterThanOrEqualTo(NEAR.similarity());
        });
    }

    @Test
    void dropsExactlyWhatAllPairsWouldDropWhereNothingLiesAtTheThreshold() {
        SplittableRandom random = new SplittableRandom(7);
        List<Text> texts = new ArrayList<>();
        for (int group = 0; group < 100; group++) {
            String original = PlantedTexts.letters(150, random);
            for (int copy = 0; copy < 1 + random.nextInt(6); copy++) {
                int at = random.nextInt(150);
                texts.add(new Text(
                        texts.size(), random.nextInt(5), original.substring(0, at) + "7" + original.substring(at)));
            }
        }

        assertThat(dropped(NEAR, texts)).isEqualTo(allPairs(NEAR, texts));
    }

    // ---- what greedy means

    /** All in one table, for texts that have nothing in common have nothing to do with each other. */
    @OnEachSpark
    @Test
    void dropsWhatTheSmallestCasesSay() {
        String question = "how many prime numbers lie between one hundred and one thousand";
        String kept = PlantedTexts.letters(200, new SplittableRandom(1));
        String copy = kept + "x";

        Map<Long, Twin> dropped = dropped(
                NEAR,
                List.of(
                        // the lowest rank of near copies is kept, and of equal ranks the first place
                        new Text(1, 9, question),
                        new Text(2, 3, question + "?"),
                        new Text(3, 3, question + "!!"),
                        // a copy of a dropped text is dropped for the same reason
                        new Text(10, 0, kept),
                        new Text(11, 1, copy),
                        new Text(12, 2, copy),
                        // short texts are compared as a whole, and empty ones with empty ones
                        new Text(20, 0, "hi"),
                        new Text(21, 0, " HI "),
                        new Text(22, 0, "hi!"),
                        new Text(23, 0, ""),
                        new Text(24, 0, " \n\t "),
                        new Text(25, 0, "a"),
                        // a text that is missing is never dropped
                        new Text(30, 0, null),
                        new Text(31, 0, null),
                        // other spellings of one text are equal
                        new Text(40, 0, "Cafe\u0301 \uff21\uff22\uff23\u00a0ﬁne"),
                        new Text(41, 0, "café abc\r\nfine")));

        assertThat(dropped).containsOnlyKeys(1L, 3L, 11L, 12L, 21L, 24L, 41L);
        assertThat(dropped.get(1L).of()).isEqualTo(2);
        assertThat(dropped.get(3L).of()).isEqualTo(2);
        assertThat(dropped)
                .containsEntry(11L, new Twin(10, 196 / 197.0))
                .containsEntry(12L, new Twin(10, 196 / 197.0))
                .containsEntry(21L, new Twin(20, 1))
                .containsEntry(24L, new Twin(23, 1))
                .containsEntry(41L, new Twin(40, 1));
        assertThat(spark.sparkContext().getPersistentRDDs().isEmpty())
                .as("nothing is left cached but the result, which was let go")
                .isTrue();
    }

    @Test
    void keepsBothEndsOfAChainWhoseMiddleIsDropped() {
        String letters = PlantedTexts.letters(104, new SplittableRandom(1));
        // 90 of 100 shingles each; neighbours share 80, the ends 70
        List<Text> chain = List.of(
                new Text(0, 0, letters.substring(0, 94)),
                new Text(1, 1, letters.substring(5, 99)),
                new Text(2, 2, letters.substring(10, 104)));

        assertThat(dropped(new NearDuplicates(0.85, 5, 256, 0), chain)).isEqualTo(Map.of(1L, new Twin(0, 85 / 95.0)));
    }

    // ---- scale and order

    @Test
    void doesNotDependOnPartitionsOrOrder() {
        List<Text> texts = mixedTexts(400, 11);
        Map<Long, Twin> expected = dropped(NEAR, texts);
        assertThat(expected).hasSizeGreaterThan(50);
        String before = spark.conf().get("spark.sql.shuffle.partitions");
        try {
            for (int partitions : new int[] {1, 13}) {
                List<Text> shuffled = new ArrayList<>(texts);
                Collections.shuffle(shuffled, new Random(partitions));
                spark.conf().set("spark.sql.shuffle.partitions", Integer.toString(partitions));
                assertThat(collect(NEAR.dropped(table(shuffled).repartition(2 * partitions))))
                        .isEqualTo(expected);
            }
        } finally {
            spark.conf().set("spark.sql.shuffle.partitions", before);
        }
    }

    /** Were they compared, it would be five thousand million pairs. */
    @Test
    void mergesAHundredThousandEqualTextsBeforeItComparesAny() {
        Dataset<Row> table = spark.range(100_000)
                .select(
                        col("id").as("place"),
                        col("id").multiply(-1).as("rank"),
                        when(col("id").equalTo(5), lit("something else altogether"))
                                .otherwise(lit("the very same question, a hundred thousand times over"))
                                .as("text"));

        Dataset<Row> dropped = NEAR.dropped(table);
        try {
            assertThat(dropped.count()).isEqualTo(99_998);
            assertThat(dropped.where("of = 99999 and similarity = 1 and place <> 5")
                            .count())
                    .isEqualTo(99_998);
        } finally {
            dropped.unpersist();
        }
    }

    /** All of one template, so that most stand in the same buckets: each is dropped, though far from all pairs are looked at. */
    @Test
    void dropsACrowdOfDifferentNearCopies() {
        String template =
                "please write a short and friendly reminder to the customer that the invoice with the number ";
        Dataset<Row> table = spark.range(10_000)
                .selectExpr("id as place", "id as rank", "concat('" + template + "', 100000 + id) as text");

        Dataset<Row> dropped = NEAR.dropped(table);
        try {
            assertThat(dropped.where("of = 0").count()).isEqualTo(9_999);
        } finally {
            dropped.unpersist();
        }
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new NearDuplicates(0, 5, 128, 0)).hasMessageContaining("found 0.0, 5 and 128");
        assertThatThrownBy(() -> new NearDuplicates(1.1, 5, 128, 0)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new NearDuplicates(0.8, 0, 128, 0)).hasMessageContaining("positive");
        assertThatThrownBy(() -> new NearDuplicates(0.8, 5, 0, 0)).hasMessageContaining("positive");
    }

    // ---- data

    /** Sentences of a small vocabulary; half are edits of an earlier one, some of those by nothing. */
    private static List<Text> mixedTexts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Text> texts = new ArrayList<>();
        while (texts.size() < count) {
            String text = texts.isEmpty() || random.nextBoolean()
                    ? PlantedTexts.sentence(2 + random.nextInt(25), 500, random)
                    : edited(texts.get(random.nextInt(texts.size())).text(), random);
            texts.add(new Text(texts.size() * 3L, random.nextInt(20), text));
        }
        return texts;
    }

    private static String edited(String text, SplittableRandom random) {
        StringBuilder edited = new StringBuilder(text);
        for (int edit = random.nextInt(5); edit > 0; edit--) {
            int at = random.nextInt(edited.length());
            if (random.nextBoolean()) {
                edited.setCharAt(at, (char) ('a' + random.nextInt(26)));
            } else {
                edited.insert(at, PlantedTexts.letters(1 + random.nextInt(3), random));
            }
        }
        return edited.toString();
    }

    private static Map<Long, Twin> allPairs(NearDuplicates near, List<Text> texts) {
        List<Text> order = texts.stream()
                .sorted(Comparator.comparingLong(Text::rank).thenComparingLong(Text::place))
                .toList();
        List<Text> kept = new ArrayList<>();
        Map<Long, Twin> dropped = new TreeMap<>();
        for (Text text : order) {
            kept.stream()
                    .filter(before ->
                            PlantedTexts.similarity(before.text(), text.text(), near.shingle()) >= near.similarity())
                    .findFirst()
                    .ifPresentOrElse(
                            before -> dropped.put(
                                    text.place(),
                                    new Twin(
                                            before.place(),
                                            PlantedTexts.similarity(before.text(), text.text(), near.shingle()))),
                            () -> kept.add(text));
        }
        return dropped;
    }

    private Map<Long, Twin> dropped(NearDuplicates near, List<Text> texts) {
        return collect(near.dropped(table(texts)));
    }

    private Dataset<Row> table(List<Text> texts) {
        return spark.createDataFrame(
                texts.stream()
                        .map(text -> RowFactory.create(text.place(), text.rank(), text.text()))
                        .toList(),
                COLUMNS);
    }

    private static Map<Long, Twin> collect(Dataset<Row> dropped) {
        Map<Long, Twin> twins = new TreeMap<>();
        for (Row row : dropped.select("place", "of", "similarity").collectAsList()) {
            assertThat(twins.put(row.getLong(0), new Twin(row.getLong(1), row.getDouble(2))))
                    .isNull();
        }
        dropped.unpersist();
        return twins;
    }
}
