package io.prefscore.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.encode.ConversationRefused;
import io.prefscore.stats.BinWidth;
import io.prefscore.stats.Calibration;
import io.prefscore.stats.ConfidenceMethod;
import io.prefscore.stats.LabelConfidence;
import io.prefscore.stats.LabelConfidenceFit;
import io.prefscore.stats.Units;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How well wrong labels are found that were planted among pairs of prompts that no model was trained on. */
final class MislabelledPairsTest {

    private static final int PAIRS = 20_000;
    private static final long SEED = Long.getLong("prefscore.mislabelled.seed", 8);
    private static final double[] NOISES = {0, 0.05, 0.1, 0.2};
    private static final double[] THRESHOLDS = {0.5, 0.7, 0.8, 0.9, 0.95};

    /** Of the intervals that assertions rest on: 99.9 %, as there are a hundred of them. */
    private static final double WIDE = 3.29;

    private static final double USUAL = 1.96;

    /**
     * What two standard errors of T do to the precision above a threshold, as Fisher's information has it: T is known to 4 to 11
     * per cent here, and with it the margin that a threshold stands for.
     */
    private static final double FIT_ERROR = 0.03;

    private static List<DemoPair> clean = List.of();
    private static double[] margins = {};

    @BeforeAll
    static void score(@TempDir Path folder) throws IOException, ConversationRefused {
        clean = generate(PAIRS, 0);
        margins = DemoMargins.of(ModelFamily.largest(), clean, folder);
    }

    private static List<DemoPair> generate(int count, double noise) {
        return new PreferenceGenerator(SEED, Split.HELD_OUT, Mix.USUAL, noise)
                .pairs(count)
                .toList();
    }

    /** Pairs as a noisy data set has them, and what a method says of each label. */
    private record Judged(List<DemoPair> pairs, double[] wrong) {

        static Judged of(List<DemoPair> pairs, double[] cleanMargins, ConfidenceMethod method, OptionalDouble noise) {
            double[] wrong = new double[pairs.size()];
            for (Kind kind : Kind.values()) {
                double[] seen = seen(pairs, cleanMargins);
                int[] members = IntStream.range(0, wrong.length)
                        .filter(pair -> pairs.get(pair).kind() == kind)
                        .toArray();
                LabelConfidence confidence = fit(pairs, seen, members, method, noise);
                for (int pair : members) {
                    wrong[pair] = confidence.labelWrong(Calibration.fold(unit(pairs.get(pair))), seen[pair]);
                }
                System.out.printf(
                        Locale.ROOT,
                        "  %-12s e = %.4f, T = %.3f%n",
                        kind.label(),
                        confidence.noise(),
                        confidence.temperature());
            }
            return new Judged(pairs, wrong);
        }

        private static LabelConfidence fit(
                List<DemoPair> pairs, double[] seen, int[] members, ConfidenceMethod method, OptionalDouble noise) {
            double spread = new StandardDeviation()
                    .evaluate(Arrays.stream(members)
                            .mapToDouble(pair -> seen[pair])
                            .toArray());
            LabelConfidenceFit fit = new LabelConfidenceFit(BinWidth.of(spread));
            Arrays.stream(members).forEach(pair -> fit.add(unit(pairs.get(pair)), seen[pair]));
            return fit.fit(method, noise);
        }

        private static int unit(DemoPair pair) {
            return Units.of(pair.prompt().hashCode());
        }

        private static double[] seen(List<DemoPair> pairs, double[] cleanMargins) {
            return IntStream.range(0, pairs.size())
                    .mapToDouble(pair -> pairs.get(pair).mislabelled() ? -cleanMargins[pair] : cleanMargins[pair])
                    .toArray();
        }

        Found found(double threshold, IntPredicate slice) {
            int[] members = IntStream.range(0, wrong.length).filter(slice).toArray();
            int[] suspects = Arrays.stream(members)
                    .filter(pair -> wrong[pair] > threshold)
                    .toArray();
            return new Found(
                    members.length,
                    count(members),
                    suspects.length,
                    count(suspects),
                    Arrays.stream(suspects).mapToDouble(pair -> wrong[pair]).sum() / suspects.length);
        }

        private int count(int[] some) {
            return (int) Arrays.stream(some)
                    .filter(pair -> pairs.get(pair).mislabelled())
                    .count();
        }

        IntPredicate kind(Kind kind) {
            return pair -> pairs.get(pair).kind() == kind;
        }
    }

    /**
     * What a threshold finds.
     *
     * @param planted wrong labels among the pairs
     * @param hits wrong labels among the suspects
     * @param stated mean probability that a suspect's label is wrong; NaN where there is none
     */
    private record Found(int pairs, int planted, int suspects, int hits, double stated) {

        double precision() {
            return (double) hits / suspects;
        }

        double recall() {
            return (double) hits / planted;
        }

        double noiseAfterDropping() {
            return (double) (planted - hits) / (pairs - suspects);
        }

        double noiseAfterFlipping() {
            return (double) (planted - hits + suspects - hits) / pairs;
        }

        /** Wilson's interval of the precision. */
        double[] interval(double quantile) {
            double square = quantile * quantile / suspects;
            double middle = (precision() + square / 2) / (1 + square);
            double half = Math.sqrt(precision() * (1 - precision()) * square + square * square / 4) / (1 + square);
            return new double[] {middle - half, middle + half};
        }

        boolean statesTheTruth() {
            double[] wide = interval(WIDE);
            return suspects == 0 || (stated >= wide[0] - FIT_ERROR && stated <= wide[1] + FIT_ERROR);
        }

        String line(double noise, String slice, double threshold) {
            double[] usual = interval(USUAL);
            return String.format(
                    Locale.ROOT,
                    "%4.0f %% %-12s %5.2f %8d %6.3f %9.3f [%.3f, %.3f] %6.3f %8.4f %8.4f",
                    100 * noise,
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

    private static void printHead(ConfidenceMethod method) {
        System.out.println(method + ", seed " + SEED);
        System.out.println(
                "noise  slice        above suspects stated precision [95 %]         recall  dropped  flipped");
    }

    private static List<Found> print(Judged judged, double noise) {
        List<Found> all = new ArrayList<>();
        for (double threshold : THRESHOLDS) {
            for (Kind kind : Kind.values()) {
                Found found = judged.found(threshold, judged.kind(kind));
                System.out.println(found.line(noise, kind.label(), threshold));
                all.add(found);
            }
            Found together = judged.found(threshold, pair -> true);
            System.out.println(together.line(noise, "all", threshold));
            all.add(together);
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void statesHowOftenItsSuspectsAreWrong(ConfidenceMethod method) {
        printHead(method);
        List<Found> misstated = new ArrayList<>();
        for (double noise : NOISES) {
            Judged judged = Judged.of(generate(PAIRS, noise), margins, method, OptionalDouble.empty());
            misstated.addAll(print(judged, noise).stream()
                    .filter(found -> !found.statesTheTruth())
                    .toList());
        }
        assertThat(misstated).isEmpty();
    }

    @Test
    void plantsNothingButNoise() {
        List<DemoPair> noisy = generate(PAIRS, 0.2);
        assertThat(noisy).zipSatisfy(clean, (pair, original) -> {
            assertThat(pair.prompt()).isEqualTo(original.prompt());
            assertThat(pair.mislabelled() ? pair.rejected() : pair.chosen()).isEqualTo(original.chosen());
            assertThat(pair.mislabelled() ? pair.chosen() : pair.rejected()).isEqualTo(original.rejected());
        });
    }
}
