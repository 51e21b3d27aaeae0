package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** log y = log(exp e + exp(a − α log x)). */
final class PowerLawWithFloor implements CurveForm {

    static final double[] EXPONENTS = {0.1, 0.25, 0.5, 1, 2};

    /** Share of the least value below which a floor is none, and of the greatest fall that is left at the second size. */
    static final double NOTHING = 1e-3;

    @Override
    public FormKind kind() {
        return FormKind.POWER_LAW_WITH_FLOOR;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        double floor = parameters[0];
        double power = parameters[1] - parameters[2] * first;
        double sum = logSum(floor, power);
        double share = Math.exp(power - sum);
        gradient[0] = Math.exp(floor - sum);
        gradient[1] = share;
        gradient[2] = -share * first;
        return sum;
    }

    /** log(exp x + exp y). */
    static double logSum(double x, double y) {
        return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
    }

    @Override
    public List<double[]> starts(Sample sample) {
        double[] values = Arrays.stream(sample.values()).map(Math::exp).toArray();
        List<double[]> starts = new ArrayList<>();
        for (double exponent : EXPONENTS) {
            double[][] columns = new double[values.length][];
            for (int point = 0; point < values.length; point++) {
                columns[point] = new double[] {1, Math.exp(-exponent * sample.first()[point])};
            }
            double[] amounts = LinearStart.logAmounts(columns, values);
            starts.add(new double[] {amounts[0], amounts[1], exponent});
        }
        return starts;
    }

    @Override
    public double reported(int parameter, double value) {
        return parameter == 2 ? value : Math.exp(value);
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        return switch (parameter) {
            case 0 -> floorBounds(sample);
            case 1 -> PowerLaw.amountBounds(sample);
            default -> new double[] {-PowerLaw.STEEPEST, PowerLaw.STEEPEST};
        };
    }

    static double[] floorBounds(Sample sample) {
        return new double[] {sample.least() - 16, sample.greatest() + 1};
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        if (parameters[2] <= 0) {
            return "rises without end above its floor";
        }
        if (parameters[0] < sample.least() + Math.log(NOTHING)) {
            return "the floor runs to 0: the power law without one says the same";
        }
        double[] sizes = Sample.distinct(sample.first());
        double left = Math.exp(-parameters[2] * (sizes[1] - sizes[0]));
        return left < NOTHING ? "the exponent runs off: everything falls before the second size" : "";
    }
}
