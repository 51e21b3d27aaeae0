package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which forms are tried on which points. */
final class Forms {

    /** A form along an axis, and how many different sizes it takes to tell its parameters apart. */
    record Candidate(CurveForm form, Axis axis, int places) {

        /** Why the points cannot tell the form's parameters; empty if they can. */
        String problem(UsablePoints points) {
            int needed = form.size() + 3;
            if (points.points().size() < needed) {
                return String.format(
                        Locale.ROOT,
                        "%d points cannot tell %d parameters and the scatter: it takes %d",
                        points.points().size(),
                        form.size(),
                        needed);
            }
            for (Axis single : singles()) {
                if (points.places(single) < places) {
                    return String.format(
                            Locale.ROOT,
                            "%d different %s cannot tell its parameters: it takes %d",
                            points.places(single),
                            single.symbol(),
                            places);
                }
            }
            return "";
        }

        List<Axis> singles() {
            return axis == Axis.PARAMETERS_AND_DATA ? List.of(Axis.PARAMETERS, Axis.DATA) : List.of(axis);
        }
    }

    private Forms() {}

    /** "No trend" first. */
    static List<Candidate> of(Measure measure, List<Axis> varied) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(new Constant(measure.residual()), varied.get(0), 1));
        for (Axis axis : varied) {
            candidates.addAll(along(axis, measure));
        }
        boolean both = varied.contains(Axis.PARAMETERS) && varied.contains(Axis.DATA);
        if (both && isLoss(measure)) {
            candidates.add(new Candidate(new Chinchilla(), Axis.PARAMETERS_AND_DATA, 3));
            candidates.add(new Candidate(new Kaplan(), Axis.PARAMETERS_AND_DATA, 3));
        }
        return candidates;
    }

    private static boolean isLoss(Measure measure) {
        return measure == Measure.LOSS || measure == Measure.CALIBRATED_LOSS;
    }

    private static List<Candidate> along(Axis axis, Measure measure) {
        if (axis == Axis.DISTANCE) {
            return measure == Measure.REWARD
                    ? List.of(
                            new Candidate(new OverOptimisation(FormKind.BEST_OF_N), axis, 3),
                            new Candidate(new OverOptimisation(FormKind.REINFORCEMENT), axis, 3))
                    : List.of();
        }
        if (isLoss(measure)) {
            return List.of(
                    new Candidate(new PowerLaw(), axis, 3),
                    new Candidate(new PowerLawWithFloor(), axis, 4),
                    new Candidate(new Emergent(), axis, 4));
        }
        return measure == Measure.ACCURACY
                ? List.of(new Candidate(new Logistic(), axis, 3), new Candidate(new Saturation(), axis, 4))
                : List.of();
    }
}
