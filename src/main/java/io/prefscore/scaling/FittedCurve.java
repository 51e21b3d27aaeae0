package io.prefscore.scaling;

import io.prefscore.scaling.HuberFit.Optimum;
import io.prefscore.scaling.Scatter.Bend;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A form at its optimum.
 *
 * @param parameters as the optimiser moves them
 * @param scatter τ
 * @param deviations of the points, from standard errors and τ
 * @param bend of Huber's function, in these deviations
 * @param objective Σ ρ
 */
record FittedCurve(
        CurveForm form,
        Sample sample,
        double[] parameters,
        double scatter,
        double[] deviations,
        double bend,
        double objective) {

    /** Rounds of fitting and of estimating the scatter anew; they settle in three or four. */
    private static final int ROUNDS = 12;

    private static final double SETTLED = 1e-4;

    /** A start that leads to no better an optimum than this much above the best is one of the same. */
    private static final double SAME = 1e-9;

    /**
     * Fits a form from all of its starts.
     *
     * @param delta bend of Huber's function in the residuals' own unit, all points counting alike; NaN: by standard errors and
     *     scatter
     */
    static FittedCurve of(CurveForm form, Sample sample, double delta) {
        return from(form.starts(sample), form, sample, delta);
    }

    /** Fits a form from some starts. */
    static FittedCurve from(List<double[]> starts, CurveForm form, Sample given, double delta) {
        Sample sample = Double.isNaN(delta) ? given : given.alike();
        double first = Math.max(Scatter.LEAST, Scatter.estimate(spread(sample), sample.errors(), sample.size() - 1.0));
        double[] deviations = Scatter.deviations(sample.errors(), first);
        Optimum best = best(starts, form, sample, deviations, bend(delta, first));
        double scatter = first;
        for (int round = 0; round < ROUNDS; round++) {
            double next = Scatter.estimate(
                    residuals(form, sample, best.parameters()), sample.errors(), degrees(form, sample));
            boolean settled = Math.abs(next - scatter) <= SETTLED * (scatter + Scatter.LEAST);
            scatter = next;
            deviations = Scatter.deviations(sample.errors(), scatter);
            best = HuberFit.from(best.parameters(), form, sample, deviations, bend(delta, scatter));
            if (settled) {
                break;
            }
        }
        return new FittedCurve(
                form, sample, best.parameters(), scatter, deviations, bend(delta, scatter), best.objective());
    }

    private static Optimum best(
            List<double[]> starts, CurveForm form, Sample sample, double[] deviations, double bend) {
        Optimum best = HuberFit.from(starts.get(0), form, sample, deviations, bend);
        for (double[] start : starts.subList(1, starts.size())) {
            Optimum other = HuberFit.from(start, form, sample, deviations, bend);
            if (other.objective() < best.objective() * (1 - SAME)) {
                best = other;
            }
        }
        return best;
    }

    private static int degrees(CurveForm form, Sample sample) {
        return Math.max(1, sample.size() - form.size());
    }

    /** A scatter that might as well have been the true one, as far as the residuals tell. */
    double possibleScatter(double[] residuals, RandomGenerator random) {
        return Scatter.estimate(residuals, sample.errors(), Scatter.chiSquare(degrees(form, sample), random));
    }

    private static double bend(double delta, double scatter) {
        return Double.isNaN(delta) ? Scatter.BEND : delta / Math.max(Scatter.LEAST, scatter);
    }

    private static double[] spread(Sample sample) {
        double mean = sample.meanValue();
        return Arrays.stream(sample.values()).map(value -> value - mean).toArray();
    }

    /** Values less the curve, by point. */
    double[] residuals() {
        return residuals(form, sample, parameters);
    }

    private static double[] residuals(CurveForm form, Sample sample, double[] parameters) {
        double[] residuals = new double[sample.size()];
        double[] gradient = new double[form.size()];
        for (int point = 0; point < residuals.length; point++) {
            residuals[point] = sample.values()[point]
                    - form.value(parameters, sample.first()[point], sample.second()[point], gradient);
        }
        return residuals;
    }

    /** Σ ρ: in deviations, or in the residuals' own unit where Huber's bend is given in it, as Hoffmann et al. have it. */
    double reportedObjective(double delta) {
        return Double.isNaN(delta) ? objective : objective * deviations[0] * deviations[0];
    }

    /** On the scale of residuals. */
    double value(double first, double second) {
        return form.value(parameters, first, second, new double[form.size()]);
    }

    /** Of the points, at the best scatter. */
    double logLikelihood(double delta) {
        return Double.isNaN(delta)
                ? Scatter.logLikelihood(residuals(), sample.errors(), Scatter.BEND, Bend.STANDARD_DEVIATIONS)
                : Scatter.logLikelihood(residuals(), sample.errors(), delta, Bend.RESIDUALS);
    }

    /**
     * The best optimum at which a parameter is held at a value and the others are fitted.
     *
     * @param starts parameters to begin from, with any value of that one
     */
    Optimum held(int parameter, double value, double[]... starts) {
        return Arrays.stream(starts)
                .map(start -> {
                    double[] from = start.clone();
                    from[parameter] = value;
                    return HuberFit.holding(parameter, from, form, sample, deviations, bend);
                })
                .min(Comparator.comparingDouble(Optimum::objective))
                .orElseThrow();
    }
}
