package io.prefscore.report.page;

import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Curve;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Measure.Residual;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import io.prefscore.stats.Statistic.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The numbers of a chart of curves. */
final class CurveTables {

    /** Of a curve, a table shows this many places, both ends among them. */
    private static final int PLACES = 9;

    private final SliceScaling scaling;
    private final Scale scale;
    private final List<Axis> axes;

    CurveTables(SliceScaling scaling) {
        this.scaling = scaling;
        this.scale = ScalingFigures.scale(scaling.measure());
        this.axes = known(scaling.points());
    }

    /** Points that no curve is fitted to. */
    static Table unfitted(Measure measure, List<Point> points, String summary) {
        List<Axis> axes = known(points);
        List<Cell> columns = sizes(axes);
        columns.add(Cell.of("Value, 95 % interval"));
        List<List<Cell>> rows = points.stream()
                .map(point -> {
                    List<Cell> row = sizes(point, axes);
                    row.add(value(ScalingFigures.scale(measure), ScalingFigures.measured(point)));
                    return row;
                })
                .toList();
        return new Table(measure.label() + ", point by point", summary, columns, rows);
    }

    /** What was fitted to, and how far it lies from the chosen curve. */
    Table points() {
        List<Cell> columns = sizes(axes);
        columns.add(Cell.of("Value, 95 % interval"));
        boolean logarithm = scaling.measure().residual() == Residual.LOGARITHM;
        columns.add(Cell.linked(logarithm ? "Residual, log" : "Residual", "how-residual"));
        columns.add(Cell.linked("Held out", "how-held-out"));
        List<List<Cell>> rows =
                IntStream.range(0, scaling.points().size()).mapToObj(this::row).toList();
        return new Table(scaling.measure().label() + ", point by point", "The points of this chart", columns, rows);
    }

    /** Places on the chosen curves. */
    Optional<Table> curves() {
        int chosen = scaling.verdict().chosen();
        List<Curve> curves = chosen < 0 ? List.of() : scaling.curves().get(chosen);
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        List<Cell> columns =
                List.of(Cell.of("Curve"), Cell.of("At"), Cell.of("Value"), Cell.linked("Band", "how-band"));
        List<List<Cell>> rows =
                curves.stream().flatMap(curve -> places(curve).stream()).toList();
        return Optional.of(new Table(
                scaling.measure().label() + ", places on the chosen curve", "The curves of this chart", columns, rows));
    }

    private List<List<Cell>> places(Curve curve) {
        int last = curve.spots().size() - 1;
        return IntStream.range(0, Math.min(PLACES, last + 1))
                .map(place -> last < PLACES ? place : place * last / (PLACES - 1))
                .mapToObj(curve.spots()::get)
                .map(spot -> place(curve, spot))
                .toList();
    }

    private List<Cell> place(Curve curve, Curve.Spot spot) {
        String name = curve.label().isEmpty() ? "chosen form" : curve.label();
        Estimate estimate = new Estimate(spot.value(), spot.low(), spot.high(), Interval.NONE);
        String band = Figures.interval(scale, estimate);
        return List.of(
                Cell.of(Texts.visible(name)),
                Cell.of(curve.axis().symbol() + " = " + ScalingFigures.size(spot.x())),
                value(scale, Estimate.of(spot.value())),
                band.isEmpty() ? Cell.undefined("no band could be made") : Cell.of(band));
    }

    private List<Cell> row(int index) {
        Point point = scaling.points().get(index);
        int chosen = scaling.verdict().chosen();
        Optional<FormFit> fit =
                chosen < 0 ? Optional.empty() : Optional.of(scaling.fits().get(chosen));
        List<Cell> row = sizes(point, axes);
        row.add(value(scale, ScalingFigures.measured(point)));
        row.add(fit.filter(one -> index < one.residuals().size())
                .map(one -> residual(one.residuals().get(index)))
                .orElse(Cell.undefined("no curve is drawn")));
        row.add(Cell.of(fit.map(one -> one.heldOut().points().contains(index)).orElse(false) ? "yes" : "no"));
        return row;
    }

    private Cell residual(double residual) {
        return Cell.of(
                scale == Scale.SHARE
                        ? Figures.points(Estimate.of(residual))
                        : Figures.difference(Scale.NATS, Estimate.of(residual)));
    }

    private static Cell value(Scale scale, Estimate estimate) {
        return Cells.orUndefined(estimate.value(), Figures.withInterval(scale, estimate), "not known of this model");
    }

    private static List<Axis> known(List<Point> points) {
        return CurveCharts.PLAIN_AXES.stream()
                .filter(axis -> points.stream().anyMatch(point -> !Double.isNaN(point.at(axis))))
                .toList();
    }

    private static List<Cell> sizes(List<Axis> axes) {
        List<Cell> columns = new ArrayList<>(Cells.row("Model"));
        axes.forEach(axis -> columns.add(new Cell(axis.symbol(), axis.label(), "", "")));
        return columns;
    }

    private static List<Cell> sizes(Point point, List<Axis> axes) {
        List<Cell> row = new ArrayList<>(Cells.row(Texts.visible(point.name())));
        axes.forEach(axis ->
                row.add(Cells.orUndefined(point.at(axis), ScalingFigures.at(axis, point), "not known of this model")));
        return row;
    }
}
