package io.prefscore.scaling;

import java.util.List;

/** y = d (α − β d) or y = d (α − β log d), d = √KL. */
record OverOptimisation(FormKind kind) implements CurveForm {

    /** Name of the place of the greatest gold reward among the parameters. */
    static final String PEAK = "d of the peak";

    private static final double FARTHEST = 1e9;

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        double against = kind == FormKind.BEST_OF_N ? first : first > 0 ? Math.log(first) : 0;
        gradient[0] = first;
        gradient[1] = -first * against;
        return first * (parameters[0] - parameters[1] * against);
    }

    @Override
    public List<double[]> starts(Sample sample) {
        return List.of(new double[] {0, 0});
    }

    @Override
    public double reported(int parameter, double value) {
        return value;
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        return new double[] {-FARTHEST, FARTHEST};
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        return "";
    }

    /**
     * Where the gold reward is greatest: α/(2β) of best-of-n, exp(α/β − 1) of reinforcement learning.
     *
     * @return √KL; infinite where the curve never falls
     */
    double peak(double[] parameters) {
        if (parameters[1] <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double ratio = parameters[0] / parameters[1];
        return kind == FormKind.BEST_OF_N ? ratio / 2 : Math.exp(ratio - 1);
    }
}
