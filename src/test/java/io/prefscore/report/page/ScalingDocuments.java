package io.prefscore.report.page;

import io.prefscore.report.ScalingDocument;
import io.prefscore.scaling.Answer;
import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Curve;
import io.prefscore.scaling.Curve.Spot;
import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.FormFit.HeldOut;
import io.prefscore.scaling.FormKind;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Measure.Residual;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.PointSet;
import io.prefscore.scaling.Resampling;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scaling.TrendTest;
import io.prefscore.scaling.Verdict;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Documents made by hand from known curves and a little noise, as a real family of models might have them. */
final class ScalingDocuments {

    private static final double NONE = Double.NaN;
    private static final double[] GRID_SIZES = {1.5e9, 7.6e9, 14.8e9, 72.7e9};
    private static final double[] GRID_DATA = {16_000, 125_000, 1_000_000, 15_000_000};
    private static final double[] SIZES = {0.5e9, 1.5e9, 3.1e9, 7.6e9, 32.8e9, 72.7e9};

    private ScalingDocuments() {}

    /** All forms that a page must draw, with every kind of verdict. */
    static ScalingDocument family() {
        List<SliceScaling> slices = new ArrayList<>(List.of(
                joint(Measure.LOSS, 0.31),
                joint(Measure.CALIBRATED_LOSS, 0.29),
                saturating("", ""),
                powerLaw("subset", "adversarial", Measure.LOSS, 0.21),
                powerLaw("subset", "adversarial", Measure.CALIBRATED_LOSS, 0.19),
                saturating("subset", "adversarial"),
                emergent("subset", "objective"),
                flat("subset", "subjective", Measure.LOSS),
                flat("subset", "subjective", Measure.CALIBRATED_LOSS),
                cannotTell("subset", "three sizes only", 3),
                cannotTell("subset", "one model", 1),
                optimisation("policy", "best of n", FormKind.BEST_OF_N),
                optimisation("policy", "reinforcement learning", FormKind.REINFORCEMENT),
                powerLaw("subset", "mean", Measure.LOSS, 0.2)));
        for (String left : List.of("adversarial", "objective", "subjective")) {
            slices.add(powerLaw("subset", "mean without " + left, Measure.LOSS, 0.18));
        }
        return document(slices);
    }

    /** The same names of everything, all of them hostile. */
    static ScalingDocument hostile() {
        String name = ReportDocuments.HOSTILE;
        Point point = new Point(name, 1e9, NONE, NONE, NONE, 0.5, 0.01);
        Point second = new Point(name + 2, 2e9, NONE, NONE, NONE, 0.45, 0.01);
        FormFit fit = new FormFit(
                FormKind.POWER_LAW,
                Axis.PARAMETERS,
                "",
                Map.of("α", Estimate.of(0.1)),
                0,
                0,
                0,
                0,
                1,
                List.of(0.0, 0.0),
                Double.NaN,
                HeldOut.NONE,
                Resampling.CURVE,
                List.of(name));
        Curve curve = curve(name, Axis.PARAMETERS, 1e9, 2e9, n -> 0.5 * Math.pow(n / 1e9, -0.15));
        SliceScaling slice = new SliceScaling(
                name,
                name,
                Measure.LOSS,
                List.of(point, second),
                Map.of(name, name),
                new TrendTest(3, Axis.PARAMETERS, -1, 0.01, 0.02),
                List.of(fit),
                List.of(List.of(curve)),
                List.of(List.of(new Answer(name, Map.of(name, Estimate.of(1)), name))),
                List.of(name),
                new Verdict(Verdict.Kind.TREND, name, 0));
        return document(List.of(slice, cannotTell(name, "mean without " + name, 3)));
    }

    /** Nothing can be told of anything. */
    static ScalingDocument nothingTold() {
        return document(
                List.of(cannotTell("", "", 3), cannotTell("subset", "two", 2), cannotTell("subset", "of no point", 0)));
    }

    /** One model in one slice. */
    static ScalingDocument onePoint() {
        return document(List.of(cannotTell("", "", 1)));
    }

    static ScalingDocument nothing() {
        return document(List.of());
    }

    /** As many slices, each with loss, loss at temperature T and accuracy, of which every third has a trend. */
    static ScalingDocument many(int count) {
        List<SliceScaling> slices = new ArrayList<>();
        slices.add(joint(Measure.LOSS, 0.31));
        slices.add(saturating("", ""));
        for (int index = 1; index < count; index++) {
            String value = "task " + index;
            for (Measure measure : List.of(Measure.LOSS, Measure.CALIBRATED_LOSS)) {
                slices.add(
                        index % 3 == 0
                                ? powerLaw("task", value, measure, 0.1 + 0.0001 * index)
                                : flat("task", value, measure));
            }
            slices.add(saturating("task", value));
        }
        return document(slices);
    }

