package io.prefscore.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.stats.LabelRegression.Outcome;
import io.prefscore.stats.LabelRegression.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelRegressionTest {

    private static final double LEVEL = 0.95;

    @ParameterizedTest
    @ValueSource(strings = {"statsmodels", "r"})
    void agreesWithOthersOnCoefficientsAndClusteredIntervals(String whose) {
        StyleReference reference = StyleReference.load();
        StyleReference.Logit theirs = reference.logistic().get(whose);
        LabelRegression ours = LabelRegression.of(reference.names(), rows(reference), LEVEL);
        String by = whose.equals("r") ? reference.r() : reference.statsmodels();
        System.out.println("quantity | ours | theirs | difference | by");
        for (int index = 0; index < reference.names().size(); index++) {
            Estimate estimate = ours.coefficients().get(reference.names().get(index));
            String name = "log-odds, " + reference.names().get(index);
            double value = theirs.coefficients()[index];
            double reach = reference.quantile() * theirs.errors()[index];
            compare(name, estimate.value(), value, by);
            compare(name + ", low", estimate.low(), value - reach, by);
            compare(name + ", high", estimate.high(), value + reach, by);
            assertThat(estimate.interval()).isEqualTo(Interval.CLUSTER_ROBUST);
        }
        assertThat(ours.outcome()).isEqualTo(Outcome.FITTED);
        assertThat(ours.comparisons()).isEqualTo(reference.margins().length);
        assertThat(ours.prompts()).isEqualTo(120);
        assertThat(reference.names()).isEqualTo(LabelRegression.NAMES);
        assertThat(ours.coefficients().keySet()).containsExactlyElementsOf(reference.names());
    }

    private static void compare(String quantity, double ours, double theirs, String by) {
        System.out.printf("%s | %.10f | %.10f | %.1e | %s%n", quantity, ours, theirs, ours - theirs, by);
        assertThat(ours).as(quantity).isCloseTo(theirs, Offset.offset(1e-8));
    }

    private static List<Row> rows(StyleReference reference) {
        return reference.pairs().stream()
                .flatMap(pair -> Row.of(pair, 0, reference.marginScale()).stream())
                .toList();
    }

    @Test
    void takesOnlyLabelledComparisonsOfFiniteRewardsAndKnownStyle() {
        double[] style = StyleDifference.of(10, TextStyle.PLAIN, 20, TextStyle.PLAIN);
        double[] unknown = new double[style.length];
        Arrays.fill(unknown, Double.NaN);
        Row row = Row.of(StylePairs.pair(7, 3, 10, 20, style), 0, 2).orElseThrow();
        assertThat(row.features()).startsWith(1.5, style[0]).hasSize(LabelRegression.NAMES.size());
        assertThat(row.promptKey()).isEqualTo(7);
        assertThat(Row.of(StylePairs.pair(7, 3, 10, 20, unknown), 0, 2)).isEmpty();
        assertThat(Row.of(StylePairs.pair(7, Double.NaN, 10, 20, style), 0, 2)).isEmpty();
        assertThat(Row.of(StylePairs.pair(7, Double.NEGATIVE_INFINITY, 10, 20, style), 0, 2))
                .isEmpty();
        assertThatThrownBy(() -> new Row(new double[] {1, Double.NaN}, 1)).hasMessageContaining("[1.0, NaN]");
    }

    @Test
    void isTheLogOddsOfASingleFeature() {
        // 30 of 40 comparisons for one unit of the feature, 10 against: log(30 / 10)
        List<Row> rows = new ArrayList<>();
        for (int prompt = 0; prompt < 40; prompt++) {
            rows.add(new Row(new double[] {prompt < 30 ? 1 : -1}, prompt));
        }
        Estimate estimate =
                LabelRegression.of(List.of("x"), rows, LEVEL).coefficients().get("x");
        assertThat(estimate.value()).isCloseTo(Math.log(3), Offset.offset(1e-9));
    }

    @Test
    void widensItsIntervalsWhereComparisonsOfAPromptAgree() {
        List<Row> apart = new ArrayList<>();
        List<Row> together = new ArrayList<>();
        for (int row = 0; row < 400; row++) {
            double[] features = {row % 40 < 30 ? 1 : -1};
            apart.add(new Row(features, row));
            together.add(new Row(features, row % 40));
        }
        assertThat(width(together)).isGreaterThan(3 * width(apart));
    }

    private static double width(List<Row> rows) {
        Estimate estimate =
                LabelRegression.of(List.of("x"), rows, LEVEL).coefficients().get("x");
        return estimate.high() - estimate.low();
    }

    @Test
    void namesSeparableRowsInsteadOfAHugeNumber() {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int prompt = 0; prompt < 200; prompt++) {
            double noise = random.nextGaussian();
            rows.add(new Row(new double[] {0.1 + random.nextDouble() + noise, noise}, prompt));
        }
        assertSeparable(rows);
    }

    @Test
    void namesRowsThatAreSeparableInAllButARest() {
        // where the first feature differs it is for the label; where it does not, the second one is for and against
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>();
        for (int prompt = 0; prompt < 200; prompt++) {
            rows.add(new Row(new double[] {prompt % 2, random.nextGaussian()}, prompt));
        }
        assertSeparable(rows);
    }

    private static void assertSeparable(List<Row> rows) {
        LabelRegression regression = LabelRegression.of(List.of("a", "b"), rows, LEVEL);
        assertThat(regression.outcome()).isEqualTo(Outcome.SEPARABLE);
        assertThat(regression.coefficients()).isEqualTo(Map.of("a", Estimate.UNDEFINED, "b", Estimate.UNDEFINED));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void copesWithStrongEffectsAndFeaturesOfAnySize(long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int prompt = 0; prompt < 5000; prompt++) {
            double strong = random.nextGaussian();
            double large = 1e6 * random.nextGaussian();
            double sign = random.nextDouble() < Logistic.sigmoid(8 * strong - 2e-6 * large) ? 1 : -1;
            rows.add(new Row(new double[] {sign * strong, sign * large}, prompt));
        }
        LabelRegression regression = LabelRegression.of(List.of("strong", "large"), rows, LEVEL);
        assertThat(regression.outcome()).isEqualTo(Outcome.FITTED);
        assertThat(regression.coefficients().get("strong").value()).isCloseTo(8, Offset.offset(1.5));
        assertThat(regression.coefficients().get("large").value()).isCloseTo(-2e-6, Offset.offset(4e-7));
        assertThat(gradient(rows, regression)).isLessThan(1e-6);
    }

    /** Greatest part of Σ (1 − p) x, in units of Σ |x|: at the maximum there is none. */
    private static double gradient(List<Row> rows, LabelRegression regression) {
        double[] coefficients = regression.coefficients().values().stream()
                .mapToDouble(Estimate::value)
                .toArray();
        double[] sums = new double[coefficients.length];
        double[] sizes = new double[coefficients.length];
        for (Row row : rows) {
            double logit = 0;
            for (int index = 0; index < sums.length; index++) {
                logit += coefficients[index] * row.features()[index];
            }
            for (int index = 0; index < sums.length; index++) {
                sums[index] += Logistic.sigmoid(-logit) * row.features()[index];
                sizes[index] += Math.abs(row.features()[index]);
            }
        }
        return Math.max(Math.abs(sums[0] / sizes[0]), Math.abs(sums[1] / sizes[1]));
    }

    @Test
    void leavesUndefinedWhatNeverVariesOrIsSaidTwice() {
        Random random = new Random(3);
        List<Row> rows = new ArrayList<>();
        for (int prompt = 0; prompt < 500; prompt++) {
            double x = random.nextGaussian() + 0.3;
            rows.add(new Row(new double[] {x, 0, 2 * x, random.nextGaussian()}, prompt));
        }
        Map<String, Estimate> coefficients = LabelRegression.of(List.of("x", "never", "twice", "other"), rows, LEVEL)
                .coefficients();
        assertThat(coefficients.get("x").isDefined()).isTrue();
        assertThat(coefficients.get("other").isDefined()).isTrue();
        assertThat(coefficients.get("never")).isEqualTo(Estimate.UNDEFINED);
        assertThat(coefficients.get("twice")).isEqualTo(Estimate.UNDEFINED);
    }

    @Test
    void asksForMorePromptsThanFeatures() {
        List<Row> rows = List.of(new Row(new double[] {1, 2}, 1), new Row(new double[] {-1, 1}, 2));
        LabelRegression regression = LabelRegression.of(List.of("a", "b"), rows, LEVEL);
        assertThat(regression.outcome()).isEqualTo(Outcome.TOO_FEW_PROMPTS);
        assertThat(LabelRegression.of(List.of("a"), List.of(), LEVEL).outcome()).isEqualTo(Outcome.TOO_FEW_PROMPTS);
    }
}
