package io.prefscore.scaling;

import io.prefscore.scaling.HuberFit.Optimum;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * What a fit would have been on other prompts and with models trained again: points drawn about the fitted curve, with what
 * resampling prompts does to them all at once, or normal noise of their standard errors where prompts are not at hand, and normal
 * noise of the scatter between models. Sizes stay as they are: they were chosen, and a sample of points drawn with replacement
 * from a planned grid lacks sizes that the grid was made to have.
 *
 * @param draws parameters fitted to each replicate, as the optimiser moves them
 * @param rises by parameter and then by replicate, ascending: how much twice the objective rises when the parameter is held at
 *     its true value, which is the fitted curve's
 */
record ModelBootstrap(double[][] draws, double[][] rises) {

    static ModelBootstrap of(FittedCurve fit, double delta, int replicates, RandomGenerator random) {
        int size = fit.form().size();
        double[][] draws = new double[replicates][];
        double[][] rises = new double[size][replicates];
        Noise noise = new Noise(fit.sample(), fit.scatter(), delta, random);
        double[] truth = fit.parameters();
        double[] curve = curve(fit);
        for (int replicate = 0; replicate < replicates; replicate++) {
            Sample drawn = fit.sample().with(noise.about(curve, replicate));
            FittedCurve refit = FittedCurve.from(List.of(truth), fit.form(), drawn, delta);
            draws[replicate] = refit.parameters();
            for (int parameter = 0; parameter < size; parameter++) {
                double[] start = refit.parameters().clone();
                start[parameter] = truth[parameter];
                Optimum held = refit.held(parameter, start);
                rises[parameter][replicate] = Math.max(0, 2 * (held.objective() - refit.objective()));
            }
        }
        Arrays.stream(rises).forEach(Arrays::sort);
        return new ModelBootstrap(draws, rises);
    }

    private static double[] curve(FittedCurve fit) {
        double[] residuals = fit.residuals();
        double[] curve = fit.sample().values().clone();
        for (int point = 0; point < curve.length; point++) {
            curve[point] -= residuals[point];
        }
        return curve;
    }

    /**
     * Draws, moved away from the fit by as much as intervals must be wider than those of many points: a scatter that is
     * estimated from few is as often too small as too large, and Student's t knows it where the normal distribution does not.
     */
    double[][] widened(FittedCurve fit, double level) {
        double normal = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
        double expected = normal * normal * Scatter.expectedRise(fit.bend());
        double[] found = IntStream.range(0, rises.length)
                .mapToDouble(parameter -> rise(parameter, level))
                .sorted()
                .toArray();
        double factor = Math.max(1, Math.sqrt(found[(found.length - 1) / 2] / expected));
        double[] middle = fit.parameters();
        return Arrays.stream(draws)
                .map(draw -> IntStream.range(0, draw.length)
                        .mapToDouble(index -> middle[index] + factor * (draw[index] - middle[index]))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Rise that a share of the replicates stays below. */
    double rise(int parameter, double share) {
        double[] sorted = rises[parameter];
        return sorted[(int) Math.min(sorted.length - 1.0, Math.ceil(share * (sorted.length + 1)) - 1)];
    }
}
