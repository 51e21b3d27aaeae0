package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The points of a set that forms can be fitted to, and why the others cannot.
 *
 * @param points in the set's order
 * @param resampled their values by replicate and then by point
 * @param axes single ones that each point has a place on
 * @param leftOut by name
 * @param notes in words
 */
record UsablePoints(
        List<Point> points, double[][] resampled, Set<Axis> axes, Map<String, String> leftOut, List<String> notes) {

    private static final List<Axis> SINGLE = List.of(Axis.PARAMETERS, Axis.DATA, Axis.COMPUTE, Axis.DISTANCE);

    static UsablePoints of(PointSet set) {
        Map<String, String> leftOut = new LinkedHashMap<>();
        Set<Point> seen = new HashSet<>();
        Set<Axis> axes = axes(set);
        List<Integer> kept = new ArrayList<>();
        for (int index = 0; index < set.points().size(); index++) {
            Point point = set.points().get(index);
            String reason = problem(point, set.measure(), axes);
            if (reason.isEmpty() && !seen.add(point)) {
                reason = "the same point stands twice";
            }
            if (reason.isEmpty()) {
                kept.add(index);
            } else {
                leftOut.merge(name(point, index), reason, (first, second) -> first + "; " + second);
            }
        }
        List<Point> points = kept.stream().map(set.points()::get).toList();
        int[] indices = kept.stream().mapToInt(Integer::intValue).toArray();
        double[][] resampled = Arrays.stream(set.resampled())
                .map(replicate -> Sample.pick(replicate, indices))
                .toArray(double[][]::new);
        return new UsablePoints(points, resampled, axes, leftOut, notes(set, points, axes));
    }

    private static String name(Point point, int index) {
        return point.name().isBlank() ? "point " + (index + 1) : point.name();
    }

    /** Those that at least half of the points have a place on. */
    private static Set<Axis> axes(PointSet set) {
        Set<Axis> axes = EnumSet.noneOf(Axis.class);
        for (Axis axis : SINGLE) {
            long known = set.points().stream()
                    .filter(point -> !Double.isNaN(point.at(axis)))
                    .count();
            if (known > 0 && 2 * known >= set.points().size()) {
                axes.add(axis);
            }
        }
        return axes;
    }

    private static String problem(Point point, Measure measure, Set<Axis> axes) {
        String value = valueProblem(point.value(), measure);
        if (!value.isEmpty()) {
            return value;
        }
        if (point.standardError() < 0 || Double.isInfinite(point.standardError())) {
            return "a standard error must not be negative or infinite; found " + point.standardError();
        }
        if (axes.isEmpty()) {
            return "no size is known: neither N nor D nor C";
        }
        for (Axis axis : axes) {
            double place = point.at(axis);
            boolean good = axis == Axis.DISTANCE ? place >= 0 : place > 0;
            if (!good || Double.isInfinite(place)) {
                return Double.isNaN(place)
                        ? axis.symbol() + ", which other points have, is unknown"
                        : axis.symbol() + " must be positive and finite; found " + place;
            }
        }
        return "";
    }

    private static String valueProblem(double value, Measure measure) {
        if (!Double.isFinite(value)) {
            return "the " + measure.label() + " is " + (Double.isNaN(value) ? "missing or NaN" : "infinite");
        }
        return switch (measure) {
            case LOSS, CALIBRATED_LOSS ->
                value > 0 ? "" : String.format(Locale.ROOT, "a loss must be positive; found %s", value);
            case ACCURACY ->
                value > 0 && value < 1
                        ? ""
                        : value == 0 || value == 1
                                ? String.format(
                                        Locale.ROOT,
                                        "an accuracy of exactly %.0f says that there are too few comparisons to measure it",
                                        value)
                                : "an accuracy must lie between 0 and 1; found " + value;
            case MEAN_MARGIN, REWARD -> "";
        };
    }

    private static List<String> notes(PointSet set, List<Point> points, Set<Axis> axes) {
        List<String> notes = new ArrayList<>();
        boolean loss = set.measure() == Measure.LOSS || set.measure() == Measure.CALIBRATED_LOSS;
        List<String> above = points.stream()
                .filter(point -> loss && point.value() > Math.log(2))
                .map(Point::name)
                .toList();
        if (!above.isEmpty()) {
            notes.add((above.size() == 1 ? "1 loss is" : above.size() + " losses are")
                    + " above log 2 = 0.693, that of a coin: overconfident where the accuracy is above one half ("
                    + shortened(above) + ")");
        }
        long unknown = points.stream()
                .filter(point -> Double.isNaN(point.standardError()))
                .count();
        if (unknown > 0) {
            notes.add(
                    unknown == points.size()
                            ? "standard errors are not known: points count alike, and their scatter is estimated"
                            : "standard errors of " + unknown + " points are not known: all points count alike");
        }
        for (Axis axis : SINGLE) {
            boolean some = set.points().stream().anyMatch(point -> !Double.isNaN(point.at(axis)));
            if (some && !axes.contains(axis)) {
                notes.add(axis.symbol() + " is known for fewer than half of the points and was not used");
            }
        }
        return notes;
    }

    private static String shortened(List<String> names) {
        return names.size() <= 3
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " more";
    }

    /** Axes along which the points stand at two places or more. */
    List<Axis> varied() {
        return axes.stream().filter(axis -> places(axis) >= 2).toList();
    }

    /** How many different places the points have on an axis. */
    int places(Axis axis) {
        return (int)
                points.stream().mapToDouble(point -> point.at(axis)).distinct().count();
    }

    /** Places of the points that stand at the far end of an axis, by their index. */
    int[] largest(Axis axis) {
        double most = points.stream().mapToDouble(point -> point.at(axis)).max().orElse(Double.NaN);
        return IntStream.range(0, points.size())
                .filter(index -> points.get(index).at(axis) == most)
                .toArray();
    }
}
