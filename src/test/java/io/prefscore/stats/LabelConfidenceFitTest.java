package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelConfidenceFitTest {

    private static final double[] SIZES = {0, 1e-9, 0.01, 0.5, 1, 2, 3, 5, 10, 1e3, 1e30, Double.MAX_VALUE};

    private record Labelled(int unit, double margin) {}

    private static List<Labelled> draw(int count, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Labelled> drawn = new ArrayList<>();
        for (int pair = 0; pair < count; pair++) {
            double size = Math.abs(4 * random.nextGaussian());
            boolean right = random.nextDouble() < Logistic.sigmoid(size);
            boolean wrong = random.nextDouble() < noise;
            drawn.add(new Labelled(random.nextInt(Units.COUNT), right == wrong ? -size : size));
        }
        return drawn;
    }

    private static LabelConfidenceFit collect(List<Labelled> pairs) {
        LabelConfidenceFit fit = new LabelConfidenceFit();
        pairs.forEach(pair -> fit.add(pair.unit(), pair.margin()));
        return fit;
    }

    private static LabelConfidence fit(List<Labelled> pairs, ConfidenceMethod method) {
        return collect(pairs).fit(method, OptionalDouble.empty());
    }

    /** What is said of many margins in every fold. */
    private static List<Double> answers(LabelConfidence confidence) {
        List<Double> answers = new ArrayList<>();
        for (int fold = 0; fold < Calibration.FOLDS; fold++) {
            answers.add(confidence.noise(fold));
            answers.add(confidence.temperature(fold));
            for (double size : SIZES) {
                answers.add(confidence.labelWrong(fold, size));
                answers.add(confidence.labelWrong(fold, -size));
                answers.add(confidence.modelRight(fold, size));
            }
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void isTheSameHoweverPairsAreDealtOut(ConfidenceMethod method) {
        List<Labelled> pairs = draw(3_000, 0.1, 1);
        List<Double> expected = answers(fit(pairs, method));
        for (int seed = 0; seed < 3; seed++) {
            List<Labelled> shuffled = new ArrayList<>(pairs);
            Collections.shuffle(shuffled, new Random(seed));
            LabelConfidenceFit merged = new LabelConfidenceFit();
            for (int from = 0; from < shuffled.size(); from += 700) {
                merged.merge(collect(shuffled.subList(from, Math.min(shuffled.size(), from + 700))));
            }
            assertThat(answers(merged.fit(method, OptionalDouble.empty()))).isEqualTo(expected);
        }
    }

    @Test
    void isTheSameFromCountsByBlockAndBin() {
        List<Labelled> pairs = draw(3_000, 0.1, 2);
        LabelConfidenceFit counted = new LabelConfidenceFit();
        for (Labelled pair : pairs) {
            counted.add(LabelConfidenceFit.block(pair.unit()), LabelConfidenceFit.bin(pair.margin()), 1);
        }
        assertThat(answers(counted.fit(ConfidenceMethod.ISOTONIC, OptionalDouble.empty())))
                .isEqualTo(answers(fit(pairs, ConfidenceMethod.ISOTONIC)));
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void learnsNothingFromAFoldsOwnPrompts(ConfidenceMethod method) {
        List<Labelled> pairs = draw(3_000, 0.1, 3);
        List<Labelled> turned = pairs.stream()
                .map(pair -> Calibration.fold(pair.unit()) == 2 ? new Labelled(pair.unit(), -pair.margin()) : pair)
                .toList();
        OptionalDouble noise = OptionalDouble.of(0.1);
        LabelConfidence before = collect(pairs).fit(method, noise);
        LabelConfidence after = collect(turned).fit(method, noise);
        assertThat(after.temperature(2)).isEqualTo(before.temperature(2));
        assertThat(after.modelRight(2, 1.5)).isEqualTo(before.modelRight(2, 1.5));
        assertThat(after.temperature(1)).isNotEqualTo(before.temperature(1));
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void isAProbabilityThatFallsWithTheMargin(ConfidenceMethod method) {
        LabelConfidence confidence = fit(draw(5_000, 0.2, 4), method);
        assertThat(confidence.isNoisy()).isTrue();
        for (int fold = 0; fold < Calibration.FOLDS; fold++) {
            double last = 1;
            for (double margin = -30; margin <= 30; margin += 0.01) {
                double wrong = confidence.labelWrong(fold, margin);
                assertThat(wrong).isBetween(0.0, last + 1e-15);
                last = wrong;
            }
            for (double size : SIZES) {
                assertThat(confidence.labelWrong(fold, size)).isBetween(0.0, confidence.noise(fold) + 1e-15);
                assertThat(confidence.labelWrong(fold, -size)).isBetween(confidence.noise(fold) - 1e-15, 1.0);
                assertThat(confidence.modelRight(fold, size)).isBetween(0.5, 1.0);
            }
            assertThat(confidence.labelWrong(fold, Double.NEGATIVE_INFINITY)).isBetween(0.9, 1.0);
            assertThat(confidence.labelWrong(fold, Double.NaN)).isNaN();
            assertThat(confidence.modelRight(fold, Double.NaN)).isNaN();
        }
    }

    @Test
    void followsBayesRule() {
        LabelConfidence confidence = fit(draw(5_000, 0.2, 5), ConfidenceMethod.TEMPERATURE);
        double noise = confidence.noise(0);
        for (double margin : new double[] {-6, -3, -1, 0, 0.5, 2}) {
            double standing = Logistic.sigmoid(margin / confidence.temperature(0));
            double exchanged = Logistic.sigmoid(-margin / confidence.temperature(0));
            assertThat(confidence.labelWrong(0, margin))
                    .isCloseTo(noise * exchanged / ((1 - noise) * standing + noise * exchanged), within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void suspectsNoLabelWhereTheNoiseIsNone(ConfidenceMethod method) {
        LabelConfidence clean = fit(draw(5_000, 0, 6), method);
        LabelConfidence told = collect(draw(5_000, 0.2, 6)).fit(method, OptionalDouble.of(0));
        assertThat(List.of(clean, told)).allSatisfy(confidence -> {
            assertThat(confidence.isNoisy()).isFalse();
            assertThat(confidence.noise()).isZero();
            for (double size : SIZES) {
                assertThat(confidence.labelWrong(0, -size)).isZero();
            }
            assertThat(confidence.labelWrong(0, Double.NaN)).isNaN();
        });
    }

    @Test
    void takesTheNoiseItIsGiven() {
        LabelConfidence confidence =
                collect(draw(5_000, 0.2, 7)).fit(ConfidenceMethod.TEMPERATURE, OptionalDouble.of(0.15));
        assertThat(confidence.noise()).isCloseTo(0.15, within(1e-15));
        assertThatThrownBy(() -> collect(draw(5_000, 0.2, 7)).fit(ConfidenceMethod.TEMPERATURE, OptionalDouble.of(0.5)))
                .hasMessage("label noise must lie in [0, 0.5); found 0.5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500})
    void refusesTooFewComparisons(int count) {
        LabelConfidenceFit few = collect(draw(count, 0.1, 8));
        assertThat(few.isUsable()).isFalse();
        assertThatThrownBy(() -> few.fit(ConfidenceMethod.TEMPERATURE, OptionalDouble.empty()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void countsWhatIsLeftWithoutAFoldAndLeavesOutMarginsOfNothing() {
        LabelConfidenceFit fit = new LabelConfidenceFit();
        for (int pair = 0; pair < 624; pair++) {
            fit.add(pair % 5, pair % 3 - 1.5);
        }
        assertThat(fit.isUsable()).isFalse();
        fit.add(4, 0.0);
        assertThat(fit.isUsable()).as("a tie says nothing").isFalse();
        fit.add(4, 1.0);
        assertThat(fit.isUsable()).isTrue();
        assertThatThrownBy(() -> fit.add(4, Double.NaN)).hasMessage("margins are finite; found NaN");
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void isDefinedForMarginsThatAllSayTheSame(ConfidenceMethod method) {
        for (double margin : new double[] {1, -1, 1e30, -1e30, 1e-30}) {
            LabelConfidenceFit fit = new LabelConfidenceFit();
            for (int unit = 0; unit < 1_000; unit++) {
                fit.add(unit, margin);
            }
            for (OptionalDouble noise : List.of(OptionalDouble.empty(), OptionalDouble.of(0.1))) {
                assertThat(answers(fit.fit(method, noise)))
                        .allSatisfy(answer -> assertThat(answer).isFinite());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ConfidenceMethod.class)
    void travels(ConfidenceMethod method) throws IOException, ClassNotFoundException {
        LabelConfidenceFit fit = collect(draw(3_000, 0.1, 9));
        LabelConfidence confidence = fit.fit(method, OptionalDouble.empty());
        assertThat(answers(copy(fit).fit(method, OptionalDouble.empty()))).isEqualTo(answers(confidence));
        assertThat(answers(copy(confidence))).isEqualTo(answers(confidence));
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(original);
        }
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) input.readObject();
        }
    }
}
