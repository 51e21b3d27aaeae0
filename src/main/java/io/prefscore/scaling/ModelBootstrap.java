package io.prefscore.scaling;

import io.prefscore.scaling.HuberFit.Optimum;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a fit might have been. About the curve: on other prompts and with models trained again; points are drawn about the fitted
 * curve, with what resampling prompts does to them all at once, or normal noise of their standard errors where prompts are not at
 * hand, and normal noise of the scatter between models, as large in each replicate as the residuals allow for: few points tell
 * little of it. Sizes stay as they are: they were chosen, and a sample of points drawn with replacement from a planned grid lacks
 * sizes that the grid was made to have. By cases: points drawn with replacement, as T. Besiroglu et al., arXiv 2404.10102, do
 * with those of Hoffmann et al.: right where residuals have heavier tails than noise that is drawn, given many points.
 *
 * @param draws parameters fitted to each replicate, as the optimiser moves them
 * @param rises by parameter and then by replicate, ascending: how much twice the objective rises when the parameter is held at
 *     its true value, which is the fitted curve's
 */
record ModelBootstrap(double[][] draws, double[][] rises) {

    /** Of the rise that is exceeded, the part that is none. */
    private static final double LITTLE = 1e-3;

    /** @param resampling which of the two; not {@link Resampling#AUTO} */
    static ModelBootstrap of(
            FittedCurve fit, double delta, int replicates, Resampling resampling, RandomGenerator random) {
        int size = fit.form().size();
        double[][] draws = new double[replicates][];
        double[][] rises = new double[size][replicates];
        IntFunction<Sample> replicas = resampling == Resampling.CASES ? cases(fit, random) : about(fit, delta, random);
        double[] truth = fit.parameters();
        for (int replicate = 0; replicate < replicates; replicate++) {
            FittedCurve refit = FittedCurve.from(List.of(truth), fit.form(), replicas.apply(replicate), delta);
            draws[replicate] = refit.parameters();
            for (int parameter = 0; parameter < size; parameter++) {
                Optimum held = refit.held(parameter, truth[parameter], truth);
                rises[parameter][replicate] = Math.max(0, 2 * (held.objective() - refit.objective()));
            }
        }
        Arrays.stream(rises).forEach(Arrays::sort);
        return new ModelBootstrap(draws, rises);
    }

    private static IntFunction<Sample> about(FittedCurve fit, double delta, RandomGenerator random) {
        Noise noise = new Noise(fit.sample(), delta, random);
        double[] residuals = fit.residuals();
        double[] curve = curve(fit, residuals);
        return replicate -> fit.sample().with(noise.about(curve, fit.possibleScatter(residuals, random), replicate));
    }

    private static IntFunction<Sample> cases(FittedCurve fit, RandomGenerator random) {
        int points = fit.sample().size();
        return replicate -> fit.sample()
                .only(IntStream.generate(() -> random.nextInt(points))
                        .limit(points)
                        .toArray());
    }

    private static double[] curve(FittedCurve fit, double[] residuals) {
        double[] curve = fit.sample().values().clone();
        for (int point = 0; point < curve.length; point++) {
            curve[point] -= residuals[point];
        }
        return curve;
    }

    /**
     * Rise that a share of the replicates stays below, of those that rise at all. Where a parameter is found at its bound, replicates
     * about the curve stop there half of the time and do not rise, as they would about the truth, which need not lie there. Source:
     * D. Andrews, Econometrica 68 (2000), 399–405.
     */
    double rise(int parameter, double share) {
        double[] all = rises[parameter];
        double least = LITTLE * quantile(all, share);
        return quantile(Arrays.stream(all).filter(rise -> rise >= least).toArray(), share);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1.0, Math.ceil(share * (sorted.length + 1)) - 1)];
    }
}
