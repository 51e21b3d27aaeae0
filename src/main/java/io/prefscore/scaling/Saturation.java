package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.List;

/** y = 1/2 + σ(m)/2 · σ(k (log x − z₀)): m is the logit of how much of the way from chance to certainty the ceiling is. */
final class Saturation implements CurveForm {

    private static final double[] CEILINGS = {0.6, 0.8, 0.98};
    private static final double[] SLOPES = {0.3, 1, 3};
    private static final double MOST = 12;

    @Override
    public FormKind kind() {
        return FormKind.SATURATION;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        double ceiling = 1 / (1 + Math.exp(-parameters[0]));
        double way = 1 / (1 + Math.exp(-parameters[2] * (first - parameters[1])));
        gradient[0] = ceiling * (1 - ceiling) * way / 2;
        gradient[1] = -parameters[2] * ceiling * way * (1 - way) / 2;
        gradient[2] = (first - parameters[1]) * ceiling * way * (1 - way) / 2;
        return 0.5 + ceiling * way / 2;
    }

    @Override
    public List<double[]> starts(Sample sample) {
        double[] sizes = Sample.distinct(sample.first());
        List<double[]> starts = new ArrayList<>();
        for (double share : CEILINGS) {
            double lowest = Math.min(0.98, Math.max(0.02, 2 * sample.greatest() - 1));
            double ceiling = lowest + share * (1 - lowest);
            for (double slope : SLOPES) {
                for (double place : new double[] {sizes[0], sizes[sizes.length / 2], sizes[sizes.length - 1]}) {
                    starts.add(new double[] {Math.log(ceiling / (1 - ceiling)), place, slope});
                }
            }
        }
        return starts;
    }

    @Override
    public double reported(int parameter, double value) {
        return switch (parameter) {
            case 0 -> 0.5 + 0.5 / (1 + Math.exp(-value));
            case 1 -> Math.exp(value);
            default -> value;
        };
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        double[] sizes = Sample.distinct(sample.first());
        double span = sizes[sizes.length - 1] - sizes[0];
        return switch (parameter) {
            case 0 -> new double[] {-MOST, MOST};
            case 1 -> new double[] {sizes[0] - 20 - 10 * span, sizes[sizes.length - 1] + 20 + 10 * span};
            default -> new double[] {-MOST, MOST};
        };
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        double[] sizes = Sample.distinct(sample.first());
        if (parameters[2] <= 0) {
            return "falls towards one half";
        }
        if (parameters[2] >= MOST) {
            return "the slope runs off: the points are a step, no curve";
        }
        double widest = sizes[sizes.length - 1] - sizes[0];
        return parameters[1] < sizes[0] - 2 * widest || parameters[1] > sizes[sizes.length - 1] + 2 * widest
                ? "the middle of the rise lies far outside of the sizes, so that neither it nor the ceiling is known"
                : "";
    }
}
