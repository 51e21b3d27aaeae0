package io.prefscore.scaling;

import java.util.Arrays;
import java.util.List;

/** log y = a − α log x. Of either sign, so that it also tells of what rises. */
final class PowerLaw implements CurveForm {

    /** Steeper than this is a jump. */
    static final double STEEPEST = 20;

    @Override
    public FormKind kind() {
        return FormKind.POWER_LAW;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        gradient[0] = 1;
        gradient[1] = -first;
        return parameters[0] - parameters[1] * first;
    }

    @Override
    public List<double[]> starts(Sample sample) {
        return List.of(line(sample.first(), sample.values()));
    }

    /** Intercept a and exponent α of the least-squares line {@code y = a − α x}. */
    static double[] line(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (int point = 0; point < x.length; point++) {
            products += (x[point] - meanX) * (y[point] - meanY);
            squares += (x[point] - meanX) * (x[point] - meanX);
        }
        double exponent = squares > 0 ? -products / squares : 0;
        return new double[] {meanY + exponent * meanX, exponent};
    }

    @Override
    public double reported(int parameter, double value) {
        return parameter == 0 ? Math.exp(value) : value;
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        double[] exponent = {-STEEPEST, STEEPEST};
        return parameter == 1 ? exponent : amountBounds(sample);
    }

    /** Bounds of the logarithm of an amount that a power of x stands beside. */
    static double[] amountBounds(Sample sample) {
        double farthest = Arrays.stream(sample.first()).map(Math::abs).max().orElse(0)
                + Arrays.stream(sample.second()).map(Math::abs).max().orElse(0);
        return new double[] {sample.least() - 20 - STEEPEST * farthest, sample.greatest() + 20 + STEEPEST * farthest};
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        return Math.abs(parameters[1]) < STEEPEST ? "" : "the exponent runs off: the points are a jump, no curve";
    }
}
