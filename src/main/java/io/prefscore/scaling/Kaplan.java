package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** log y = β log(exp((α/β)(n₀ − log N)) + exp(d₀ − log D)), n₀ and d₀ being logarithms of sizes. */
final class Kaplan implements CurveForm {

    private static final double LEAST_EXPONENT = 1e-4;

    @Override
    public FormKind kind() {
        return FormKind.KAPLAN;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        double alpha = parameters[2];
        double beta = parameters[3];
        double size = alpha / beta * (parameters[0] - first);
        double data = parameters[1] - second;
        double sum = PowerLawWithFloor.logSum(size, data);
        double share = Math.exp(size - sum);
        gradient[0] = share * alpha;
        gradient[1] = beta * Math.exp(data - sum);
        gradient[2] = share * (parameters[0] - first);
        gradient[3] = sum - share * size;
        return beta * sum;
    }

    /** Both terms alike in the middle of the points. */
    @Override
    public List<double[]> starts(Sample sample) {
        double middle = Arrays.stream(sample.first()).average().orElse(0);
        double amount = Arrays.stream(sample.second()).average().orElse(0);
        List<double[]> starts = new ArrayList<>();
        for (double alpha : PowerLawWithFloor.EXPONENTS) {
            for (double beta : PowerLawWithFloor.EXPONENTS) {
                double term = sample.meanValue() / beta - Math.log(2);
                starts.add(new double[] {middle + term * beta / alpha, amount + term, alpha, beta});
            }
        }
        return starts;
    }

    @Override
    public double reported(int parameter, double value) {
        return parameter < 2 ? Math.exp(value) : value;
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        double[] places = parameter == 0 ? sample.first() : sample.second();
        double[] sizes = Sample.distinct(places);
        return parameter < 2
                ? new double[] {sizes[0] - 500, sizes[sizes.length - 1] + 500}
                : new double[] {LEAST_EXPONENT, PowerLaw.STEEPEST};
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        if (parameters[2] < 2 * LEAST_EXPONENT || parameters[3] < 2 * LEAST_EXPONENT) {
            return "the exponent of " + (parameters[2] < 2 * LEAST_EXPONENT ? "N" : "D") + " runs to 0";
        }
        if (parameters[2] >= PowerLaw.STEEPEST || parameters[3] >= PowerLaw.STEEPEST) {
            return "the exponent of " + (parameters[2] >= PowerLaw.STEEPEST ? "N" : "D") + " runs off";
        }
        double leastSize = Sample.distinct(sample.first())[0];
        double leastData = Sample.distinct(sample.second())[0];
        double greatestData = Arrays.stream(sample.second()).max().orElse(0);
        double greatestSize = Arrays.stream(sample.first()).max().orElse(0);
        double ratio = parameters[2] / parameters[3];
        double little = Math.log(PowerLawWithFloor.NOTHING);
        if (ratio * (parameters[0] - leastSize) < parameters[1] - greatestData + little) {
            return "the term in N vanishes: a law without it says the same";
        }
        return parameters[1] - leastData < ratio * (parameters[0] - greatestSize) + little
                ? "the term in D vanishes: a law without it says the same"
                : "";
    }
}
