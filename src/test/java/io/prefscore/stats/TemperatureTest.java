package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemperatureTest {

    private static final double WIDTH = 1.0 / 128;

    private static SparseHistogram histogram(double... margins) {
        SparseHistogram histogram = new SparseHistogram();
        for (double margin : margins) {
            histogram.add(BinWidth.bin(margin, WIDTH));
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
        // Four standard errors of 1/T by Fisher's information, and half a bin.
        double allowed = 4 / Math.sqrt(information) * temperature * temperature + WIDTH / 2;
        assertThat(Temperature.fit(histogram(margins), WIDTH)).isCloseTo(temperature, within(allowed));
    }

    @Test
    void leavesNoBetterTemperatureBesideIt() {
        SplittableRandom random = new SplittableRandom(2);
        double[] margins = random.doubles(300, -1, 2).toArray();
        SparseHistogram histogram = histogram(margins);
        double fitted = Temperature.fit(histogram, WIDTH);
        double best = loss(histogram, fitted);
        for (double other = 0.01; other < 100; other *= 1.01) {
            assertThat(loss(histogram, other)).isGreaterThanOrEqualTo(best - 1e-12);
        }
    }

    private static double loss(SparseHistogram histogram, double temperature) {
        double sum = 0;
        for (int row = 0; row < histogram.size(); row++) {
            sum += histogram.count(row) * Logistic.loss(BinWidth.centre(histogram.bin(row), WIDTH) / temperature);
        }
        return sum;
    }

    @Test
    void stopsAtABoundWhereNoTemperatureIsBest() {
        double size = BinWidth.centre(BinWidth.bin(2, WIDTH), WIDTH);
        assertThat(Temperature.fit(histogram(2, 2, 2), WIDTH))
                .as("always right")
                .isCloseTo(size / Temperature.BOUND, within(1e-12));
        assertThat(Temperature.fit(histogram(-2, -2, 1), WIDTH))
                .as("worse than chance")
                .isGreaterThan(Temperature.BOUND);
        assertThat(Temperature.fit(histogram(), WIDTH)).as("no margins").isEqualTo(1);
    }
}
