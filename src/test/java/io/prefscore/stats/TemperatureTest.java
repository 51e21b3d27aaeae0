package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemperatureTest {

    private static SparseHistogram histogram(double... margins) {
        SparseHistogram histogram = new SparseHistogram();
        for (double margin : margins) {
            histogram.add(LogBins.bin(margin));
        }
        return histogram;
    }

    /** Labels are drawn with the probability that the margin at temperature T states. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 3, 40})
    void findsTheTemperatureThatLabelsWereDrawnAt(double temperature) {
        SplittableRandom random = new SplittableRandom(1);
        double[] margins = new double[200_000];
        double information = 0;
        for (int at = 0; at < margins.length; at++) {
            double size = Math.abs(3 * random.nextGaussian());
            double chance = Logistic.sigmoid(size / temperature);
            margins[at] = random.nextDouble() < chance ? size : -size;
            information += size * size * chance * (1 - chance);
        }
        // Four standard errors of 1/T by Fisher's information, and half a bin, at most 0.2 % of it.
        double allowed = 4 / Math.sqrt(information) * temperature * temperature + 0.002 * temperature;
        assertThat(Temperature.fit(histogram(margins))).isCloseTo(temperature, within(allowed));
    }

    @Test
    void leavesNoBetterTemperatureBesideIt() {
        SplittableRandom random = new SplittableRandom(2);
        double[] margins = random.doubles(300, -1, 2).toArray();
        SparseHistogram histogram = histogram(margins);
        double fitted = Temperature.fit(histogram);
        double best = loss(histogram, fitted);
        for (double other = 0.01; other < 100; other *= 1.01) {
            assertThat(loss(histogram, other)).isGreaterThanOrEqualTo(best - 1e-12);
        }
    }

    private static double loss(SparseHistogram histogram, double temperature) {
        double sum = 0;
        for (int row = 0; row < histogram.size(); row++) {
            sum += histogram.count(row) * Logistic.loss(LogBins.centre(histogram.bin(row)) / temperature);
        }
        return sum;
    }

    @Test
    void stopsAtABoundWhereNoTemperatureIsBest() {
        double size = LogBins.centre(LogBins.bin(2));
        assertThat(Temperature.fit(histogram(2, 2, 2)))
                .as("always right")
                .isCloseTo(size / Temperature.BOUND, within(1e-12));
        assertThat(Temperature.fit(histogram(-2, -2, 1)))
                .as("worse than chance")
                .isGreaterThan(Temperature.BOUND);
        assertThat(Temperature.fit(histogram())).as("no margins").isEqualTo(1);
    }
}
