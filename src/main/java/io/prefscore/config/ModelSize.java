package io.prefscore.config;

import io.prefscore.scaling.DataUnit;
import java.io.Serializable;

/**
 * How large a model is and what it was trained on, as scaling curves need it: settings {@code model.parameters}, {@code
 * model.training-data} and {@code model.training-compute}. What is not known is NaN. No score depends on it, so it is in no
 * fingerprint.
 *
 * @param parameters N
 * @param trainingData D, in whatever unit all models of a curve share: preference pairs, tokens
 * @param trainingCompute C, floating-point operations
 */
public record ModelSize(double parameters, double trainingData, double trainingCompute) implements Serializable {

    /** Nothing is known. */
    public static final ModelSize UNKNOWN = new ModelSize(Double.NaN, Double.NaN, Double.NaN);

    public ModelSize {
        Requirements requirements = new Requirements();
        requirements.size("model.parameters", parameters);
        requirements.size("model.training-data", trainingData);
        requirements.size("model.training-compute", trainingCompute);
        requirements.enforce();
    }

    /** The same, with what is not known here taken from elsewhere. */
    public ModelSize orElse(ModelSize other) {
        return new ModelSize(
                known(parameters, other.parameters),
                known(trainingData, other.trainingData),
                known(trainingCompute, other.trainingCompute));
    }

    private static double known(double value, double otherwise) {
        return Double.isNaN(value) ? otherwise : value;
    }

    /**
     * The same, with unknown training data as compute pays for it, D = C / (6 N) in tokens.
     *
     * @param unit of the data
     */
    ModelSize dataFromCompute(DataUnit unit) {
        return orElse(new ModelSize(Double.NaN, trainingCompute / (unit.operations() * parameters), Double.NaN));
    }
}
