package io.prefscore.scaling;

import io.prefscore.scaling.HuberFit.Optimum;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a fit would have been on other prompts and with models trained again: points drawn about the fitted curve, with what
 * resampling prompts does to them all at once, or normal noise of their standard errors where prompts are not at hand, and normal
 * noise of the scatter between models, as large in each replicate as the residuals allow for: few points tell little of it. Sizes stay as they are: they were chosen, and a sample of points drawn with replacement
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
        Noise noise = new Noise(fit.sample(), delta, random);
        double[] truth = fit.parameters();
        double[] residuals = fit.residuals();
        double[] curve = curve(fit, residuals);
        for (int replicate = 0; replicate < replicates; replicate++) {
            Sample drawn = fit.sample().with(noise.about(curve, fit.possibleScatter(residuals, random), replicate));
            FittedCurve refit = FittedCurve.from(List.of(truth), fit.form(), drawn, delta);
            draws[replicate] = refit.parameters();
            for (int parameter = 0; parameter < size; parameter++) {
                Optimum held = refit.held(parameter, truth[parameter], truth);
                rises[parameter][replicate] = Math.max(0, 2 * (held.objective() - refit.objective()));
            }
        }
        Arrays.stream(rises).forEach(Arrays::sort);
        return new ModelBootstrap(draws, rises);
    }

    private static double[] curve(FittedCurve fit, double[] residuals) {
        double[] curve = fit.sample().values().clone();
        for (int point = 0; point < curve.length; point++) {
            curve[point] -= residuals[point];
        }
        return curve;
    }

    /** Rise that a share of the replicates stays below. */
    double rise(int parameter, double share) {
        double[] sorted = rises[parameter];
        return sorted[(int) Math.min(sorted.length - 1.0, Math.ceil(share * (sorted.length + 1)) - 1)];
    }
}
