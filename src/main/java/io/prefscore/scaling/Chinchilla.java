package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** log y = log(exp e + exp(a − α log N) + exp(b − β log D)). */
final class Chinchilla implements CurveForm {

    @Override
    public FormKind kind() {
        return FormKind.CHINCHILLA;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        double size = parameters[1] - parameters[3] * first;
        double data = parameters[2] - parameters[4] * second;
        double sum = PowerLawWithFloor.logSum(parameters[0], PowerLawWithFloor.logSum(size, data));
        gradient[0] = Math.exp(parameters[0] - sum);
        gradient[1] = Math.exp(size - sum);
        gradient[2] = Math.exp(data - sum);
        gradient[3] = -gradient[1] * first;
        gradient[4] = -gradient[2] * second;
        return sum;
    }

    @Override
    public List<double[]> starts(Sample sample) {
        double[] values = Arrays.stream(sample.values()).map(Math::exp).toArray();
        List<double[]> starts = new ArrayList<>();
        for (double alpha : PowerLawWithFloor.EXPONENTS) {
            for (double beta : PowerLawWithFloor.EXPONENTS) {
                double[][] columns = new double[values.length][];
                for (int point = 0; point < values.length; point++) {
                    columns[point] = new double[] {
                        1, Math.exp(-alpha * sample.first()[point]), Math.exp(-beta * sample.second()[point])
                    };
                }
                double[] amounts = LinearStart.logAmounts(columns, values);
                starts.add(new double[] {amounts[0], amounts[1], amounts[2], alpha, beta});
            }
        }
        return starts;
    }

    @Override
    public double reported(int parameter, double value) {
        return parameter < 3 ? Math.exp(value) : value;
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        return switch (parameter) {
            case 0 -> PowerLawWithFloor.floorBounds(sample);
            case 1, 2 -> PowerLaw.amountBounds(sample);
            default -> new double[] {-PowerLaw.STEEPEST, PowerLaw.STEEPEST};
        };
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        if (parameters[3] <= 0 || parameters[4] <= 0) {
            return "rises without end in " + (parameters[3] <= 0 ? "N" : "D");
        }
        if (parameters[0] < sample.least() + Math.log(PowerLawWithFloor.NOTHING)) {
            return "the floor runs to 0";
        }
        String size = vanishing(parameters[1], parameters[3], sample.first(), sample, "N");
        return size.isEmpty() ? vanishing(parameters[2], parameters[4], sample.second(), sample, "D") : size;
    }

    /** A term that is nothing even at the smallest size, or is gone at the second. */
    private static String vanishing(double amount, double exponent, double[] places, Sample sample, String name) {
        double[] sizes = Sample.distinct(places);
        double first = amount - exponent * sizes[0];
        double limit = sample.least() + Math.log(PowerLawWithFloor.NOTHING);
        if (first < limit) {
            return "the term in " + name + " vanishes: a law without it says the same";
        }
        return amount - exponent * sizes[1] < limit
                ? "the exponent of " + name + " runs off: everything falls before the second size"
                : "";
    }
}
