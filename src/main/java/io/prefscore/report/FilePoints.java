package io.prefscore.report;

import io.prefscore.config.ScalingSettings;
import io.prefscore.preference.UserError;
import io.prefscore.report.PointTable.Line;
import io.prefscore.report.PointTable.Role;
import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Points that somebody measured elsewhere. */
final class FilePoints implements ScalingSource {

    /** So that results do not depend on the order in which rows were read. */
    private static final Comparator<Point> ORDER = Comparator.comparingDouble(Point::parameters)
            .thenComparingDouble(Point::data)
            .thenComparingDouble(Point::compute)
            .thenComparingDouble(Point::distance)
            .thenComparing(Point::name)
            .thenComparingDouble(Point::value)
            .thenComparingDouble(Point::standardError);

    /** A figure that a table can have, and its standard error. */
    private enum Figure {
        LOSS(Measure.LOSS, Role.LOSS, Role.LOSS_SE),
        ACCURACY(Measure.ACCURACY, Role.ACCURACY, Role.ACCURACY_SE),
        REWARD(Measure.REWARD, Role.REWARD, Role.REWARD_SE);

        private final Measure measure;
        private final Role value;
        private final Role error;

        Figure(Measure measure, Role value, Role error) {
            this.measure = measure;
            this.value = value;
            this.error = error;
        }
    }

    private final SparkSession spark;
    private final ScalingSettings settings;
    private final PointTable table;
    private final List<PointSet> sets;

    /**
     * @throws UserError where the table cannot be read, holds no rows, or what is no number where one must be
     */
    FilePoints(SparkSession spark, ScalingSettings settings, String path) {
        this.spark = spark;
        this.settings = settings;
        this.table = PointTable.read(spark, path, settings.columns());
        this.sets = sets();
        if (sets.isEmpty()) {
            throw new UserError(UserError.Kind.INPUT, path + ": holds no points");
        }
    }

    /** Everything, by which rows without a slice go, comes first. */
    private List<PointSet> sets() {
        Map<String, List<Line>> bySlice = new TreeMap<>();
        table.lines().forEach(line -> bySlice.computeIfAbsent(line.text(Role.SLICE), slice -> new ArrayList<>())
                .add(line));
        String name = table.columns().getOrDefault(Role.SLICE, "");
        List<PointSet> all = new ArrayList<>();
        bySlice.forEach((value, lines) -> {
            for (Figure figure : Figure.values()) {
                if (table.columns().containsKey(figure.value)) {
                    all.add(new PointSet(
                            value.isEmpty() ? "" : name,
                            value,
                            figure.measure,
                            points(lines, figure),
                            new double[0][]));
                }
            }
        });
        return all;
    }

    /** Different points of one name are numbered; the same one stands twice, which is for the fit to say. */
    private List<Point> points(List<Line> lines, Figure figure) {
        List<Point> points =
                lines.stream().map(line -> point(line, figure)).sorted(ORDER).toList();
        Map<String, Point> taken = new HashMap<>();
        List<Point> named = new ArrayList<>();
        for (Point point : points) {
            String name = point.name();
            for (int number = 2; !taken.computeIfAbsent(name, fresh -> point).equals(point); number++) {
                name = point.name() + " (" + number + ")";
            }
            named.add(new Point(
                    name,
                    point.parameters(),
                    point.data(),
                    point.compute(),
                    point.distance(),
                    point.value(),
                    point.standardError()));
        }
        return named;
    }

    private Point point(Line line, Figure figure) {
        double parameters = line.number(Role.N);
        double compute = line.number(Role.C);
        double data = line.number(Role.D);
        if (Double.isNaN(data) && settings.fromCompute() == ScalingSettings.FromCompute.ON) {
            data = compute / (settings.dataUnit().operations() * parameters);
        }
        double distance = distance(line);
        String name = line.text(Role.NAME);
        return new Point(
                name.isEmpty() ? name(parameters, data, compute, distance) : name,
                parameters,
                data,
                compute,
                distance,
                line.number(figure.value),
                line.number(figure.error));
    }

    /** √KL; of the best of n, KL = log n − (n − 1)/n. Source: L. Gao et al., arXiv 2210.10760. */
    private static double distance(Line line) {
        double divergence = line.number(Role.KL);
        double bestOf = line.number(Role.BEST_OF_N);
        return Math.sqrt(Double.isNaN(divergence) ? Math.log(bestOf) - (bestOf - 1) / bestOf : divergence);
    }

    private static String name(double parameters, double data, double compute, double distance) {
        Map<Axis, Double> sizes = new TreeMap<>(Map.of(
                Axis.PARAMETERS, parameters,
                Axis.DATA, data,
                Axis.COMPUTE, compute,
                Axis.DISTANCE, distance));
        List<String> known = sizes.entrySet().stream()
                .filter(size -> !Double.isNaN(size.getValue()))
                .map(size -> size.getKey().symbol() + " = " + String.format(Locale.ROOT, "%.4g", size.getValue()))
                .toList();
        return known.isEmpty() ? "unnamed" : String.join(", ", known);
    }

    @Override
    public String title() {
        return table.source();
    }

    @Override
    public Axis usualAxis() {
        return ScalingSource.usual(sets.stream().flatMap(set -> set.points().stream()));
    }

    /** A line a model. */
    @Override
    public boolean isLittle() {
        return true;
    }

    @Override
    public Findings findings(ScalingOptions options) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("points", table.source() + ": " + table.lines().size() + " rows");
        table.columns().forEach((role, column) -> facts.put("column of " + role.label(), column));
        if (table.isInPerCent()) {
            facts.put("accuracies", "are written in per cent and were read as such");
        }
        List<SliceScaling> curves = new AnalysePoints(options).of(spark, sets);
        requireAnyPoint(curves);
        return new Findings(facts, sets, curves, List.of());
    }

    private void requireAnyPoint(List<SliceScaling> curves) {
        if (curves.stream().allMatch(curve -> curve.points().isEmpty())) {
            String first = curves.stream()
                    .flatMap(curve -> curve.leftOut().entrySet().stream())
                    .map(point -> "; the first, " + point.getKey() + ": " + point.getValue())
                    .findFirst()
                    .orElse("");
            throw new UserError(UserError.Kind.INPUT, title() + ": no point is usable in any slice" + first);
        }
    }
}
