package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StyleMomentsTest {

    /** A unit of the second fold: what stands there alone decides the coefficients of the first. */
    private static final int SECOND_FOLD = 1;

    @Test
    void fitsWhatStatsmodelsFits() {
        StyleReference reference = StyleReference.load();
        StyleMoments moments = new StyleMoments(1);
        reference.pairs().forEach(pair -> moments.add(SECOND_FOLD, pair));
        double[] ours = moments.coefficients()[0][0];
        System.out.println("quantity | ours | theirs | difference | by");
        for (int feature = 0; feature < StyleFeature.REPORTED.size(); feature++) {
            double theirs = reference.leastSquares()[feature];
            System.out.printf(
                    "least squares, %s | %.12f | %.12f | %.1e | %s%n",
                    StyleFeature.REPORTED.get(feature).key(),
                    ours[feature],
                    theirs,
                    ours[feature] - theirs,
                    reference.statsmodels());
            assertThat(ours[feature]).isCloseTo(theirs, Offset.offset(1e-10));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fitsAllFeaturesAsAQrDecompositionDoes(long seed) {
        List<Pair> pairs = simulated(seed, 3000);
        StyleMoments moments = new StyleMoments(1);
        pairs.forEach(pair -> moments.add(SECOND_FOLD, pair));
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.setNoIntercept(true);
        regression.newSampleData(
                pairs.stream().mapToDouble(pair -> pair.preferredRewards()[0]).toArray(),
                pairs.stream().map(Pair::style).toArray(double[][]::new));
        double[] theirs = regression.estimateRegressionParameters();
        double[] ours = moments.coefficients()[0][0];
        for (Pair pair : pairs) {
            double margin = pair.preferredRewards()[0];
            assertThat(StyleDifference.remainder(margin, ours, pair.style()))
                    .isCloseTo(StyleDifference.remainder(margin, theirs, pair.style()), Offset.offset(1e-6));
        }
    }

    @Test
    void doesNotMindWhichResponseStandsFirst() {
        Random random = new Random(5);
        StyleMoments given = new StyleMoments(1);
        StyleMoments turned = new StyleMoments(1);
        for (Pair pair : simulated(5, 2000)) {
            given.add((int) pair.promptKey(), pair);
            turned.add((int) pair.promptKey(), random.nextBoolean() ? pair : StylePairs.turned(pair));
        }
        assertThat(turned.coefficients()).isDeepEqualTo(given.coefficients());
    }

    @Test
    void fitsEachFoldOnTheOtherFolds() {
        List<Pair> pairs = simulated(6, 4000);
        double[][] all = moments(pairs).coefficients()[0];
        for (int fold = 0; fold < Calibration.FOLDS; fold++) {
            int held = fold;
            StyleMoments others = moments(pairs.stream()
                    .filter(pair -> Calibration.fold((int) pair.promptKey()) != held)
                    .toList());
            assertThat(others.coefficients()[0][fold]).containsExactly(all[fold], Offset.offset(1e-9));
        }
        assertThat(all[0]).isNotEqualTo(all[1]);
    }

    @Test
    void isTheSameInPartsAndAcrossTheWire() throws IOException {
        List<Pair> pairs = simulated(7, 3000);
        StyleMoments merged = new StyleMoments(1);
        for (int part = 0; part < 7; part++) {
            merged.merge(acrossTheWire(moments(pairs.subList(part * 3000 / 7, (part + 1) * 3000 / 7))));
        }
        double[][] ours = merged.coefficients()[0];
        double[][] whole = moments(pairs).coefficients()[0];
        for (Pair pair : pairs) {
            assertThat(StyleDifference.remainder(0, ours[0], pair.style()))
                    .isCloseTo(StyleDifference.remainder(0, whole[0], pair.style()), Offset.offset(1e-9));
        }
    }

    @Test
    void leavesOutWhatIsNotALabelledComparisonOfFiniteRewardsAndKnownStyle() {
        List<Pair> pairs = simulated(8, 1000);
        StyleMoments moments = moments(pairs);
        double[][][] before = moments.coefficients();
        double[] style = pairs.get(0).style();
        double[] unknown = new double[style.length];
        Arrays.fill(unknown, Double.NaN);
        moments.add(0, pair(0, style, 1e6f, 0));
        moments.add(0, pair(Double.NaN, unknown, 1e6f, 0));
        moments.add(0, pair(Double.NaN, style, Float.NaN, 0));
        moments.add(0, pair(Double.NaN, style, Float.POSITIVE_INFINITY, 0));
        moments.add(0, pair(Double.NaN, style, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY));
        assertThat(moments.coefficients()).isDeepEqualTo(before);
    }

    @Test
    void fitsEachModelOnTheComparisonsThatItHasRewardsFor() {
        List<Pair> pairs = simulated(11, 3000);
        StyleMoments both = new StyleMoments(2);
        StyleMoments first = new StyleMoments(1);
        StyleMoments second = new StyleMoments(1);
        for (Pair pair : pairs) {
            int unit = (int) pair.promptKey();
            double reward = pair.preferredRewards()[0];
            boolean isMissing = unit % 3 == 0;
            both.add(unit, pair(pair.style(), reward, isMissing ? Float.NaN : -2 * reward));
            first.add(unit, pair(pair.style(), reward));
            if (!isMissing) {
                second.add(unit, pair(pair.style(), -2 * reward));
            }
        }
        assertThat(both.coefficients()[0]).isDeepEqualTo(first.coefficients()[0]);
        assertThat(both.coefficients()[1]).isDeepEqualTo(second.coefficients()[0]);
    }

    /** Of five folds four are fitted: 675 comparisons leave 540. */
    @ParameterizedTest
    @CsvSource({"674, 5", "675, 27", "0, 5"})
    void saysHowManyFeaturesItFits(int comparisons, int features) {
        StyleMoments moments = new StyleMoments(1);
        for (int unit = 0; unit < comparisons; unit++) {
            moments.add(unit, pair(new double[StyleFeature.values().length], 1, 0));
        }
        assertThat(moments.features(0)).isEqualTo(features);
    }

    private static Pair pair(double[] style, double... rewards) {
        return new Pair(
                1,
                "example",
                0,
                1,
                Double.NaN,
                10,
                20,
                style,
                rewards,
                new double[rewards.length],
                new boolean[rewards.length]);
    }

    @Test
    void namesFeaturesThatNeverVaryAndGivesThemNothing() {
        StyleMoments moments = new StyleMoments(1);
        Random random = new Random(9);
        for (int prompt = 0; prompt < 2000; prompt++) {
            int left = 100 + random.nextInt(1000);
            int right = 100 + random.nextInt(1000);
            double[] style = StyleDifference.of(left, TextStyle.PLAIN, right, TextStyle.PLAIN);
            moments.add(prompt, StylePairs.pair(prompt, left - right + random.nextGaussian(), left, right, style));
        }
        assertThat(moments.unvarying())
                .contains(StyleFeature.HEADINGS, StyleFeature.CODE_ANY, StyleFeature.LENGTH_UP_TO_64)
                .doesNotContain(StyleFeature.LENGTH, StyleFeature.LENGTH_UP_TO_128);
        double[] coefficients = moments.coefficients()[0][0];
        for (StyleFeature feature : moments.unvarying()) {
            assertThat(coefficients[StylePairs.index(feature)]).isZero();
        }
    }

    @Test
    void hasNothingToSayWithoutComparisons() {
        StyleMoments moments = new StyleMoments(2);
        assertThat(moments.coefficients()[1][4]).containsOnly(0);
        assertThat(moments.unvarying()).containsExactly(StyleFeature.values());
    }

    @Test
    void fitsOnlyReportedFeaturesToFewComparisons() {
        double[] coefficients = moments(simulated(10, 300)).coefficients()[0][0];
        assertThat(coefficients[StylePairs.index(StyleFeature.LENGTH)]).isNotZero();
        assertThat(Arrays.copyOfRange(coefficients, StyleFeature.REPORTED.size(), coefficients.length))
                .containsOnly(0);
    }

    private static List<Pair> simulated(long seed, int prompts) {
        Random random = new Random(seed);
        return StylePairs.simulate(
                random,
                prompts,
                StylePairs.length(Math::log),
                response -> Math.log(response.characters())
                        + response.quality()
                        + 0.1 * response.style().headings());
    }

    private static StyleMoments moments(List<Pair> pairs) {
        StyleMoments moments = new StyleMoments(1);
        pairs.forEach(pair -> moments.add((int) pair.promptKey(), pair));
        return moments;
    }

    private static StyleMoments acrossTheWire(StyleMoments moments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        moments.write(new DataOutputStream(bytes));
        return StyleMoments.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private static Pair pair(double strength, double[] style, double preferredReward, double otherReward) {
        return new Pair(
                1,
                "odd",
                0,
                1,
                strength,
                10,
                20,
                style,
                new double[] {preferredReward},
                new double[] {otherReward},
                new boolean[] {false});
    }
}
