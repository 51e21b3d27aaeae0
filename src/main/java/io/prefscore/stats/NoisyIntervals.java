package io.prefscore.stats;

import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How far the share of wrong labels e and the temperature T of a {@link NoisyTemperature} can be trusted: by the sandwich variance
 * of e and log T, whose middle is the spread of the scores of blocks of prompts, so that it knows of comparisons of a prompt that
 * go together, with Student's t at one degree of freedom less than there are blocks. Source: P. J. Huber, Proc. 5th Berkeley Symp. 1
 * (1967), 221–233.
 *
 * <p>Made for the logit of e and for log T, so that no end lies outside of what is possible.
 */
final class NoisyIntervals {

    private final NoisyTemperature fitted;
    private final double quantile;
    private final double noiseError;
    private final double logTemperatureError;

    /**
     * @param blocks disjoint sets of prompts, at least two of them not empty
     * @param fitted to all of them, both values or T alone
     * @param known whether e was given: then, as where e is 0, the variance is that of T alone
     */
    NoisyIntervals(List<MarginSample> blocks, NoisyTemperature fitted, boolean known, double level) {
        this.fitted = fitted;
        boolean alone = known || fitted.noise() == 0;
        double[][] bread = new double[2][2];
        double[][] meat = new double[2][2];
        int filled = 0;
        for (MarginSample block : blocks) {
            double[] sum = new double[2];
            for (int entry = 0; entry < block.size(); entry++) {
                double[] scores = NoiseTest.scores(block.margins()[entry], fitted);
                scores[0] = alone ? 0 : scores[0];
                addProduct(bread, scores, block.counts()[entry]);
                sum[0] += block.counts()[entry] * scores[0];
                sum[1] += block.counts()[entry] * scores[1];
            }
            addProduct(meat, sum, 1);
            filled += block.size() > 0 ? 1 : 0;
        }
        bread[0][0] = alone ? 1 : bread[0][0];
        double correction = filled / (filled - 1.0);
        this.noiseError = alone ? Double.NaN : Math.sqrt(correction * variance(bread, meat, 0));
        this.logTemperatureError = Math.sqrt(correction * variance(bread, meat, 1));
        this.quantile = new TDistribution(filled - 1.0).inverseCumulativeProbability((1 + level) / 2);
    }

    private static void addProduct(double[][] matrix, double[] scores, double weight) {
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 2; column++) {
                matrix[row][column] += weight * scores[row] * scores[column];
            }
        }
    }

    /** Of {@code bread⁻¹ meat bread⁻¹} an entry of the diagonal. */
    private static double variance(double[][] bread, double[][] meat, int at) {
        double determinant = bread[0][0] * bread[1][1] - bread[0][1] * bread[1][0];
        int other = 1 - at;
        double own = bread[other][other] / determinant;
        double mixed = -bread[at][other] / determinant;
        return own * own * meat[at][at] + 2 * own * mixed * meat[at][other] + mixed * mixed * meat[other][other];
    }

    /** e; without an interval where it was given, is none, or its variance is no number. */
    Estimate noise() {
        double noise = fitted.noise();
        double error = quantile * noiseError / (noise * (1 - noise));
        if (!Double.isFinite(error)) {
            return Estimate.of(noise);
        }
        double odds = noise / (1 - noise);
        return new Estimate(
                noise, share(odds * Math.exp(-error)), share(odds * Math.exp(error)), Interval.CLUSTER_ROBUST);
    }

    private static double share(double odds) {
        return Double.isInfinite(odds) ? 1 : odds / (1 + odds);
    }

    /** T; without an interval where its variance is no number. */
    Estimate temperature() {
        double temperature = fitted.temperature();
        double factor = Math.exp(quantile * logTemperatureError);
        return Double.isFinite(factor)
                ? new Estimate(temperature, temperature / factor, temperature * factor, Interval.CLUSTER_ROBUST)
                : Estimate.of(temperature);
    }
}
