package io.prefscore.scaling;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresFactory;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.optim.nonlinear.vector.leastsquares.ParameterValidator;
import org.hipparchus.util.Pair;

/**
 * Minimises Σ ρ(v), v being a point's residual in units of its standard deviation and ρ Huber's function: v²/2 up to a bend, and
 * linear beyond. As Σ r²/2 with r = sign(v) √(2ρ(v)) it is a problem for Levenberg and Marquardt's method, with the derivatives
 * known exactly. For one thread.
 */
final class HuberFit implements MultivariateJacobianFunction, ParameterValidator {

    private static final LevenbergMarquardtOptimizer OPTIMIZER = new LevenbergMarquardtOptimizer()
            .withCostRelativeTolerance(1e-12)
            .withParameterRelativeTolerance(1e-10)
            .withOrthoTolerance(1e-12);
    private static final int MOST_EVALUATIONS = 150;

    private final CurveForm form;
    private final Sample sample;
    private final double[] deviations;
    private final double bend;
    private final double[] low;
    private final double[] high;
    private final double[] gradient;

    private final double[] parameters;
    private final int[] free;
    private final double[] best;
    private double least = Double.POSITIVE_INFINITY;

    private HuberFit(CurveForm form, Sample sample, double[] deviations, double bend, double[] start, int fixed) {
        this.form = form;
        this.sample = sample;
        this.deviations = deviations;
        this.bend = bend;
        int size = form.size();
        this.low = new double[size];
        this.high = new double[size];
        this.gradient = new double[size];
        this.parameters = start.clone();
        this.best = start.clone();
        this.free = new int[fixed < 0 ? size : size - 1];
        int next = 0;
        for (int parameter = 0; parameter < size; parameter++) {
            double[] bounds = form.bounds(parameter, sample);
            low[parameter] = bounds[0];
            high[parameter] = bounds[1];
            if (parameter != fixed) {
                free[next++] = parameter;
            }
        }
    }

    /**
     * An optimum.
     *
     * @param parameters as the optimiser moves them
     * @param objective Σ ρ(v)
     */
    record Optimum(double[] parameters, double objective) {}

    /**
     * The optimum that a start leads to.
     *
     * @param deviations by point
     * @param bend of Huber's function, in standard deviations
     */
    static Optimum from(double[] start, CurveForm form, Sample sample, double[] deviations, double bend) {
        return new HuberFit(form, sample, deviations, bend, start, -1).optimum();
    }

    /** The optimum with one parameter held where the start has it. */
    static Optimum holding(int fixed, double[] start, CurveForm form, Sample sample, double[] deviations, double bend) {
        return new HuberFit(form, sample, deviations, bend, start, fixed).optimum();
    }

    private Optimum optimum() {
        double[] start =
                Arrays.stream(free).mapToDouble(index -> parameters[index]).toArray();
        if (free.length == 0) {
            return new Optimum(best, evaluate(new double[sample.size()], new double[sample.size()][0]));
        }
        try {
            OPTIMIZER.optimize(LeastSquaresFactory.create(
                    this,
                    new ArrayRealVector(new double[Math.max(sample.size(), free.length)]),
                    validate(new ArrayRealVector(start)),
                    null,
                    null,
                    MOST_EVALUATIONS,
                    MOST_EVALUATIONS,
                    false,
                    this));
        } catch (MathRuntimeException stopped) {
            // at rounding's limit, or after many steps: the best place seen stands
        }
        return new Optimum(best, least);
    }

    @Override
    public RealVector validate(RealVector moved) {
        double[] inside = new double[free.length];
        for (int index = 0; index < free.length; index++) {
            double entry = moved.getEntry(index);
            inside[index] = Double.isNaN(entry)
                    ? best[free[index]]
                    : Math.min(high[free[index]], Math.max(low[free[index]], entry));
        }
        return new ArrayRealVector(inside, false);
    }

    @Override
    public Pair<RealVector, RealMatrix> value(RealVector moved) {
        for (int index = 0; index < free.length; index++) {
            parameters[free[index]] = moved.getEntry(index);
        }
        int rows = Math.max(sample.size(), free.length);
        double[] residuals = new double[rows];
        double[][] jacobian = new double[rows][free.length];
        double objective = evaluate(residuals, jacobian);
        if (objective < least) {
            least = objective;
            System.arraycopy(parameters, 0, best, 0, best.length);
        }
        return new Pair<>(new ArrayRealVector(residuals, false), new Array2DRowRealMatrix(jacobian, false));
    }

    /** Σ ρ at the parameters; takes r and its derivatives by the free parameters. */
    private double evaluate(double[] residuals, double[][] jacobian) {
        double objective = 0;
        for (int point = 0; point < sample.size(); point++) {
            double value = form.value(parameters, sample.first()[point], sample.second()[point], gradient);
            double standard = (value - sample.values()[point]) / deviations[point];
            double huber = huber(standard, bend);
            objective += huber;
            residuals[point] = Math.signum(standard) * Math.sqrt(2 * huber);
            double slope = Math.abs(standard) <= bend ? 1 : bend / Math.abs(residuals[point]);
            for (int index = 0; index < free.length; index++) {
                jacobian[point][index] = slope * gradient[free[index]] / deviations[point];
            }
        }
        return objective;
    }

    /** ρ: half the square up to the bend, linear beyond. Source: P. Huber, Annals of Mathematical Statistics 35 (1964), 73–101. */
    static double huber(double standard, double bend) {
        double size = Math.abs(standard);
        return size <= bend ? size * size / 2 : bend * (size - bend / 2);
    }
}
