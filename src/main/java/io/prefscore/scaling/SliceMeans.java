package io.prefscore.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Means over slices, and over all but one of them: how much a curve hangs on the choice of slices. */
public final class SliceMeans {

    /** With two slices, all but one is the other one. */
    private static final int FEWEST = 3;

    /** With many, one less changes little, and each mean is a fit of its own. */
    private static final int MOST = 12;

    private static final String MEAN = "mean";
    private static final String WITHOUT = MEAN + " without ";

    private SliceMeans() {}

    /** Whether a slice's value is that of one of these means. */
    public static boolean isMean(String value) {
        return value.equals(MEAN) || without(value).isPresent();
    }

    /** The slice that a mean is without. */
    public static Optional<String> without(String value) {
        return value.startsWith(WITHOUT) ? Optional.of(value.substring(WITHOUT.length())) : Optional.empty();
    }

    /**
     * Mean over all slices, and over all but each; every slice counts alike. Standard errors are those of slices that share no
     * prompt.
     *
     * @param slices point sets of one measure whose slices have one name
     * @return point sets of that slice name, with values {@code mean} and {@code mean without chat}, of the models that all
     *     slices have; none where there are fewer than three slices, more than twelve, or no such models
     */
    public static List<PointSet> of(List<PointSet> slices) {
        if (slices.size() < FEWEST || slices.size() > MOST) {
            return List.of();
        }
        List<Map<List<Object>, Point>> models =
                slices.stream().map(SliceMeans::byModel).toList();
        List<List<Object>> shared = models.get(0).keySet().stream()
                .filter(model -> models.stream().allMatch(others -> others.containsKey(model)))
                .toList();
        if (shared.isEmpty()) {
            return List.of();
        }
        List<PointSet> means = new ArrayList<>();
        means.add(mean(slices.get(0), MEAN, models, shared));
        for (int without = 0; without < slices.size(); without++) {
            List<Map<List<Object>, Point>> others = new ArrayList<>(models);
            others.remove(without);
            means.add(mean(slices.get(0), WITHOUT + slices.get(without).value(), others, shared));
        }
        return means;
    }

    private static Map<List<Object>, Point> byModel(PointSet slice) {
        Map<List<Object>, Point> models = new LinkedHashMap<>();
        slice.points()
                .forEach(point -> models.putIfAbsent(
                        List.of(point.name(), point.parameters(), point.data(), point.compute(), point.distance()),
                        point));
        return models;
    }

    private static PointSet mean(
            PointSet like, String value, List<Map<List<Object>, Point>> slices, List<List<Object>> shared) {
        List<Point> points = new ArrayList<>();
        for (List<Object> model : shared) {
            List<Point> same = slices.stream().map(slice -> slice.get(model)).toList();
            double mean = same.stream().mapToDouble(Point::value).sum() / same.size();
            double variance = same.stream()
                    .mapToDouble(point -> point.standardError() * point.standardError())
                    .sum();
            Point any = same.get(0);
            points.add(new Point(
                    any.name(),
                    any.parameters(),
                    any.data(),
                    any.compute(),
                    any.distance(),
                    mean,
                    Math.sqrt(variance) / same.size()));
        }
        return new PointSet(like.slice(), value, like.measure(), points, new double[0][]);
    }
}
