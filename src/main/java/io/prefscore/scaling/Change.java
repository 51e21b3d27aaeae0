package io.prefscore.scaling;

import static io.prefscore.stats.Logistic.sigmoid;

import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What ten times the size may change, at the level of the intervals: the two ends of the interval of a law of one slope. Of losses
 * relative to themselves, of accuracies in shares at the mean accuracy.
 *
 * @param axis along which
 * @param low the lowest change; below 0 for a fall
 * @param bent p of the law's residuals that bend; NaN where they do not, so that its bound holds
 */
record Change(Measure measure, Axis axis, double low, double high, double bent) {

    /**
     * A relative change of a loss with ten times the size that is worth speaking of: a third of what Kaplan et al. found of N
     * (1 − 10^−0.076 = 16 %, arXiv 2001.08361).
     */
    static final double OF_LOSS = 0.05;

    /** The same of an accuracy, in shares. */
    static final double OF_ACCURACY = 0.02;

    private static final double TEN = Math.log(10);

    /** Along each axis with a law of one slope whose slope is bounded on both sides; none if that of any is not. */
    static List<Change> of(SliceScaling slice) {
        List<Change> changes = new ArrayList<>();
        for (FormFit fit : slice.fits()) {
            if (fit.kind() == FormKind.POWER_LAW || fit.kind() == FormKind.LOGISTIC) {
                if (!fit.isSound()) {
                    return List.of();
                }
                changes.add(of(fit, slice));
            }
        }
        return changes;
    }

    private static Change of(FormFit fit, SliceScaling slice) {
        double bent = fit.bends() ? fit.bendP() : Double.NaN;
        if (fit.kind() == FormKind.POWER_LAW) {
            Estimate exponent = Objects.requireNonNull(fit.parameters().get("α"));
            return new Change(
                    slice.measure(),
                    fit.axis(),
                    Math.expm1(-TEN * exponent.high()),
                    Math.expm1(-TEN * exponent.low()),
                    bent);
        }
        Estimate slope = Objects.requireNonNull(fit.parameters().get("k"));
        double mean =
                slice.points().stream().mapToDouble(Point::value).average().orElse(Double.NaN);
        double odds = Logistic.logOdds(mean);
        return new Change(
                slice.measure(),
                fit.axis(),
                sigmoid(odds + TEN * slope.low()) - mean,
                sigmoid(odds + TEN * slope.high()) - mean,
                bent);
    }

    /** Whether there is no change that is worth speaking of. */
    boolean isExcluded() {
        return badness() <= 1;
    }

    /** The largest change, in such that are worth speaking of; infinite where the values bend, which voids the bound. */
    double badness() {
        return !Double.isNaN(bent)
                ? Double.POSITIVE_INFINITY
                : Math.max(-low, high) / (measure == Measure.ACCURACY ? OF_ACCURACY : OF_LOSS);
    }

    /** {@code Bradley-Terry loss changes by no more than 1.4 % over ten times the N}. */
    String bound() {
        return measure.label() + " changes by no more than " + written(Math.max(-low, high)) + over();
    }

    /** {@code the Bradley-Terry loss may fall by 43 % or rise by 20 % over ten times the N}. */
    String doubt() {
        if (!Double.isNaN(bent)) {
            return "the values bend along " + axis.symbol() + " (p " + Numbers.probability(bent) + ") as no form does";
        }
        List<String> ways = new ArrayList<>();
        if (low < 0) {
            ways.add("fall by " + written(-low));
        }
        if (high > 0) {
            ways.add("rise by " + written(high));
        }
        return "the " + measure.label() + " may " + String.join(" or ", ways) + over();
    }

    private String over() {
        return " over ten times the " + axis.symbol();
    }

    private String written(double change) {
        return measure == Measure.ACCURACY ? Numbers.points(change) : Numbers.percent(change);
    }
}
