package io.prefscore.scaling;

import io.prefscore.scaling.HuberFit.Optimum;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;

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

    /** Of an end, as a part of its distance from the optimum. */
    private static final double PRECISION = 1e-5;

    private final FittedCurve fit;
    private final int parameter;
    private final double rise;

    private ProfileIntervals(FittedCurve fit, int parameter, double rise) {
        this.fit = fit;
        this.parameter = parameter;
        this.rise = rise;
    }

    /**
     * The interval of a parameter, as it is reported.
     *
     * @param rise of twice the objective that bounds it
     */
    static Estimate of(FittedCurve fit, int parameter, double rise) {
        ProfileIntervals profile = new ProfileIntervals(fit, parameter, rise);
        CurveForm form = fit.form();
        return new Estimate(
                form.reported(parameter, fit.parameters()[parameter]),
                form.reported(parameter, profile.end(-1)),
                form.reported(parameter, profile.end(1)),
                Interval.PROFILE);
    }

    /** Where the objective has risen; infinite if it never does. */
    private double end(int direction) {
        double bound = fit.form().bounds(parameter, fit.sample())[direction < 0 ? 0 : 1];
        double[] inside = fit.parameters();
        double step = FIRST_STEP;
        while (true) {
            double next = inside[parameter] + direction * step;
            Optimum outside = held(direction * next < direction * bound ? next : bound, inside);
            if (isRisen(outside)) {
                return between(inside, outside.parameters());
            }
            if (outside.parameters()[parameter] == bound) {
                return direction * Double.POSITIVE_INFINITY;
            }
            inside = outside.parameters();
            step *= 2;
        }
    }

    /** By halves, each from the parameters of both ends, for what is fitted far off leads back to no optimum. */
    private double between(double[] within, double[] beyond) {
        double[] inside = within;
        double[] outside = beyond;
        double optimum = fit.parameters()[parameter];
        while (Math.abs(outside[parameter] - inside[parameter])
                > PRECISION * (FIRST_STEP + Math.abs(outside[parameter] - optimum))) {
            Optimum middle = held((inside[parameter] + outside[parameter]) / 2, inside, outside);
            if (isRisen(middle)) {
                outside = middle.parameters();
            } else {
                inside = middle.parameters();
            }
        }
        return (inside[parameter] + outside[parameter]) / 2;
    }

    private Optimum held(double value, double[]... starts) {
        return fit.held(parameter, value, starts);
    }

    private boolean isRisen(Optimum held) {
        return 2 * (held.objective() - fit.objective()) > rise;
    }
}
