package io.prefscore.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.Trials;
import io.prefscore.demo.JudgedLabels.Found;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.stats.ConfidenceMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How well wrong labels are found that were planted among pairs of prompts that no model was trained on. */
final class MislabelledPairsTest {

    private static final int PAIRS = Trials.of(5_000, 20_000);
    private static final long SEED = Long.getLong("prefscore.mislabelled.seed", 8);
    private static final double[] NOISES = {0, 0.05, 0.1, 0.2};
    private static final double[] THRESHOLDS = {0.5, 0.7, 0.8, 0.9, 0.95};
    private static final String SMALLEST = "parameters-3k-pairs-128k-seed-1";

    private static final Map<Double, List<DemoPair>> BY_NOISE = new TreeMap<>();
    private static final Map<Asked, JudgedLabels> JUDGED = new HashMap<>();
    private static double[] margins = {};
    private static double[] ofSmallest = {};

    @BeforeAll
    static void score(@TempDir Path folder) throws IOException, ConversationRefused {
        for (double noise : NOISES) {
            BY_NOISE.put(
                    noise,
                    new PreferenceGenerator(SEED, Split.HELD_OUT, Mix.USUAL, noise)
                            .pairs(PAIRS)
                            .toList());
        }
        margins = DemoMargins.of(ModelFamily.largest(), pairs(0), folder.resolve("largest"));
        BuiltInModel smallest = ModelFamily.members().stream()
                .filter(member -> member.name().equals(SMALLEST))
                .findFirst()
                .orElseThrow();
        ofSmallest = DemoMargins.of(smallest, pairs(0), folder.resolve("smallest"));
    }

    private static List<DemoPair> pairs(double noise) {
        return BY_NOISE.getOrDefault(noise, List.of());
    }

    private record Asked(double noise, ConfidenceMethod method) {}

    /** By the largest model, the noise unknown; several tests look at the same answers. */
    private static JudgedLabels judge(double noise, ConfidenceMethod method) {
        return JUDGED.computeIfAbsent(
                new Asked(noise, method),
                asked -> JudgedLabels.of(pairs(noise), margins, method, OptionalDouble.empty()));
    }

    private static JudgedLabels judge(double noise, double[] cleanMargins, OptionalDouble known) {
        return JudgedLabels.of(pairs(noise), cleanMargins, ConfidenceMethod.TEMPERATURE, known);
    }

    /** All thresholds, each kind and all together; prints those that suspect somebody. */
    private static List<Found> print(String of, JudgedLabels judged) {
        judged.printFits(of);
        System.out.println(Found.HEAD);
        List<Found> all = new ArrayList<>();
        for (double threshold : THRESHOLDS) {
            for (Kind kind : Kind.values()) {
                all.add(print(kind.label(), judged.found(threshold, kind)));
            }
            all.add(print("all", judged.found(threshold)));
        }
        return all;
    }

    private static Found print(String slice, Found found) {
        if (found.suspects() > 0) {
            System.out.println(found.line(slice));
        }
        return found;
    }

    @Test
    void plantsNothingButNoise() {
        assertThat(pairs(0.2)).zipSatisfy(pairs(0), (pair, original) -> {
            assertThat(pair.prompt()).isEqualTo(original.prompt());
            assertThat(pair.mislabelled() ? pair.rejected() : pair.chosen()).isEqualTo(original.chosen());
            assertThat(pair.mislabelled() ? pair.chosen() : pair.rejected()).isEqualTo(original.rejected());
        });
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void isAsSureOfItsSuspectsAsItSays(ConfidenceMethod method) {
        for (double noise : NOISES) {
            JudgedLabels judged = judge(noise, method);
            String of = method + ", seed " + SEED + ", " + Math.round(100 * noise) + " % noise";
            assertThat(print(of, judged)).as(of).allMatch(Found::statesTheTruth);
        }
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void findsMostOfTheNoiseWhereTheModelKnows(ConfidenceMethod method) {
        for (double noise : List.of(0.05, 0.1, 0.2)) {
            JudgedLabels judged = judge(noise, method);
            Found found = judged.found(0.5, Kind.ADVERSARIAL);
            assertThat(judged.noise(Kind.ADVERSARIAL)).isCloseTo(noise, within(0.02));
            assertThat(judged.noise(Kind.OBJECTIVE)).isCloseTo(noise, within(0.03));
            assertThat(found.precision()).isGreaterThan(0.9);
            assertThat(found.recall()).isGreaterThan(0.6);
            assertThat(found.noiseAfterDropping()).isLessThan(found.noiseBefore() / 2);
            assertThat(found.noiseAfterFlipping()).isLessThan(found.noiseBefore() / 2);
        }
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void suspectsNothingWhereNoLabelIsWrong(ConfidenceMethod method) {
        assertThat(judge(0, method).found(0.5).suspects()).isZero();
    }

    /** Judges who differ in taste are not wrong; some of them are suspected only where it is known that many labels are. */
    @Test
    void suspectsNoDissent() {
        for (double noise : NOISES) {
            Found known = judge(noise, margins, OptionalDouble.of(noise)).found(0.5, Kind.SUBJECTIVE);
            print("known " + noise, known);
            assertThat(known.statesTheTruth()).isTrue();
            assertThat(judge(noise, ConfidenceMethod.TEMPERATURE)
                            .found(0.5, Kind.SUBJECTIVE)
                            .suspects())
                    .isZero();
        }
    }

    /** Its errors fade with the margin, but not as fast as a logistic curve: it is surer of its suspects than it may be. */
    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void overstatesALittleWithASmallModel(ConfidenceMethod method) {
        for (double noise : NOISES) {
            JudgedLabels judged = JudgedLabels.of(pairs(noise), ofSmallest, method, OptionalDouble.empty());
            print(method + ", " + SMALLEST + ", " + Math.round(100 * noise) + " % noise", judged);
            Found found = judged.found(0.5, Kind.ADVERSARIAL);
            if (noise == 0) {
                assertThat(found.suspects()).isLessThan(found.pairs() / 200);
            } else {
                assertThat(found.stated() - found.precision()).isBetween(-0.05, 0.15);
            }
        }
    }

    /** The limit of any method that sees margins and labels alone. */
    @Test
    void takesErrorsThatDoNotFadeWithTheMarginForWrongLabels() {
        double[] blind = IntStream.range(0, PAIRS)
                .mapToDouble(pair ->
                        Math.floorMod(pairs(0).get(pair).prompt().hashCode(), 20) == 0 ? -margins[pair] : margins[pair])
                .toArray();
        JudgedLabels estimated = judge(0, blind, OptionalDouble.empty());
        print("wrong about every twentieth prompt, no noise, estimated", estimated);
        assertThat(estimated.noise(Kind.ADVERSARIAL)).isCloseTo(0.05, within(0.015));
        assertThat(estimated.found(0.9, Kind.ADVERSARIAL).suspects()).isGreaterThan(PAIRS / 200);
        assertThat(judge(0, blind, OptionalDouble.of(0)).found(0.5).suspects()).isZero();
    }

    @Test
    void learnsNothingFromLengths() {
        double[] lengths = pairs(0).stream()
                .mapToDouble(pair -> pair.chosen().length() - pair.rejected().length())
                .toArray();
        for (double noise : NOISES) {
            JudgedLabels judged = judge(noise, lengths, OptionalDouble.empty());
            judged.printFits("length, " + Math.round(100 * noise) + " % noise");
            assertThat(judged.found(0.5).suspects()).isZero();
        }
    }
}
