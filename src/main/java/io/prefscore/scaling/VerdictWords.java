package io.prefscore.scaling;

import io.prefscore.scaling.FormFit.HeldOut;
import io.prefscore.stats.Estimate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Words for verdicts. */
final class VerdictWords {

    private static final List<String> COUNTS = List.of("no", "one", "two", "three");

    /** Differences in AICc below this tell little. Source: K. Burnham, D. Anderson, 2002, 2.6. */
    private static final double CLOSE = 2;

    private static final String BUT = "; not to be extrapolated: ";

    private VerdictWords() {}

    static String fewPoints(SliceScaling slice) {
        int points = slice.points().size();
        return points < COUNTS.size() ? COUNTS.get(points) + " points cannot tell" : "the points cannot tell";
    }

    static String fewSizes(SliceScaling slice) {
        int places = mostPlaces(slice);
        return places == 1 ? "one size alone cannot tell" : COUNTS.get(places) + " sizes cannot tell";
    }

    /** Most different places that the points have on any axis. */
    static int mostPlaces(SliceScaling slice) {
        return Arrays.stream(Axis.values())
                .filter(axis -> axis != Axis.PARAMETERS_AND_DATA)
                .mapToInt(axis -> (int) slice.points().stream()
                        .mapToDouble(point -> point.at(axis))
                        .filter(place -> !Double.isNaN(place))
                        .distinct()
                        .count())
                .max()
                .orElse(0);
    }

    static String flat(List<Change> changes) {
        return "no scaling seen; the " + worst(changes).bound();
    }

    static String powerless(SliceScaling slice, List<Change> changes) {
        return changes.isEmpty()
                ? "cannot tell: no trend is seen, and the " + slice.points().size() + " points bound none"
                : "cannot tell: no trend is seen, but " + worst(changes).doubt();
    }

    private static Change worst(List<Change> changes) {
        return Collections.max(changes, Comparator.comparingDouble(Change::badness));
    }

    static String nameless(SliceScaling slice, TrendTest test) {
        return (test.direction() < 0 ? "falls" : "rises") + " with "
                + test.axis().symbol() + ", but the " + slice.points().size()
                + " points cannot tell which curve; not to be extrapolated";
    }

    static String trend(SliceScaling slice, int chosen) {
        FormFit fit = slice.fits().get(chosen);
        return form(fit) + extrapolated(fit, slice.measure()) + rivals(slice, fit);
    }

    private static String form(FormFit fit) {
        String along = " in " + fit.axis().symbol();
        return switch (fit.kind()) {
            case NO_TREND -> "no trend";
            case POWER_LAW ->
                (parameter(fit, "α").value() < 0 ? "rises: power law" : "power law") + along + ", " + named(fit, "α");
            case POWER_LAW_WITH_FLOOR ->
                "power law" + along + " above a floor of " + Numbers.of(parameter(fit, "E")) + ", " + named(fit, "α");
            case EMERGENT ->
                "flat up to " + fit.axis().symbol() + " = " + Numbers.of(parameter(fit, "x₀")) + ", then a power law, "
                        + named(fit, "α");
            case CHINCHILLA ->
                "power laws in N, " + named(fit, "α") + ", and D, " + named(fit, "β") + ", above a floor of "
                        + Numbers.of(parameter(fit, "E"));
            case KAPLAN -> "power laws in N, " + named(fit, "α") + ", and D, " + named(fit, "β") + ", to 0 together";
            case SATURATION -> "rises" + along + " towards " + shares(parameter(fit, "M"));
            case LOGISTIC ->
                (parameter(fit, "k").value() < 0 ? "falls" : "rises") + along + " as a logistic curve, "
                        + named(fit, "k");
            case BEST_OF_N, REINFORCEMENT -> {
                Estimate peak = parameter(fit, OverOptimisation.PEAK);
                yield Double.isInfinite(peak.value())
                        ? fit.kind().label() + ": rises throughout"
                        : fit.kind().label() + ": greatest at d = " + Numbers.of(peak);
            }
        };
    }

    private static String shares(Estimate share) {
        return Numbers.percent(share.value()) + " [" + Numbers.percent(share.low()) + ", "
                + Numbers.percent(share.high()) + "]";
    }

    private static String named(FormFit fit, String name) {
        return name + " = " + Numbers.of(parameter(fit, name));
    }

    private static Estimate parameter(FormFit fit, String name) {
        return Objects.requireNonNull(fit.parameters().get(name));
    }

    private static String extrapolated(FormFit fit, Measure measure) {
        HeldOut held = fit.heldOut();
        if (fit.bends()) {
            return BUT + "its residuals bend (p " + Numbers.probability(fit.bendP()) + "), so that the form is wrong";
        }
        if (held.points().isEmpty()) {
            return BUT + "too few points to hold the largest out and predict it";
        }
        String what = largest(fit.axis(), held.points().size());
        String error = Numbers.percent(held.error()) + (measure == Measure.ACCURACY ? " of its accuracy" : "");
        if (fit.predicts()) {
            return ", predicts " + what + " within " + error;
        }
        boolean last = held.error() >= held.lastError();
        return BUT + "predicts " + what + " no better (" + error + ") than the guess that "
                + (last ? "nothing changes" : "all is chance") + " ("
                + Numbers.percent(last ? held.lastError() : held.meanError()) + ")";
    }

    private static String largest(Axis axis, int points) {
        return switch (axis) {
            case PARAMETERS, PARAMETERS_AND_DATA -> points == 1 ? "the largest model" : "the largest models";
            case DATA -> points == 1 ? "the model with most data" : "the models with most data";
            case COMPUTE -> points == 1 ? "the model with most compute" : "the models with most compute";
            case DISTANCE -> points == 1 ? "the farthest policy" : "the farthest policies";
        };
    }

    private static String rivals(SliceScaling slice, FormFit chosen) {
        List<String> close = slice.fits().stream()
                .filter(fit -> !fit.equals(chosen) && fit.weight() > 0 && fit.aicc() - chosen.aicc() < CLOSE)
                .map(fit -> fit.kind().label()
                        + (fit.axis() == chosen.axis() || fit.axis() == Axis.PARAMETERS_AND_DATA
                                ? ""
                                : " in " + fit.axis().symbol()))
                .toList();
        return close.isEmpty() ? "" : " (" + String.join(" and ", close) + " would do as well)";
    }
}
