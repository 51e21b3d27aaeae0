package io.prefscore.scaling;

import io.prefscore.scaling.Measure.Residual;
import java.util.List;

/** No trend. */
record Constant(Residual residual) implements CurveForm {

    @Override
    public FormKind kind() {
        return FormKind.NO_TREND;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        gradient[0] = 1;
        return parameters[0];
    }

    @Override
    public List<double[]> starts(Sample sample) {
        return List.of(new double[] {sample.meanValue()});
    }

    @Override
    public double reported(int parameter, double value) {
        return Sample.offScale(residual, value);
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        double span = 1 + sample.greatest() - sample.least();
        return new double[] {sample.least() - 10 * span, sample.greatest() + 10 * span};
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        return "";
    }
}
