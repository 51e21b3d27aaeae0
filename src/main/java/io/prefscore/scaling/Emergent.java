package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * log y = e − α s log(1 + (x/x₀)^(1/s)): flat, then falling as x^−α, with a bend of fixed sharpness s. Source: E. Caballero, K.
 * Gupta, I. Rish, D. Krueger, "Broken neural scaling laws", arXiv 2210.14891, with one break, no slope before it and no floor.
 */
final class Emergent implements CurveForm {

    /** The bend reaches over a factor of about two in x on either side. */
    static final double SHARPNESS = 0.25;

    @Override
    public FormKind kind() {
        return FormKind.EMERGENT;
    }

    @Override
    public double value(double[] parameters, double first, double second, double[] gradient) {
        double beyond = (first - parameters[1]) / SHARPNESS;
        double bend = SHARPNESS * (beyond > 0 ? beyond + Math.log1p(Math.exp(-beyond)) : Math.log1p(Math.exp(beyond)));
        gradient[0] = 1;
        gradient[1] = parameters[2] / (1 + Math.exp(-beyond));
        gradient[2] = -bend;
        return parameters[0] - parameters[2] * bend;
    }

    @Override
    public List<double[]> starts(Sample sample) {
        double[] sizes = Sample.distinct(sample.first());
        List<double[]> starts = new ArrayList<>();
        for (int size = 0; size + 1 < sizes.length; size++) {
            starts.add(start(sample, sizes[size]));
            starts.add(start(sample, (sizes[size] + sizes[size + 1]) / 2));
        }
        return starts;
    }

    /** Least squares for a sharp bend at a place. */
    private static double[] start(Sample sample, double bend) {
        double[] beyond = IntStream.range(0, sample.size())
                .mapToDouble(point -> Math.max(0, sample.first()[point] - bend))
                .toArray();
        double[] line = PowerLaw.line(beyond, sample.values());
        return new double[] {line[0], bend, line[1]};
    }

    @Override
    public double reported(int parameter, double value) {
        return parameter == 2 ? value : Math.exp(value);
    }

    @Override
    public double[] bounds(int parameter, Sample sample) {
        double[] sizes = Sample.distinct(sample.first());
        return switch (parameter) {
            case 0 -> new double[] {sample.least() - 16, sample.greatest() + 16};
            case 1 -> new double[] {sizes[0] - 3, sizes[sizes.length - 1]};
            default -> new double[] {-PowerLaw.STEEPEST, PowerLaw.STEEPEST};
        };
    }

    @Override
    public String problem(double[] parameters, Sample sample) {
        double[] sizes = Sample.distinct(sample.first());
        if (parameters[2] <= 0) {
            return "flat, then rising";
        }
        if (parameters[1] <= sizes[0]) {
            return "the bend lies before the smallest size: the power law says the same";
        }
        if (parameters[1] >= sizes[sizes.length - 2]) {
            return "the bend lies beyond the last size but one, so that a single size would tell the exponent";
        }
        return "";
    }
}
