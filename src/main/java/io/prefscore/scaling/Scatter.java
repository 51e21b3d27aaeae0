package io.prefscore.scaling;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.hipparchus.optim.univariate.UnivariatePointValuePair;
import org.hipparchus.special.Erf;

/**
 * Standard deviation τ between models beyond their standard errors: a point's variance is its standard error's square and τ².
 * Training again with another seed moves a model, and no form is exactly true; neither shows in a standard error.
 */
final class Scatter {

    /** Bend of Huber's function at which it loses 5 % where all is normal. */
    static final double BEND = 1.345;

    /** No deviation is taken to be less, so that points on a curve have one. */
    static final double LEAST = 1e-8;

    /** Mean of ψ² of a standard normal variable. */
    static final double EXPECTED = expectedSquare();

    private static final int HALVINGS = 60;

    private Scatter() {}

    /** Standard deviations of points. */
    static double[] deviations(double[] errors, double scatter) {
        return Arrays.stream(errors)
                .map(error -> Math.max(LEAST, Math.hypot(error, scatter)))
                .toArray();
    }

    /**
     * Huber's "proposal 2" for τ: Σ ψ(residual / deviation)² is what so many independent normal residuals have on average. 0
     * where standard errors alone explain the residuals. Source: P. Huber, Robust Statistics, 1981, 7.7.
     *
     * @param degrees points less fitted parameters; or a draw of χ² with so many degrees of freedom, for a τ that might as well
     *     have been the true one
     */
    static double estimate(double[] residuals, double[] errors, double degrees) {
        double expected = EXPECTED * degrees;
        double high = Arrays.stream(residuals).map(Math::abs).max().orElse(0);
        if (high == 0 || squares(residuals, errors, 0) <= expected) {
            return 0;
        }
        high *= 2 * Math.sqrt(residuals.length / expected);
        double low = 0;
        for (int halving = 0; halving < HALVINGS && high - low > 1e-7 * high; halving++) {
            double middle = (low + high) / 2;
            if (squares(residuals, errors, middle) > expected) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double squares(double[] residuals, double[] errors, double scatter) {
        double sum = 0;
        for (int point = 0; point < residuals.length; point++) {
            double deviation = Math.max(LEAST, Math.sqrt(errors[point] * errors[point] + scatter * scatter));
            double influence = Math.min(BEND, Math.abs(residuals[point]) / deviation);
            sum += influence * influence;
        }
        return sum;
    }

    private static double expectedSquare() {
        double beyond = Erf.erfc(BEND / Math.sqrt(2));
        double density = Math.exp(-BEND * BEND / 2) / Math.sqrt(2 * Math.PI);
        return 1 - beyond - 2 * BEND * density + BEND * BEND * beyond;
    }

    /** A draw of χ². */
    static double chiSquare(int degrees, RandomGenerator random) {
        double sum = 0;
        for (int degree = 0; degree < degrees; degree++) {
            double normal = random.nextGaussian();
            sum += normal * normal;
        }
        return sum;
    }

    /**
     * Greatest log-likelihood over τ of residuals whose density is Huber's, {@code exp(−ρ(v)) / (σ Z)}: normal in the middle,
     * exponential in the tails.
     *
     * @param bend in standard deviations, or in the residuals' own unit, where deviations follow τ alone
     */
    static double logLikelihood(double[] residuals, double[] errors, double bend, Bend unit) {
        double widest = Arrays.stream(residuals).map(Math::abs).max().orElse(0) + LEAST;
        UnivariateFunction likelihood = logarithm -> logLikelihood(residuals, errors, Math.exp(logarithm), bend, unit);
        UnivariatePointValuePair best = new BrentOptimizer(1e-9, 1e-10)
                .optimize(
                        new MaxEval(500),
                        GoalType.MAXIMIZE,
                        new UnivariateObjectiveFunction(likelihood),
                        new SearchInterval(Math.log(LEAST), Math.log(4 * widest)));
        return Math.max(best.getValue(), logLikelihood(residuals, errors, LEAST, bend, unit));
    }

    /** What a bend is measured in. */
    enum Bend {
        STANDARD_DEVIATIONS,
        RESIDUALS
    }

    private static double logLikelihood(double[] residuals, double[] errors, double scatter, double bend, Bend unit) {
        double sum = 0;
        for (int point = 0; point < residuals.length; point++) {
            double deviation = Math.max(LEAST, Math.hypot(errors[point], scatter));
            double standardBend = unit == Bend.RESIDUALS ? bend / deviation : bend;
            sum -= HuberFit.huber(residuals[point] / deviation, standardBend)
                    + Math.log(deviation)
                    + logNorm(standardBend);
        }
        return sum;
    }

    /** log ∫ exp(−ρ(v)) dv. */
    private static double logNorm(double bend) {
        double middle = Math.sqrt(2 * Math.PI) * Erf.erf(bend / Math.sqrt(2));
        return Math.log(middle + 2 / bend * Math.exp(-bend * bend / 2));
    }
}
