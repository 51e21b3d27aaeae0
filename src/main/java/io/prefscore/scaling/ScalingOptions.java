package io.prefscore.scaling;

import java.io.Serializable;
import java.util.List;

/**
 * How curves are fitted.
 *
 * @param confidenceLevel of all intervals, between 0.5 and 1
 * @param replicates of the bootstrap
 * @param seed of everything random
 * @param huberDelta where a number, points count alike, and residuals beyond it (1e-3 in Hoffmann et al.) linearly; where NaN,
 *     points count by their standard errors and the scatter between models, and residuals beyond 1.345 standard deviations linearly
 * @param dataUnit what D is counted in
 * @param resampling how the bootstrap draws; {@link Resampling#AUTO}: as the residuals of each form call for
 * @param questions to answer for each slice
 */
public record ScalingOptions(
        double confidenceLevel,
        int replicates,
        long seed,
        double huberDelta,
        DataUnit dataUnit,
        Resampling resampling,
        List<Question> questions)
        implements Serializable {

    public ScalingOptions {
        questions = List.copyOf(questions);
    }
}
