package io.prefscore.scaling;

import io.prefscore.scaling.HuberFit.Optimum;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.exception.MathRuntimeException;

/**
 * Intervals for the parameters of a fit: all values at which the objective, the other parameters fitted anew, lies less above
 * its minimum than it does at the truth in the wanted share of bootstrap replicates.
 *
 * <p>Unlike ± two standard errors or percentiles of replicates, they follow a valley that is bent or flat, so that a floor that
 * could as well be 0 has an interval that reaches down to 0; and unlike the textbook's profile likelihood the rise that counts is
 * measured, not taken from a χ² that holds for many points. Source: D. Bates, D. Watts, Nonlinear Regression Analysis, 1988,
 * 6.1; A. Davison, D. Hinkley, Bootstrap Methods and their Application, 1997, 5.4.
 */
final class ProfileIntervals {

    private static final double FIRST_STEP = 0.01;
    private static final double PRECISION = 1e-6;
    private static final int MOST_EVALUATIONS = 60;

    private final FittedCurve fit;
    private final int parameter;
    private final double rise;
    /** Parameters at the last value looked at, from where the next search begins. */
    private double[] last;

    private ProfileIntervals(FittedCurve fit, int parameter, double rise) {
        this.fit = fit;
        this.parameter = parameter;
        this.rise = rise;
        this.last = fit.parameters();
    }

    /**
     * The interval of a parameter, as it is reported.
     *
     * @param rise of twice the objective that bounds it
     */
    static Estimate of(FittedCurve fit, int parameter, double rise) {
        double low = new ProfileIntervals(fit, parameter, rise).end(-1);
        double high = new ProfileIntervals(fit, parameter, rise).end(1);
        CurveForm form = fit.form();
        return new Estimate(
                form.reported(parameter, fit.parameters()[parameter]),
                form.reported(parameter, low),
                form.reported(parameter, high),
                Interval.PROFILE);
    }

    /** Where the objective has risen; infinite if it never does. */
    private double end(int direction) {
        double bound = fit.form().bounds(parameter, fit.sample())[direction < 0 ? 0 : 1];
        double inside = fit.parameters()[parameter];
        double step = FIRST_STEP;
        while (true) {
            double outside = direction < 0 ? Math.max(bound, inside - step) : Math.min(bound, inside + step);
            double[] from = last;
            if (excess(outside) > 0) {
                return between(inside, outside, from);
            }
            if (outside == bound) {
                return direction * Double.POSITIVE_INFINITY;
            }
            inside = outside;
            step *= 2;
        }
    }

    private double between(double inside, double outside, double[] from) {
        last = from;
        if (excess(inside) >= 0) {
            return inside;
        }
        try {
            return new BracketingNthOrderBrentSolver(PRECISION, PRECISION, 5)
                    .solve(MOST_EVALUATIONS, this::excess, Math.min(inside, outside), Math.max(inside, outside));
        } catch (MathRuntimeException noRoot) {
            return outside;
        }
    }

    private double excess(double value) {
        double[] start = last.clone();
        start[parameter] = value;
        Optimum held = fit.held(parameter, start);
        last = held.parameters();
        return 2 * (held.objective() - fit.objective()) - rise;
    }
}
