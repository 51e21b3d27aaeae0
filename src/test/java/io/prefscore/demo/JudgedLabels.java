package io.prefscore.demo;

import io.prefscore.stats.Calibration;
import io.prefscore.stats.ConfidenceMethod;
import io.prefscore.stats.LabelConfidence;
import io.prefscore.stats.LabelConfidenceFit;
import io.prefscore.stats.Units;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Pairs as a noisy data set has them, and what is said of each label, with each kind of pair fitted by itself.
 *
 * @param wrong probability that the label is wrong, one a pair
 * @param fits by kind
 */
record JudgedLabels(List<DemoPair> pairs, double[] wrong, Map<Kind, LabelConfidence> fits) {

    /** Of the intervals that assertions rest on: 99.9 %, as there are a hundred of them. */
    private static final double WIDE = 3.29;

    private static final double USUAL = 1.96;

    /**
     * What two standard errors of T do to the precision above a threshold, as Fisher's information has it: T is known to 4 to 11
     * per cent here, and with it the margin that a threshold stands for.
     */
    private static final double FIT_ERROR = 0.03;

    /**
     * Judges labels.
     *
     * @param cleanMargins what the margins would be if no label were wrong
     * @param noise share of wrong labels, if it is known
     */
    static JudgedLabels of(List<DemoPair> pairs, double[] cleanMargins, ConfidenceMethod method, OptionalDouble noise) {
        double[] seen = IntStream.range(0, pairs.size())
                .mapToDouble(pair -> pairs.get(pair).mislabelled() ? -cleanMargins[pair] : cleanMargins[pair])
                .toArray();
        double[] wrong = new double[pairs.size()];
        Map<Kind, LabelConfidence> fits = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            int[] members = IntStream.range(0, wrong.length)
                    .filter(pair -> pairs.get(pair).kind() == kind)
                    .toArray();
            LabelConfidence confidence = fit(pairs, seen, members).fit(method, noise);
            fits.put(kind, confidence);
            for (int pair : members) {
                wrong[pair] = confidence.labelWrong(Calibration.fold(unit(pairs.get(pair))), seen[pair]);
            }
        }
        return new JudgedLabels(pairs, wrong, fits);
    }

    private static LabelConfidenceFit fit(List<DemoPair> pairs, double[] seen, int[] members) {
        LabelConfidenceFit fit = new LabelConfidenceFit();
        Arrays.stream(members).forEach(pair -> fit.add(unit(pairs.get(pair)), seen[pair]));
        return fit;
    }

    private static int unit(DemoPair pair) {
        return Units.of(pair.prompt().hashCode());
    }

    /** Share of wrong labels that was estimated for a kind. */
    double noise(Kind kind) {
        return Objects.requireNonNull(fits.get(kind)).noise();
    }

    /** What a threshold finds among the pairs of a kind. */
    Found found(double threshold, Kind kind) {
        return found(threshold, pair -> pairs.get(pair).kind() == kind);
    }

    /** What a threshold finds. */
    Found found(double threshold) {
        return found(threshold, pair -> true);
    }

    private Found found(double threshold, IntPredicate slice) {
        int[] members = IntStream.range(0, wrong.length).filter(slice).toArray();
        int[] suspects =
                Arrays.stream(members).filter(pair -> wrong[pair] > threshold).toArray();
        return new Found(
                threshold,
                members.length,
                mislabelled(members),
                suspects.length,
                mislabelled(suspects),
                Arrays.stream(suspects).mapToDouble(pair -> wrong[pair]).sum() / suspects.length);
    }

    private int mislabelled(int[] some) {
        return (int) Arrays.stream(some)
                .filter(pair -> pairs.get(pair).mislabelled())
                .count();
    }

    /** Prints what was estimated of each kind. */
    void printFits(String of) {
        fits.forEach((kind, fit) -> System.out.printf(
                Locale.ROOT, "%s, %s: e = %.4f, T = %.3f%n", of, kind.label(), fit.noise(), fit.temperature()));
    }

    /**
     * What a threshold finds.
     *
     * @param planted wrong labels among the pairs
     * @param hits wrong labels among the suspects
     * @param stated mean probability that a suspect's label is wrong; NaN where there is none
     */
    record Found(double threshold, int pairs, int planted, int suspects, int hits, double stated) {

        /** The columns of {@link #line}. */
        static final String HEAD =
                "slice        above suspects stated precision  [95 %]          recall  dropped  flipped";

        double precision() {
            return (double) hits / suspects;
        }

        double recall() {
            return (double) hits / planted;
        }

        double noiseBefore() {
            return (double) planted / pairs;
        }

        double noiseAfterDropping() {
            return (double) (planted - hits) / (pairs - suspects);
        }

        double noiseAfterFlipping() {
            return (double) (planted - hits + suspects - hits) / pairs;
        }

        /** Wilson's interval of the precision. */
        private double[] interval(double quantile) {
            double square = quantile * quantile / suspects;
            double middle = (precision() + square / 2) / (1 + square);
            double half = Math.sqrt(precision() * (1 - precision()) * square + square * square / 4) / (1 + square);
            return new double[] {middle - half, middle + half};
        }

        /** Whether the stated probability is one that the suspects can have, as far as their number and the fit can tell. */
        boolean statesTheTruth() {
            double[] wide = interval(WIDE);
            return suspects == 0 || (stated >= wide[0] - FIT_ERROR && stated <= wide[1] + FIT_ERROR);
        }

        String line(String slice) {
            double[] usual = interval(USUAL);
            return String.format(
                    Locale.ROOT,
                    "%-12s %5.2f %8d %6.3f %9.3f  [%.3f, %.3f]  %6.3f %8.4f %8.4f",
                    slice,
                    threshold,
                    suspects,
                    stated,
                    precision(),
                    usual[0],
                    usual[1],
                    recall(),
                    noiseAfterDropping(),
                    noiseAfterFlipping());
        }
    }
}
