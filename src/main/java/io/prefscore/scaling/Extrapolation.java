package io.prefscore.scaling;

import io.prefscore.scaling.FormFit.HeldOut;
import io.prefscore.scaling.Forms.Candidate;
import io.prefscore.scaling.Measure.Residual;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fits a form without the largest models, and predicts these. */
final class Extrapolation {

    private Extrapolation() {}

    /** {@link HeldOut#NONE} where the other points cannot tell the form's parameters. */
    static HeldOut of(Candidate candidate, UsablePoints points, Sample sample, double delta, Residual residual) {
        int[] held = points.largest(candidate.singles().get(0));
        int[] kept = IntStream.range(0, sample.size())
                .filter(index -> Arrays.stream(held).noneMatch(other -> other == index))
                .toArray();
        Sample smaller = sample.only(kept);
        if (kept.length < candidate.form().size() + 1 || tooFewPlaces(candidate, smaller)) {
            return HeldOut.NONE;
        }
        FittedCurve fit = FittedCurve.of(candidate.form(), smaller, delta);
        double mean = Arrays.stream(smaller.values())
                .map(value -> Sample.offScale(residual, value))
                .average()
                .orElse(Double.NaN);
        double error = 0;
        double lastError = 0;
        double meanError = 0;
        for (int point : held) {
            double measured = Sample.offScale(residual, sample.values()[point]);
            double predicted = Sample.offScale(residual, fit.value(sample.first()[point], sample.second()[point]));
            error += distance(predicted, measured) / held.length;
            lastError += distance(last(smaller, sample.second()[point], residual), measured) / held.length;
            meanError += distance(mean, measured) / held.length;
        }
        List<Integer> places = Arrays.stream(held).boxed().collect(Collectors.toList());
        return new HeldOut(List.copyOf(places), error, lastError, meanError);
    }

    /** A curve with as many parameters as it has places to go through predicts nothing. */
    private static boolean tooFewPlaces(Candidate candidate, Sample smaller) {
        boolean few = Sample.distinct(smaller.first()).length < Math.max(2, candidate.places() - 1);
        return few
                || (candidate.axis() == Axis.PARAMETERS_AND_DATA
                        && Sample.distinct(smaller.second()).length < candidate.places() - 1);
    }

    /** Mean of the largest models that remain: of those with the same amount of data, where there are any. */
    private static double last(Sample smaller, double data, Residual residual) {
        double[] alike = largest(
                smaller,
                IntStream.range(0, smaller.size())
                        .filter(index -> smaller.second()[index] == data)
                        .toArray());
        double[] last = alike.length > 0
                ? alike
                : largest(smaller, IntStream.range(0, smaller.size()).toArray());
        return Arrays.stream(last)
                .map(value -> Sample.offScale(residual, value))
                .average()
                .orElse(Double.NaN);
    }

    private static double[] largest(Sample smaller, int[] among) {
        double most = Arrays.stream(among)
                .mapToDouble(index -> smaller.first()[index])
                .max()
                .orElse(Double.NaN);
        return Arrays.stream(among)
                .filter(index -> smaller.first()[index] == most)
                .mapToDouble(index -> smaller.values()[index])
                .toArray();
    }

    private static double distance(double predicted, double measured) {
        return Math.abs(predicted - measured) / Math.abs(measured);
    }
}
