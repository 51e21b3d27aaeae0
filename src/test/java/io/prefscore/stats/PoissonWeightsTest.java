package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.hipparchus.distribution.discrete.PoissonDistribution;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;

final class PoissonWeightsTest {

    private static final int REPLICATES = 1000;

    @Test
    void arePoissonWithMeanOne() {
        PoissonWeights weights = new PoissonWeights(5, REPLICATES);
        long[] counts = new long[6];
        for (int unit = 0; unit < Units.COUNT; unit++) {
            for (float weight : weights.of(unit, 1)) {
                counts[Math.min(counts.length - 1, (int) weight)]++;
            }
        }
        double[] expected = new double[counts.length];
        PoissonDistribution poisson = new PoissonDistribution(1);
        for (int count = 0; count + 1 < counts.length; count++) {
            expected[count] = poisson.probability(count);
        }
        expected[counts.length - 1] = 1 - poisson.cumulativeProbability(counts.length - 2);
        assertThat(new ChiSquareTest().chiSquareTest(expected, counts))
                .as("p-value of chi-squared")
                .isGreaterThan(0.001);
    }

    /** Were neighbours alike, replicates or units would not be independent draws. */
    @Test
    void areUncorrelatedBetweenUnitsAndReplicates() {
        PoissonWeights weights = new PoissonWeights(6, REPLICATES);
        double units = 0;
        double replicates = 0;
        for (int unit = 0; unit + 1 < Units.COUNT; unit++) {
            float[] here = weights.of(unit, 1);
            float[] next = weights.of(unit + 1, 1);
            for (int replicate = 0; replicate + 1 < REPLICATES; replicate++) {
                units += (here[replicate] - 1) * (next[replicate] - 1);
                replicates += (here[replicate] - 1) * (here[replicate + 1] - 1);
            }
        }
        // Each product has variance 1: four standard errors.
        double allowed = 4 / Math.sqrt((Units.COUNT - 1.0) * (REPLICATES - 1));
        assertThat(Math.abs(units) / (Units.COUNT - 1) / (REPLICATES - 1)).isLessThan(allowed);
        assertThat(Math.abs(replicates) / (Units.COUNT - 1) / (REPLICATES - 1)).isLessThan(allowed);
    }

    @Test
    void dependOnSeedUnitAndReplicateAlone() {
        float[] some = new PoissonWeights(7, 100).of(9, 1);
        float[] more = new PoissonWeights(7, REPLICATES).of(9, 64);
        assertThat(Arrays.copyOf(more, 100)).isEqualTo(some);
        assertThat(more).hasSize(1024);
        assertThat(Arrays.copyOfRange(more, REPLICATES, 1024)).containsOnly(0);
        assertThat(new PoissonWeights(8, 100).of(9, 1)).isNotEqualTo(some);
        assertThat(new PoissonWeights(7, 100).of(10, 1)).isNotEqualTo(some);
    }
}