    static ScalingDocument document(List<SliceScaling> slices) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("runs", "s3a://runs/worldpm-*");
        facts.put("points", "16 models, 12,034 comparisons " + ReportDocuments.HOSTILE);
        List<Point> margins = IntStream.range(0, SIZES.length)
                .mapToObj(index -> new Point("model " + index, SIZES[index], NONE, NONE, NONE, 0.4 + 0.3 * index, 0.02))
                .toList();
        return new ScalingDocument(
                "the WorldPM family on RewardBench 2",
                "2026-11-23T00:12:00Z",
                "0.1.0",
                new ScalingOptions(0.95, 1000, 17, NONE, new DataUnit("pairs", 1500), Resampling.AUTO, List.of()),
                facts,
                slices,
                List.of(new PointSet("", "", Measure.MEAN_MARGIN, margins, new double[0][])));
    }

    /** 4 sizes × 4 amounts of data on E + A/N^α + B/D^β, the largest models held out. */
    private static SliceScaling joint(Measure measure, double floor) {
        DoubleBinaryOperator law = (n, d) -> floor + 0.17 * Math.pow(n / 1e9, -0.34) + 0.12 * Math.pow(d / 1e5, -0.28);
        Random random = new Random(3);
        List<Point> points = new ArrayList<>();
        List<Double> residuals = new ArrayList<>();
        for (double data : GRID_DATA) {
            for (double size : GRID_SIZES) {
                double residual = 0.012 * random.nextGaussian();
                double value = law.applyAsDouble(size, data) * Math.exp(residual);
                points.add(new Point(name(size, data), size, data, 6 * size * data, NONE, value, 0.006));
                residuals.add(residual);
            }
        }
        List<Curve> curves = new ArrayList<>();
        for (double data : GRID_DATA) {
            String label = "D = " + Figures.count((long) data);
            curves.add(curve(label, Axis.PARAMETERS, 1e9, 3e11, n -> law.applyAsDouble(n, data)));
        }
        Map<String, Estimate> parameters = new LinkedHashMap<>();
        parameters.put("E", interval(floor, floor - 0.03, floor + 0.02));
        parameters.put("A", interval(194.3, 0.8, Double.POSITIVE_INFINITY));
        parameters.put("B", interval(3.01, 1.2, 9.7));
        parameters.put("α", interval(0.34, 0.22, 0.47));
        parameters.put("β", interval(0.28, 0.19, 0.38));
        HeldOut heldOut = new HeldOut(List.of(3, 7, 11, 15), 0.0141, 0.067, 0.243);
        List<FormFit> fits = List.of(
                fit(FormKind.NO_TREND, Axis.PARAMETERS_AND_DATA, Map.of("E", interval(0.53, 0.49, 0.57)), 31.2, 0),
                fit(FormKind.POWER_LAW, Axis.PARAMETERS, power(0.07), 22.5, 0.0002),
                fit(FormKind.POWER_LAW, Axis.DATA, power(0.06), 24.9, 0.00004),
                fit(FormKind.POWER_LAW, Axis.COMPUTE, power(0.05), 9.3, 0.011),
                new FormFit(
                        FormKind.CHINCHILLA,
                        Axis.PARAMETERS_AND_DATA,
                        "",
                        parameters,
                        3.02,
                        0.0097,
                        48.1,
                        -78.4,
                        0.957,
                        residuals,
                        Double.NaN,
                        heldOut,
                        Resampling.CURVE,
                        List.of("A and α are nearly degenerate")),
                new FormFit(
                        FormKind.KAPLAN,
                        Axis.PARAMETERS_AND_DATA,
                        "the optimum lies at the edge of what is searched: D₀ runs away",
                        Map.of(),
                        NONE,
                        NONE,
                        NONE,
                        NONE,
                        0,
                        List.of(),
                        Double.NaN,
                        HeldOut.NONE,
                        Resampling.CURVE,
                        List.of()));
        Answer value = new Answer(
                "loss at N = 72.7B, D = 15M", Map.of("loss", interval(0.391, 0.382, 0.401)), "0.391 [0.382, 0.401]");
        Answer best = new Answer(
                "best N and D for 1e22 floating-point operations",
                Map.of("N", interval(2.1e10, 0.9e10, 5.2e10), "D", interval(8e10, 3e10, 2e11)),
                "N = 21B, D = 80B; far beyond the largest D");
        List<List<Answer>> answers =
                List.of(List.of(), List.of(value), List.of(), List.of(), List.of(value, best), List.of());
        return new SliceScaling(
                "",
                "",
                measure,
                points,
                Map.of("WorldPM-72B-broken", "its loss is NaN", "WorldPM-0B", "its number of parameters is 0"),
                new TrendTest(14.2, Axis.COMPUTE, -1, 0.001, 0.003),
                fits,
                List.of(List.of(), List.of(), List.of(), List.of(), curves, List.of()),
                answers,
                List.of("two models are overconfident: their loss lies above log 2"),
                new Verdict(
                        Verdict.Kind.TREND,
                        "power laws in N and D with a floor, α = 0.34 [0.22, 0.47], β = 0.28 [0.19, 0.38], predicts the"
                                + " largest models within 1.4 %",
                        4));
    }

    private static SliceScaling powerLaw(String slice, String value, Measure measure, double exponent) {
        DoubleUnaryOperator law = n -> 0.62 * Math.pow(n / 5e8, -exponent);
        return sixSizes(
                slice,
                value,
                measure,
                law,
                fit(FormKind.POWER_LAW, Axis.PARAMETERS, power(exponent), 2.9, 0.81),
                new TrendTest(11.3, Axis.PARAMETERS, -1, 0.001, 0.004),
                new Verdict(
                        Verdict.Kind.TREND,
                        "power law in N, α = %.2f [%.2f, %.2f], predicts the largest model within 1.4 %%"
                                .formatted(exponent, exponent - 0.04, exponent + 0.05),
                        1));
    }

    private static SliceScaling emergent(String slice, String value) {
        DoubleUnaryOperator law = n -> 0.68 * Math.pow(1 + Math.pow(n / 6e9, 4), -0.3 / 4);
        Map<String, Estimate> parameters = new LinkedHashMap<>();
        parameters.put("E", interval(0.68, 0.67, 0.69));
        parameters.put("x₀", interval(6e9, 3.1e9, 1.1e10));
        parameters.put("α", interval(0.3, 0.21, 0.41));
        return sixSizes(
                slice,
                value,
                Measure.LOSS,
                law,
                fit(FormKind.EMERGENT, Axis.PARAMETERS, parameters, 3.3, 0.93),
                new TrendTest(6.1, Axis.PARAMETERS, -1, 0.002, 0.005),
                new Verdict(Verdict.Kind.TREND, "flat up to N = 6B, then a power law, α = 0.30 [0.21, 0.41]", 1));
    }

    private static SliceScaling saturating(String slice, String value) {
        DoubleUnaryOperator law = n -> 0.5 + 0.42 / (1 + Math.pow(1.1e9 / n, 0.7));
        Map<String, Estimate> parameters = new LinkedHashMap<>();
        parameters.put("M", interval(0.92, 0.87, 0.99));
        parameters.put("x₀", interval(1.1e9, 0.6e9, 1.9e9));
        parameters.put("k", interval(0.7, 0.5, 1.1));
        return sixSizes(
                slice,
                value,
                Measure.ACCURACY,
                law,
                fit(FormKind.SATURATION, Axis.PARAMETERS, parameters, 3.3, 0.77),
                new TrendTest(7.7, Axis.PARAMETERS, 1, 0.001, 0.003),
                new Verdict(
                        Verdict.Kind.TREND,
                        "saturating accuracy in N, ceiling 92 % [87, 99], predicts the largest model within 0.9 %",
                        1));
    }

    private static SliceScaling flat(String slice, String value, Measure measure) {
        FormFit fit = fit(FormKind.NO_TREND, Axis.PARAMETERS, Map.of("E", interval(0.66, 0.65, 0.67)), 2.2, 0);
        SliceScaling six = sixSizes(
                slice,
                value,
                measure,
                n -> 0.66,
                fit,
                new TrendTest(1.2, Axis.PARAMETERS, -1, 0.41, 0.52),
                new Verdict(Verdict.Kind.NO_TREND, "no scaling seen: any power law has α between −0.02 and 0.03", 1));
        return six;
    }

    private static SliceScaling optimisation(String slice, String value, FormKind kind) {
        DoubleUnaryOperator law = kind == FormKind.BEST_OF_N
                ? d -> d * (1.1 - 0.18 * d)
                : d -> d * (0.55 - 0.21 * Math.log(Math.max(d, 1e-9)));
        double end = kind == FormKind.BEST_OF_N ? 5 : 14;
        Random random = new Random(5);
        List<Point> points = new ArrayList<>();
        List<Double> residuals = new ArrayList<>();
        for (int step = 0; step <= 9; step++) {
            double distance = end * step / 9;
            double residual = 0.03 * random.nextGaussian();
            points.add(new Point(
                    "step " + step, NONE, NONE, NONE, distance, law.applyAsDouble(distance) + residual, 0.03));
            residuals.add(residual);
        }
        List<Spot> spots = IntStream.rangeClosed(0, 40)
                .mapToDouble(step -> end * step / 40)
                .mapToObj(d ->
                        new Spot(d, law.applyAsDouble(d), law.applyAsDouble(d) - 0.05, law.applyAsDouble(d) + 0.05))
                .toList();
        FormFit fit = new FormFit(
                kind,
                Axis.DISTANCE,
                "",
                Map.of("α", interval(1.1, 1.0, 1.2), "β", interval(0.18, 0.16, 0.2)),
                1.4,
                0.02,
                21,
                -36.2,
                0.98,
                residuals,
                Double.NaN,
                HeldOut.NONE,
                Resampling.CURVE,
                List.of());
        return new SliceScaling(
                slice,
                value,
                Measure.REWARD,
                points,
                Map.of(),
                new TrendTest(9.1, Axis.DISTANCE, 1, 0.001, 0.003),
                List.of(fit),
                List.of(List.of(new Curve("", Axis.DISTANCE, spots))),
                List.of(List.of()),
                List.of(),
                new Verdict(Verdict.Kind.TREND, "over-optimisation, peak at d = 3.1 [2.9, 3.3]", 0));
    }

    private static SliceScaling cannotTell(String slice, String value, int sizes) {
        List<Point> points = IntStream.range(0, sizes)
                .mapToObj(index -> new Point(
                        "model " + index, SIZES[index], NONE, NONE, NONE, 0.6 - 0.03 * index, index == 0 ? NONE : 0.02))
                .toList();
        return new SliceScaling(
                slice,
                value,
                Measure.LOSS,
                points,
                Map.of(),
                new TrendTest(NONE, Axis.PARAMETERS, NONE, NONE, NONE),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Verdict(Verdict.Kind.CANNOT_TELL, Figures.count(sizes, "size") + " cannot tell", -1));
    }

    private static SliceScaling sixSizes(
            String slice,
            String value,
            Measure measure,
            DoubleUnaryOperator law,
            FormFit fit,
            TrendTest test,
            Verdict verdict) {
        Random random = new Random(
                slice.length() + 31L * value.length() + measure.name().length());
        List<Point> points = new ArrayList<>();
        List<Double> residuals = new ArrayList<>();
        for (double size : SIZES) {
            double residual = 0.01 * random.nextGaussian();
            double curve = law.applyAsDouble(size);
            double measured = measure.residual() == Residual.LOGARITHM ? curve * Math.exp(residual) : curve + residual;
            points.add(new Point(name(size, NONE), size, NONE, NONE, NONE, measured, 0.008));
            residuals.add(residual);
        }
        FormFit none = fit(FormKind.NO_TREND, Axis.PARAMETERS, Map.of("E", interval(0.5, 0.4, 0.6)), 17.4, 0);
        FormFit withResiduals = new FormFit(
                fit.kind(),
                fit.axis(),
                fit.problem(),
                fit.parameters(),
                fit.objective(),
                fit.scatter(),
                fit.logLikelihood(),
                fit.aicc(),
                fit.weight(),
                residuals,
                Double.NaN,
                new HeldOut(List.of(5), 0.0141, 0.089, 0.211),
                Resampling.CURVE,
                fit.notes());
        return new SliceScaling(
                slice,
                value,
                measure,
                points,
                Map.of(),
                test,
                List.of(none, withResiduals),
                List.of(List.of(), List.of(curve("", Axis.PARAMETERS, 4e8, 2e11, law))),
                List.of(List.of(), List.of()),
                List.of(),
                verdict);
    }

    private static FormFit fit(
            FormKind kind, Axis axis, Map<String, Estimate> parameters, double objective, double weight) {
        return new FormFit(
                kind,
                axis,
                "",
                parameters,
                objective,
                0.011,
                20 - objective,
                2 * objective,
                weight,
                List.of(),
                Double.NaN,
                new HeldOut(List.of(5), 0.063, 0.067, 0.243),
                Resampling.CURVE,
                List.of());
    }

    private static Map<String, Estimate> power(double exponent) {
        Map<String, Estimate> parameters = new LinkedHashMap<>();
        parameters.put("A", interval(41.2, 17.9, 95.3));
        parameters.put("α", interval(exponent, exponent - 0.04, exponent + 0.05));
        return parameters;
    }

    /** Bands that widen towards the larger end. */
    private static Curve curve(String label, Axis axis, double from, double to, DoubleUnaryOperator law) {
        List<Spot> spots = IntStream.rangeClosed(0, 40)
                .mapToObj(step -> {
                    double x = from * Math.pow(to / from, step / 40.0);
                    double value = law.applyAsDouble(x);
                    double half = 0.008 + 0.03 * Math.pow(step / 40.0, 2);
                    return new Spot(x, value, value * (1 - half), value * (1 + half));
                })
                .toList();
        return new Curve(label, axis, spots);
    }

    private static String name(double size, double data) {
        return "WorldPM-" + ScalingFigures.size(size) + (Double.isNaN(data) ? "" : "-" + ScalingFigures.size(data));
    }

    private static Estimate interval(double value, double low, double high) {
        return new Estimate(value, low, high, Interval.BOOTSTRAP);
    }
}
