package io.prefscore.report;

import io.prefscore.scaling.Answer;
import io.prefscore.scaling.Curve;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What is said of scaling as tidy Parquet tables, one observation a row, for notebooks and SQL. A slice of everything is called
 * {@link ReportTables#OVERALL}, with an empty value. What is undefined is null, an end of an interval without bound infinite.
 * Driver side.
 */
final class ScalingTables {

    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType NUMBER = DataTypes.DoubleType;
    private static final DataType FLAG = DataTypes.BooleanType;

    private static final StructType POINTS = ofSlices()
            .add("model", TEXT)
            .add("parameters", NUMBER)
            .add("data", NUMBER)
            .add("compute", NUMBER)
            .add("distance", NUMBER)
            .add("measured", NUMBER)
            .add("standard_error", NUMBER);

    private static final StructType FITS = ofForms()
            .add("formula", TEXT)
            .add("chosen", FLAG)
            .add("problem", TEXT)
            .add("objective", NUMBER)
            .add("scatter", NUMBER)
            .add("log_likelihood", NUMBER)
            .add("aicc", NUMBER)
            .add("weight", NUMBER)
            .add("held_out_error", NUMBER)
            .add("held_out_last_error", NUMBER)
            .add("held_out_mean_error", NUMBER)
            .add("bend_p", NUMBER)
            .add("resampling", TEXT);

    private static final StructType PARAMETERS = estimates(ofForms().add("parameter", TEXT));

    private static final StructType CURVES = ofForms()
            .add("chosen", FLAG)
            .add("curve", TEXT)
            .add("along", TEXT)
            .add("x", NUMBER)
            .add("y", NUMBER)
            .add("low", NUMBER)
            .add("high", NUMBER);

    private static final StructType RESIDUALS =
            ofForms().add("model", TEXT).add("residual", NUMBER).add("held_out", FLAG);

    private static final StructType LEFT_OUT =
            new StructType().add("model", TEXT).add("reason", TEXT);

    private static final StructType VERDICTS = ofSlices()
            .add("verdict", TEXT)
            .add("words", TEXT)
            .add("form", TEXT)
            .add("axis", TEXT)
            .add("statistic", NUMBER)
            .add("direction", NUMBER)
            .add("p", NUMBER)
            .add("adjusted_p", NUMBER)
            .add("points", DataTypes.IntegerType)
            .add("left_out", DataTypes.createArrayType(LEFT_OUT))
            .add("notes", DataTypes.createArrayType(TEXT))
            .add("predicts", FLAG);

    private static final StructType ANSWERS = estimates(ofForms()
            .add("chosen", FLAG)
            .add("question", TEXT)
            .add("words", TEXT)
            .add("answer", TEXT));

    private final SparkSession spark;
    private final ReportFolder folder;
    private final List<Row> points = new ArrayList<>();
    private final List<Row> fits = new ArrayList<>();
    private final List<Row> parameters = new ArrayList<>();
    private final List<Row> curves = new ArrayList<>();
    private final List<Row> residuals = new ArrayList<>();
    private final List<Row> verdicts = new ArrayList<>();
    private final List<Row> answers = new ArrayList<>();

    ScalingTables(SparkSession spark, ReportFolder folder) {
        this.spark = spark;
        this.folder = folder;
    }

    private static StructType ofSlices() {
        return new StructType().add("slice", TEXT).add("value_of_slice", TEXT).add("measure", TEXT);
    }

    private static StructType ofForms() {
        return ofSlices().add("form", TEXT).add("axis", TEXT);
    }

    private static StructType estimates(StructType what) {
        return what.add("value", NUMBER).add("low", NUMBER).add("high", NUMBER);
    }

    void write(ScalingDocument document) {
        for (SliceScaling slice : document.slices()) {
            Cells cells = Cells.of(slice.slice(), slice.value(), slice.measure());
            slice.points().forEach(point -> points.add(point(cells, point)));
            verdicts.add(verdict(cells, slice));
            for (int form = 0; form < slice.fits().size(); form++) {
                form(cells, slice, form);
            }
        }
        for (PointSet set : document.shown()) {
            Cells cells = Cells.of(set.slice(), set.value(), set.measure());
            set.points().forEach(point -> points.add(point(cells, point)));
        }
        folder.writeTable(spark, "points", points, POINTS);
        folder.writeTable(spark, "fits", fits, FITS);
        folder.writeTable(spark, "parameters", parameters, PARAMETERS);
        folder.writeTable(spark, "curves", curves, CURVES);
        folder.writeTable(spark, "residuals", residuals, RESIDUALS);
        folder.writeTable(spark, "verdicts", verdicts, VERDICTS);
        folder.writeTable(spark, "answers", answers, ANSWERS);
    }

    /** The cells that rows of one slice, or of one form, begin with. */
    private record Cells(List<Object> first) {

        static Cells of(String slice, String value, Measure measure) {
            return new Cells(List.of(slice.isEmpty() ? ReportTables.OVERALL : slice, value, label(measure)));
        }

        Cells with(Object... more) {
            List<Object> longer = new ArrayList<>(first);
            longer.addAll(List.of(more));
            return new Cells(longer);
        }

        Row row(@Nullable Object... values) {
            @Nullable Object[] all = new Object[first.size() + values.length];
            for (int cell = 0; cell < first.size(); cell++) {
                all[cell] = first.get(cell);
            }
            for (int cell = 0; cell < values.length; cell++) {
                boolean undefined = values[cell] instanceof Double number && Double.isNaN(number);
                all[first.size() + cell] = undefined ? null : values[cell];
            }
            return RowFactory.create(all);
        }

        Row estimate(Estimate estimate) {
            return row(estimate.value(), estimate.low(), estimate.high());
        }
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Row point(Cells slice, Point point) {
        return slice.row(
                point.name(),
                point.parameters(),
                point.data(),
                point.compute(),
                point.distance(),
                point.value(),
                point.standardError());
    }

    private static Row verdict(Cells cells, SliceScaling slice) {
        int chosen = slice.verdict().chosen();
        return cells.row(
                label(slice.verdict().kind()),
                slice.verdict().words(),
                chosen < 0 ? null : label(slice.fits().get(chosen).kind()),
                chosen < 0 ? null : label(slice.fits().get(chosen).axis()),
                slice.test().statistic(),
                slice.test().direction(),
                slice.test().p(),
                slice.test().adjustedP(),
                slice.points().size(),
                slice.leftOut().entrySet().stream()
                        .map(point -> RowFactory.create(point.getKey(), point.getValue()))
                        .toArray(),
                slice.notes().toArray(String[]::new),
                slice.predicts());
    }

    private void form(Cells slice, SliceScaling scaling, int number) {
        FormFit fit = scaling.fits().get(number);
        boolean chosen = number == scaling.verdict().chosen();
        Cells form = slice.with(label(fit.kind()), label(fit.axis()));
        fits.add(form.row(
                fit.kind().formula(),
                chosen,
                fit.problem(),
                fit.objective(),
                fit.scatter(),
                fit.logLikelihood(),
                fit.aicc(),
                fit.weight(),
                fit.heldOut().error(),
                fit.heldOut().lastError(),
                fit.heldOut().meanError(),
                fit.bendP(),
                label(fit.resampling())));
        addEstimates(parameters, form, fit.parameters());
        for (int point = 0; point < fit.residuals().size(); point++) {
            residuals.add(form.row(
                    scaling.points().get(point).name(),
                    fit.residuals().get(point),
                    fit.heldOut().points().contains(point)));
        }
        for (Curve curve : scaling.curves().get(number)) {
            Cells along = form.with(chosen, curve.label(), label(curve.axis()));
            curve.spots().forEach(spot -> curves.add(along.row(spot.x(), spot.value(), spot.low(), spot.high())));
        }
        for (Answer answer : scaling.answers().get(number)) {
            Cells question = form.with(chosen, answer.question(), answer.words());
            if (answer.values().isEmpty()) {
                answers.add(question.row(null, null, null, null));
            }
            addEstimates(answers, question, answer.values());
        }
    }

    private static void addEstimates(List<Row> rows, Cells cells, Map<String, Estimate> estimates) {
        estimates.forEach((name, estimate) -> rows.add(cells.with(name).estimate(estimate)));
    }
}
