package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplicateHistogramTest {

    /** A bin that nothing falls into. */
    private static final long EMPTY = Long.MAX_VALUE;

    /** More units than are held back at a time, bins of either sign and counts above one. */
    @ParameterizedTest
    @CsvSource({"1, 10, 1", "2, 128, 50", "3, 300, 400", "4, 129, 3000"})
    void weighsAsAMapPerReplicateDoes(long seed, int replicates, int units) {
        SplittableRandom random = new SplittableRandom(seed);
        PoissonWeights poisson = new PoissonWeights(seed, replicates);
        ReplicateHistogram fast = new ReplicateHistogram(replicates);
        Map<Long, Double>[] slow = maps(replicates);
        Map<Long, Double> counts = new HashMap<>();
        for (int unit = 0; unit < units; unit++) {
            SparseHistogram histogram = new SparseHistogram();
            float[] weights = poisson.of(unit, ReplicateHistogram.BLOCK);
            for (int value = random.nextInt(40); value > 0; value--) {
                long bin = Math.round(100 * random.nextGaussian());
                histogram.add(bin);
                counts.merge(bin, 1.0, Double::sum);
                for (int replicate = 0; replicate < replicates; replicate++) {
                    slow[replicate].merge(bin, (double) weights[replicate], Double::sum);
                }
            }
            fast.add(weights, histogram);
        }
        long[] bins = LongStream.concat(Arrays.stream(fast.bins()), LongStream.of(EMPTY))
                .toArray();
        int[] rows = fast.rows(bins);
        double[] drawn = new double[rows.length];
        for (int replicate = 0; replicate < replicates; replicate++) {
            BlockWeights block = fast.block(replicate / ReplicateHistogram.BLOCK, rows);
            for (int entry = 0; entry < rows.length; entry++) {
                drawn[entry] = block.at(entry, replicate % ReplicateHistogram.BLOCK);
            }
            assertThat(byBin(bins, drawn)).isEqualTo(slow[replicate]);
        }
        assertThat(byBin(bins, fast.counts(rows))).isEqualTo(counts);
    }

    private static Map<Long, Double> byBin(long[] bins, double[] values) {
        assertThat(bins).isSorted().doesNotHaveDuplicates();
        Map<Long, Double> byBin = new HashMap<>();
        for (int entry = 0; entry < bins.length; entry++) {
            byBin.put(bins[entry], values[entry]);
        }
        assertThat(byBin.remove(EMPTY)).isZero();
        return byBin;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Long, Double>[] maps(int size) {
        Map<Long, Double>[] maps = new Map[size];
        for (int index = 0; index < size; index++) {
            maps[index] = new HashMap<>();
        }
        return maps;
    }
}
