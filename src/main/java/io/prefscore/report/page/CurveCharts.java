package io.prefscore.report.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.prefscore.report.page.PageView.Chart;
import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Curve;
import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Measure.Residual;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Statistic.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Points with their curves and residuals, as the script of the page draws them: a chart for each axis along which the chosen
 * form has curves, and one over the axis that tells most sizes apart where none is chosen.
 */
final class CurveCharts {

    /** Those that a single number stands on. */
    static final List<Axis> PLAIN_AXES = List.of(Axis.PARAMETERS, Axis.DATA, Axis.COMPUTE, Axis.DISTANCE);

    /** How the label of a curve with an amount of data begins. */
    private static final String AMOUNT = Axis.DATA.symbol() + " = ";

    private final SliceScaling scaling;
    private final DataUnit unit;
    private final Measure measure;
    private final Scale scale;
    private final Optional<FormFit> chosen;
    private final List<Curve> curves;

    private CurveCharts(SliceScaling scaling, DataUnit unit) {
        this.scaling = scaling;
        this.unit = unit;
        this.measure = scaling.measure();
        this.scale = ScalingFigures.scale(measure);
        int place = scaling.verdict().chosen();
        this.chosen = place < 0 ? Optional.empty() : Optional.of(scaling.fits().get(place));
        this.curves = place < 0 ? List.of() : scaling.curves().get(place);
    }

