package io.prefscore.scaling;

import io.prefscore.scaling.Curve.Spot;
import io.prefscore.scaling.Measure.Residual;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Lines of fits, to be drawn. */
final class Curves {

    private static final int SPOTS = 48;

    /** Part of the sizes' range, in logarithms, that a line goes on beyond the largest. */
    private static final double BEYOND = 0.3;

    private static final double BEFORE = 0.05;
    private static final int MOST_LINES = 6;

    private Curves() {}

    /** One line, or one for each amount of data that the points have, up to six of them. */
    static List<Curve> of(Bands bands, Residual residual) {
        Sample sample = bands.fit().sample();
        if (sample.axis() != Axis.PARAMETERS_AND_DATA) {
            return List.of(new Curve("", sample.axis(), spots(bands, residual, 0)));
        }
        List<Curve> curves = new ArrayList<>();
        double[] amounts = Sample.distinct(sample.second());
        int lines = Math.min(MOST_LINES, amounts.length);
        for (int line = 0; line < lines; line++) {
            double amount = amounts[lines == 1 ? 0 : line * (amounts.length - 1) / (lines - 1)];
            curves.add(new Curve(
                    String.format(Locale.ROOT, "D = %,.0f", Math.exp(amount)),
                    Axis.PARAMETERS,
                    spots(bands, residual, amount)));
        }
        return curves;
    }

    private static List<Spot> spots(Bands bands, Residual residual, double second) {
        Sample sample = bands.fit().sample();
        double least = Arrays.stream(sample.first()).min().orElse(0);
        double most = Arrays.stream(sample.first()).max().orElse(0);
        boolean distance = sample.axis() == Axis.DISTANCE;
        double from = distance ? 0 : least - BEFORE * (most - least);
        double to = distance ? most : most + BEYOND * (most - least);
        CurveForm form = bands.fit().form();
        double[] gradient = new double[form.size()];
        List<Spot> spots = new ArrayList<>();
        for (int step = 0; step < SPOTS; step++) {
            double place = from + (to - from) * step / (SPOTS - 1);
            Estimate value = bands.of(drawn -> Sample.offScale(residual, form.value(drawn, place, second, gradient)));
            spots.add(new Spot(distance ? place : Math.exp(place), value.value(), value.low(), value.high()));
        }
        return spots;
    }
}
