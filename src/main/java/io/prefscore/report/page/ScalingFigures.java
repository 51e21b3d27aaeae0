package io.prefscore.report.page;

import io.prefscore.scaling.Axis;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.FormKind;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Point;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import io.prefscore.stats.Statistic.Scale;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** Sizes, parameters and forms as people read them. */
final class ScalingFigures {

    /** Of the normal distribution, so that this many standard errors to either side hold 95 %. */
    private static final double QUANTILE_95 = 1.959963984540054;

    private static final int MOST_DECIMALS = 6;

    private ScalingFigures() {}

    /** A number of parameters, an amount of data or of compute: {@code 16,000}, {@code 7.616B}, {@code 6.3e21}. */
    static String size(double size) {
        double magnitude = Math.abs(size);
        if (!(magnitude >= 1e6) || magnitude >= 1e15) {
            return magnitude >= 1000 && magnitude < 1e6
                    ? String.format(Locale.ROOT, "%,.0f", size)
                    : Figures.bound(size);
        }
        int thousands = (int) Math.floor(Math.log10(magnitude) / 3);
        return Figures.bound(size / Math.pow(1000, thousands)) + " kMBT".charAt(thousands);
    }

    /** Where a point stands on an axis: compute is written as people write it, {@code 6.3e21}, whatever its size. */
    static String at(Axis axis, Point point) {
        return axis == Axis.COMPUTE ? Figures.bound(point.compute()) : size(point.at(axis));
    }

    /** What a curve along one axis calls the place where it stands on the other: {@code D = 16,000}. */
    static String fixed(Axis axis, double size) {
        return axis.symbol() + " = " + String.format(Locale.ROOT, "%,.0f", size);
    }

    /** A parameter or an answer: two digits of the interval's width and no more, four digits where it has no width. */
    static String estimate(Estimate estimate) {
        double width = estimate.high() - estimate.low();
        DoubleFunction<String> written = width > 0 && Double.isFinite(width)
                ? number -> fixed(number, (int) Math.ceil(-Math.log10(width)) + 1)
                : ScalingFigures::fourDigits;
        String value = written.apply(estimate.value());
        return Double.isNaN(width)
                ? value
                : value + "\u00a0[" + written.apply(estimate.low()) + ",\u00a0" + written.apply(estimate.high()) + "]";
    }

    /** {@code α = 0.21 [0.17, 0.26]; A = 2.3 [1.9, 2.8]}. */
    static String estimates(Map<String, Estimate> estimates) {
        return estimates.entrySet().stream()
                .map(one -> one.getKey() + "\u00a0=\u00a0" + estimate(one.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** A form and the axis that it is a curve over. */
    static String form(FormFit fit) {
        FormKind kind = fit.kind();
        return switch (kind) {
            case NO_TREND, CHINCHILLA, KAPLAN, BEST_OF_N, REINFORCEMENT -> kind.label();
            case POWER_LAW, POWER_LAW_WITH_FLOOR, EMERGENT, LOGISTIC, SATURATION ->
                kind.label() + " in " + fit.axis().symbol();
        };
    }

    /** A point's value, with the interval of 95 % that its standard error makes. */
    static Estimate measured(Point point) {
        double half = QUANTILE_95 * point.standardError();
        return new Estimate(point.value(), point.value() - half, point.value() + half, Interval.NONE);
    }

    /** How the measure's values are written. */
    static Scale scale(Measure measure) {
        return switch (measure) {
            case LOSS, CALIBRATED_LOSS -> Scale.NATS;
            case ACCURACY -> Scale.SHARE;
            case MEAN_MARGIN, REWARD -> Scale.REWARD;
        };
    }

    /** What a model that tosses coins would reach; NaN where that has no meaning. */
    static double chance(Measure measure) {
        return switch (measure) {
            case LOSS, CALIBRATED_LOSS -> Math.log(2);
            case ACCURACY -> 0.5;
            case MEAN_MARGIN, REWARD -> Double.NaN;
        };
    }

    private static String fixed(double value, int decimals) {
        double magnitude = Math.abs(value);
        return magnitude >= 1e6 || (magnitude > 0 && magnitude < 1e-5)
                ? Figures.bound(value)
                : String.format(Locale.ROOT, "%,." + Math.max(0, Math.min(decimals, MOST_DECIMALS)) + "f", value)
                        .replace('-', '−');
    }

    private static String fourDigits(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        return value == 0 ? "0" : Figures.bound(value);
    }
}
