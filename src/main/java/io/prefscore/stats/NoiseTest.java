package io.prefscore.stats;

import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Tests whether labels are wrong at all, or a temperature alone explains every contradiction. It is the test of the likelihood
 * ratio at the edge of the noise's range, where half of its distribution is 0 and half χ² with one degree of freedom (S. Self
 * and K.-Y. Liang, JASA 82 (1987), 605–610).
 *
 * <p>Comparisons of one prompt go wrong together and would make the ratio too large. So it is divided by how many times more
 * the score of e, clear of that of T, varies between blocks of prompts than it would if comparisons were independent, if that is
 * more than one; and since this is estimated from the blocks, its root is taken for Student's t and not for normal. The factor
 * is that of J. T. Kent, Biometrika 69 (1982), 19–27, for a model that is right but for the dependence.
 */
final class NoiseTest {

    private NoiseTest() {}

    /**
     * Probability of so high a ratio where no label is wrong.
     *
     * @param blocks disjoint sets of prompts, at least two of them not empty
     * @param all their margins together
     * @param fitted to all of them
     * @return from 0 to 0.5; 1 where nothing speaks for wrong labels
     */
    static double p(List<MarginSample> blocks, MarginSample all, NoisyTemperature fitted) {
        double clean = NoisyTemperature.clean(all).logLikelihood(all);
        double ratio = 2 * (fitted.logLikelihood(all) - clean) / excessVariance(blocks, all, fitted);
        if (fitted.noise() == 0 || !(ratio > 0)) {
            return 1;
        }
        long filled = blocks.stream().filter(block -> block.size() > 0).count();
        return new TDistribution(filled - 1.0).cumulativeProbability(-Math.sqrt(ratio));
    }

    /** At least 1. */
    static double excessVariance(List<MarginSample> blocks, MarginSample all, NoisyTemperature fitted) {
        double products = 0;
        double squares = 0;
        for (int entry = 0; entry < all.size(); entry++) {
            double[] scores = scores(all.margins()[entry], fitted);
            products += all.counts()[entry] * scores[0] * scores[1];
            squares += all.counts()[entry] * scores[1] * scores[1];
        }
        double shared = squares > 0 ? products / squares : 0;
        double independent = 0;
        double observed = 0;
        for (MarginSample block : blocks) {
            double sum = 0;
            for (int entry = 0; entry < block.size(); entry++) {
                double[] scores = scores(block.margins()[entry], fitted);
                double score = scores[0] - shared * scores[1];
                sum += block.counts()[entry] * score;
                independent += block.counts()[entry] * score * score;
            }
            observed += sum * sum;
        }
        return observed > independent ? observed / independent : 1;
    }

    /** Slopes of log f in e and in log 1/T. */
    static double[] scores(double margin, NoisyTemperature fitted) {
        double x = margin / fitted.temperature();
        double right = Logistic.sigmoid(x);
        double left = Logistic.sigmoid(-x);
        double noise = fitted.noise();
        double chance = (1 - noise) * right + noise * left;
        return new double[] {(left - right) / chance, (1 - 2 * noise) * right * left * x / chance};
    }
}