    /** None where no point can be drawn. */
    static List<Chart> of(SliceScaling scaling, DataUnit unit, String id) {
        CurveCharts charts = new CurveCharts(scaling, unit);
        return charts.axes().stream()
                .map(axis -> charts.chart(axis, id + "-" + axis.symbol().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private List<Axis> axes() {
        Set<Axis> axes = new LinkedHashSet<>();
        curves.forEach(curve -> axes.add(curve.axis()));
        axes.removeIf(axis -> !PLAIN_AXES.contains(axis) || sizes(axis) == 0);
        if (axes.isEmpty()) {
            PLAIN_AXES.stream()
                    .filter(axis -> sizes(axis) > 0)
                    .max(Comparator.comparingLong(this::sizes).thenComparing(Comparator.reverseOrder()))
                    .ifPresent(axes::add);
        }
        return List.copyOf(axes);
    }

    private long sizes(Axis axis) {
        return scaling.points().stream()
                .mapToDouble(point -> point.at(axis))
                .filter(size -> isDrawable(axis, size))
                .distinct()
                .count();
    }

    private static boolean isDrawable(Axis axis, double size) {
        return Double.isFinite(size) && (size > 0 || axis == Axis.DISTANCE);
    }

    private Chart chart(Axis axis, String id) {
        JsonObject data = new JsonObject();
        data.add("x", axis(label(axis), axis != Axis.DISTANCE));
        data.add("y", axis(measure.label(), isLogarithmic(axis)));
        data.addProperty("unit", scale == Scale.SHARE ? " %" : "");
        data.addProperty("residual", residualName());
        data.addProperty("residualUnit", scale == Scale.SHARE ? " points" : "");
        data.addProperty("shift", measure.residual() == Residual.LOGARITHM ? "logarithm" : "plain");
        data.add("reference", Charts.number(ScalingFigures.chance(measure) * factor()));
        data.add("groups", groups(axis));
        String title = Texts.capital(measure.label()) + " over " + label(axis);
        return new Chart(
                id, "curves", title, verdict(), inWords(axis), Charts.json(data), new CurveTables(scaling).points());
    }

    private String verdict() {
        return VerdictViews.sign(scaling) + " " + VerdictViews.kind(scaling) + " – "
                + Texts.visible(scaling.verdict().words());
    }

    private String inWords(Axis axis) {
        String curve = chosen.map(fit -> " The curve is " + ScalingFigures.form(fit) + ".")
                .orElse(" No curve is drawn.");
        String held = heldOut().isEmpty() ? "" : " Hollow points were held out.";
        return measure.label() + " of " + Figures.count(scaling.points().size(), "point") + " over " + label(axis)
                + ", with residuals below. " + Texts.visible(scaling.verdict().words()) + "." + curve + held;
    }

    /** With the unit of training data where that is known, and lies along the axis or tells curves apart. */
    private String label(Axis axis) {
        if (unit.name().isEmpty()) {
            return axis.label();
        }
        String name = Texts.label(unit.name());
        if (axis == Axis.DATA) {
            return axis.label() + ", " + name;
        }
        boolean apart = curves.stream().anyMatch(curve -> curve.label().startsWith(AMOUNT));
        return axis.label() + (apart ? "; D in " + name : "");
    }

    private String residualName() {
        if (scale == Scale.SHARE) {
            return "residual, points";
        }
        return measure.residual() == Residual.LOGARITHM ? "residual, log" : "residual";
    }

    private boolean isLogarithmic(Axis axis) {
        return axis != Axis.DISTANCE
                && measure.residual() == Residual.LOGARITHM
                && scaling.points().stream().allMatch(point -> point.value() > 0);
    }

    private static JsonObject axis(String name, boolean logarithmic) {
        JsonObject axis = new JsonObject();
        axis.addProperty("name", name);
        axis.addProperty("log", logarithmic);
        return axis;
    }

    /** Curves with the points that belong to them; points that belong to none stand in a group of their own. */
    private JsonArray groups(Axis axis) {
        Map<String, JsonObject> groups = new LinkedHashMap<>();
        for (Curve curve : curves) {
            if (curve.axis() == axis) {
                group(groups, curve.label()).add("curve", spots(curve));
            }
        }
        for (int index = 0; index < scaling.points().size(); index++) {
            Point point = scaling.points().get(index);
            if (isDrawable(axis, point.at(axis))) {
                String label = groupOf(point, axis, groups.keySet());
                group(groups, label).getAsJsonArray("points").add(json(point, axis, index));
            }
        }
        JsonArray array = new JsonArray();
        groups.values().forEach(array::add);
        return array;
    }

    private static JsonObject group(Map<String, JsonObject> groups, String label) {
        return groups.computeIfAbsent(label, name -> {
            JsonObject group = new JsonObject();
            group.addProperty("label", Texts.label(name));
            group.add("curve", new JsonArray());
            group.add("points", new JsonArray());
            return group;
        });
    }

    private static String groupOf(Point point, Axis axis, Set<String> labels) {
        return PLAIN_AXES.stream()
                .filter(other -> other != axis)
                .map(other -> ScalingFigures.fixed(other, point.at(other)))
                .filter(labels::contains)
                .findFirst()
                .orElse("");
    }

    private JsonArray spots(Curve curve) {
        JsonArray spots = new JsonArray();
        for (Curve.Spot spot : curve.spots()) {
            JsonArray one = new JsonArray();
            DoubleStream.of(spot.x(), spot.value() * factor(), spot.low() * factor(), spot.high() * factor())
                    .forEach(value -> one.add(Charts.number(sixDigits(value))));
            spots.add(one);
        }
        return spots;
    }

    private JsonObject json(Point point, Axis axis, int index) {
        Estimate measured = ScalingFigures.measured(point);
        JsonObject json = new JsonObject();
        json.addProperty("name", Texts.label(point.name()));
        json.addProperty("place", place(point));
        json.add("x", Charts.number(point.at(axis)));
        json.add("value", Charts.number(point.value() * factor()));
        json.add("low", Charts.number(measured.low() * factor()));
        json.add("high", Charts.number(measured.high() * factor()));
        json.addProperty("shown", Figures.withInterval(scale, measured));
        json.add("residual", Charts.number(residual(index) * factor()));
        json.addProperty("heldOut", heldOut().contains(index));
        return json;
    }

    private static String place(Point point) {
        List<String> parts = PLAIN_AXES.stream()
                .filter(axis -> Double.isFinite(point.at(axis)))
                .map(axis -> axis.symbol() + " = " + ScalingFigures.at(axis, point))
                .toList();
        return String.join(", ", parts);
    }

    private double residual(int index) {
        List<Double> residuals = chosen.map(FormFit::residuals).orElse(List.of());
        return index < residuals.size() ? residuals.get(index) : Double.NaN;
    }

    private List<Integer> heldOut() {
        return chosen.map(fit -> fit.heldOut().points()).orElse(List.of());
    }

    private int factor() {
        return scale == Scale.SHARE ? 100 : 1;
    }

    /** Less than a pixel off, and half as long. */
    private static double sixDigits(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value).round(new MathContext(6)).doubleValue()
                : value;
    }
}
