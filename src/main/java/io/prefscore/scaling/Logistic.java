package io.prefscore.scaling;

import static io.prefscore.stats.Logistic.sigmoid;

import java.util.List;

/** y = σ(a + k log x): rises to certainty or falls to nothing, and so tells of either. */
final class Logistic implements CurveForm {

    /** Steeper than this is a step. */
    private static final double STEEPEST = 12;

    @Override
    public FormKind kind() {
        return FormKind.LOGISTIC;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        double share = sigmoid(parameters[0] + parameters[1] * first);
        gradient[0] = share * (1 - share);
        gradient[1] = gradient[0] * first;
        return share;
    }

    /** log(y/(1 − y)). */
    static double logOdds(double share) {
        return Math.log(share / (1 - share));
    }

    /** Least squares of the log odds. */
    @Override
    public List<double[]> starts(Sample sample) {
        double[] odds = new double[sample.size()];
        for (int point = 0; point < odds.length; point++) {
            odds[point] = logOdds(sample.values()[point]);
        }
        double[] line = PowerLaw.line(sample.first(), odds);
        return List.of(new double[] {line[0], -line[1]});
    }

    @Override
    public double reported(int parameter, double value) {
        return value;
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        double[] sizes = Sample.distinct(sample.first());
        double farthest = Math.max(Math.abs(sizes[0]), Math.abs(sizes[sizes.length - 1]));
        double most = parameter == 1 ? STEEPEST : 50 + STEEPEST * farthest;
        return new double[] {-most, most};
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        return Math.abs(parameters[1]) < STEEPEST ? "" : "the slope runs off: the points are a step, no curve";
    }
}
