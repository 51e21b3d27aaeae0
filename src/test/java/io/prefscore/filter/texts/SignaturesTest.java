package io.prefscore.filter.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shingles, signatures, bands, sketches and what is made of them, without Spark's sessions. */
final class SignaturesTest {

    // ---- shingles

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9})
    void findsTheSimilarityThatSetsOfSubstringsHave(int length) {
        SplittableRandom random = new SplittableRandom(length);
        for (int round = 0; round < 300; round++) {
            String left = PlantedTexts.sentence(random.nextInt(6), 4, random);
            String right = PlantedTexts.sentence(random.nextInt(6), 4, random);

            assertThat(Shingles.similarity(Shingles.set(left, length), Shingles.set(right, length)))
                    .isEqualTo(PlantedTexts.similarity(left, right, length));
        }
    }

    @Test
    void hashesEachOfMillionsOfShinglesToANumberOfItsOwn() {
        Set<Long> hashes = new HashSet<>();
        for (char first = ' '; first < 127; first++) {
            for (char second = ' '; second < 127; second++) {
                for (char third = ' '; third < 127; third++) {
                    hashes.add(Shingles.of("" + first + second + third, 3)[0]);
                }
            }
        }

        assertThat(hashes).hasSize(95 * 95 * 95);
    }

    // ---- signatures

    @ParameterizedTest
    @CsvSource({"0.1, 60", "0.3, 60", "0.5, 120", "0.8, 120", "0.9, 30", "0.95, 300"})
    void agreesInAnEntryAsOftenAsTheSetsAreSimilar(double similarity, int shingles) {
        MinHash minHash = new MinHash(128, 42);
        SplittableRandom random = new SplittableRandom(3);
        int pairs = 500;
        double sum = 0;
        double squares = 0;
        double exact = 0;
        for (int pair = 0; pair < pairs; pair++) {
            List<String> two = PlantedTexts.pair(similarity, shingles, 5, random);
            int[] left = minHash.signature(Shingles.of(two.get(0), 5));
            int[] right = minHash.signature(Shingles.of(two.get(1), 5));
            double share = agreeing(left, right) / 128.0;
            exact += PlantedTexts.similarity(two.get(0), two.get(1), 5) / pairs;
            sum += share;
            squares += share * share;
        }
        double mean = sum / pairs;
        double deviation = Math.sqrt(squares / pairs - mean * mean);
        double binomial = Math.sqrt(exact * (1 - exact) / 128);

        System.out.printf(
                Locale.ROOT,
                "similarity %.4f of %d shingles: signatures agree in %.4f ± %.4f of entries, independent functions ± %.4f%n",
                exact,
                shingles,
                mean,
                deviation,
                binomial);
        assertThat(mean).isCloseTo(exact, within(4 * binomial / Math.sqrt(pairs)));
        assertThat(deviation).isCloseTo(binomial, within(0.15 * binomial));
    }

    private static int agreeing(int[] left, int[] right) {
        int agreeing = 0;
        for (int index = 0; index < left.length; index++) {
            agreeing += left[index] == right[index] ? 1 : 0;
        }
        return agreeing;
    }

    // ---- bands and sketches

    /**
     * Expected by SciPy 1.10: {@code min((quad(lambda s: 1 - (1 - s**r)**(128//r), 0, t)[0] + 49 * quad(lambda s: (1 -
     * s**r)**(128//r), t, 1)[0], 128//r, r) for r in range(1, 129))}.
     */
    @ParameterizedTest
    @CsvSource({"0.5, 42, 3", "0.7, 25, 5", "0.8, 18, 7", "0.9, 10, 12", "0.95, 7, 18"})
    void cutsWhereMissesAndNeedlessCandidatesCostLeast(double similarity, int count, int rows) {
        Bands bands = Bands.of(similarity, 128);

        System.out.printf(
                Locale.ROOT,
                "threshold %.2f: %d bands of %d; candidates at it %.4f, 0.05 above %.4f, 0.1 below %.4f, 0.3 below %.5f%n",
                similarity,
                bands.count(),
                bands.rows(),
                bands.candidate(similarity),
                bands.candidate(Math.min(1, similarity + 0.05)),
                bands.candidate(similarity - 0.1),
                bands.candidate(similarity - 0.3));
        assertThat(bands).isEqualTo(new Bands(count, rows));
    }

    @Test
    void allowsSketchesToDifferInAsManyBitsAsOneSimilarPairOfAThousandExceeds() {
        // scipy.stats.binom.ppf(0.999, 64, (1 - s) / 2) for s = 0.5, 0.8, 0.95; of 32 bits for 0.8
        assertThat(Sketch.mostDifferent(0.5, 128)).isEqualTo(27);
        assertThat(Sketch.mostDifferent(0.8, 128)).isEqualTo(15);
        assertThat(Sketch.mostDifferent(0.95, 128)).isEqualTo(7);
        assertThat(Sketch.mostDifferent(0.8, 32)).isEqualTo(9);
        assertThat(Sketch.mostDifferent(1, 128)).isZero();
    }

    // ---- candidates

    /** Every pair of a bucket whose sketches are close, against two plain loops. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pairsAllOfABucketWhoseSketchesAreClose(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = new ArrayList<>();
        Set<List<Long>> expected = new HashSet<>();
        for (long key = -3; key < 3; key++) {
            int first = rows.size();
            for (long rank = 0; rank < 200; rank++) {
                rows.add(RowFactory.create(key, rank, (long) rows.size(), random.nextLong()));
            }
            for (int right = first; right < rows.size(); right++) {
                for (int left = first; left < right; left++) {
                    if (Long.bitCount(
                                    rows.get(left).getLong(3) ^ rows.get(right).getLong(3))
                            <= 20) {
                        expected.add(List.of((long) left, (long) right));
                    }
                }
            }
        }

        Set<List<Long>> pairs = new HashSet<>();
        new PairCandidates(20)
                .call(rows.iterator())
                .forEachRemaining(pair -> pairs.add(List.of(pair.getLong(0), pair.getLong(1))));

        assertThat(pairs).isEqualTo(expected).hasSizeGreaterThan(50);
    }

    @Test
    void boundsThePairsOfABucketByItsSize() {
        int size = 100_000;
        Iterator<Row> bucket = new SplittableRandom(1)
                .longs(size)
                .mapToObj(place -> RowFactory.create(1L, 0L, place, 0L))
                .iterator();
        Map<Long, Integer> pairs = new HashMap<>();

        new PairCandidates(0).call(bucket).forEachRemaining(pair -> pairs.merge(pair.getLong(1), 1, Integer::sum));

        assertThat(pairs).hasSize(size - 1);
        assertThat(pairs.values()).allMatch(count -> count <= 8);
    }

    // ---- the set

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holdsWhatASetOfTheLibraryHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LongSet set = new LongSet();
        Set<Long> expected = new HashSet<>();
        for (int step = 0; step < 20_000; step++) {
            long member = (random.nextInt(30_000) - 1000L) << (random.nextInt(3) * 20);
            assertThat(set.contains(member)).isEqualTo(expected.contains(member));
            set.add(member);
            expected.add(member);
        }

        assertThat(set.size()).isEqualTo(expected.size());
        assertThat(Arrays.stream(set.toArray()).sorted().toArray())
                .isEqualTo(expected.stream().mapToLong(Long::longValue).sorted().toArray());
    }
}
