package io.prefscore.scaling;

import static io.prefscore.stats.Logistic.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prefscore.scaling.Question.BestFor;
import io.prefscore.scaling.Question.SizeFor;
import io.prefscore.scaling.Question.ValueAt;
import io.prefscore.scaling.Verdict.Kind;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingAnalysisTest {

    private static final long SEED = 20261123;
    private static final double NONE = Double.NaN;
    private static final double[] SIZES = {1e6, 3e6, 1e7, 3e7, 1e8, 3e8, 1e9, 3e9};

    @Test
    void aPowerLawIsNamedWithItsExponentAndHowItPredictsTheLargestModel() {
        SliceScaling slice = analyse(Measure.LOSS, losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.01));
        assertThat(slice.verdict().kind()).isEqualTo(Kind.TREND);
        assertThat(slice.verdict().words())
                .startsWith("power law in N, α = 0.07")
                .contains("predicts the largest model within");
        FormFit chosen = slice.fits().get(slice.verdict().chosen());
        Estimate exponent = chosen.parameters().get("α");
        assertThat(exponent.low()).isLessThan(0.07).isGreaterThan(0.06);
        assertThat(exponent.high()).isGreaterThan(0.07).isLessThan(0.08);
        assertThat(chosen.heldOut().error()).isLessThan(chosen.heldOut().lastError());
        assertThat(slice.curves().get(slice.verdict().chosen()).get(0).spots())
                .allSatisfy(spot -> assertThat(spot.value()).isBetween(spot.low(), spot.high()));
    }

    @Test
    void whatDoesNotFallIsCalledFlatAndWhatIsExcludedIsSaid() {
        SliceScaling slice = analyse(Measure.LOSS, losses(SIZES, size -> 0.6, 0.01));
        assertThat(slice.verdict().kind()).isEqualTo(Kind.NO_TREND);
        assertThat(slice.verdict().words())
                .matches("no scaling seen; the Bradley-Terry loss changes by no more than .* over ten times the N");
        assertThat(slice.verdict().chosen()).isZero();
    }

    @Test
    void oneAndTheSameValueIsNoScaling() {
        assertThat(analyse(Measure.LOSS, losses(SIZES, size -> 0.6, 0))
                        .verdict()
                        .words())
                .isEqualTo(
                        "no scaling seen; the Bradley-Terry loss changes by no more than 0.0 % over ten times the N");
        List<Point> accuracies = Arrays.stream(SIZES)
                .mapToObj(size -> point(size, NONE, 0.7, NONE))
                .toList();
        assertThat(analyse(Measure.ACCURACY, accuracies).verdict().kind()).isEqualTo(Kind.NO_TREND);
    }

    @Test
    void withoutPowerThePointsCannotTell() {
        SliceScaling slice = analyse(Measure.LOSS, losses(Arrays.copyOf(SIZES, 6), size -> 0.6, 0.5));
        assertThat(slice.verdict().kind()).isEqualTo(Kind.CANNOT_TELL);
        assertThat(slice.verdict().words())
                .matches(
                        "cannot tell: no trend is seen, but the Bradley-Terry loss may fall by \\d+ % or rise by \\d+ %"
                                + " over ten times the N");
        List<Point> accuracies = IntStream.range(0, 6)
                .mapToObj(index -> point(SIZES[index], NONE, index % 2 == 0 ? 0.6 : 0.8, 0.1))
                .toList();
        assertThat(analyse(Measure.ACCURACY, accuracies).verdict().words())
                .matches(
                        "cannot tell: no trend is seen, but the pairwise accuracy may fall by [0-9.]+ points or rise by"
                                + " [0-9.]+ points over ten times the N");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01})
    void oneFailedRunOfEightHidesNoTrend(double noise) {
        for (double at : new double[] {SIZES[2], SIZES[5]}) {
            SliceScaling slice = analyse(
                    Measure.LOSS,
                    losses(SIZES, size -> (size == at ? 2 : 1) * 1.4 * Math.pow(size, -0.07), noise, NONE));
            FormFit chosen = slice.fits().get(slice.verdict().chosen());
            assertThat(slice.verdict().words()).startsWith("power law in N, α = 0.0");
            assertThat(chosen.parameters().get("α").value()).isCloseTo(0.07, within(0.006));
        }
    }

    @Test
    void aUShapeIsNeitherFlatNorALaw() {
        List<Point> points = IntStream.range(0, 8)
                .mapToObj(index -> point(SIZES[index], NONE, 0.5 + 0.02 * Math.pow(index - 3.5, 2), 0.005))
                .toList();
        SliceScaling slice = analyse(Measure.LOSS, points);
        assertThat(slice.verdict().words())
                .isEqualTo("cannot tell: no trend is seen, but the values bend along N (p < 0.001) as no form does");
    }

    @Test
    void aTrendThatPredictsNoBetterThanAGuessIsNotToBeExtrapolated() {
        List<Point> points = new ArrayList<>(losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.01));
        points.set(7, point(SIZES[7], NONE, points.get(6).value(), 0.005));
        SliceScaling slice = analyse(Measure.LOSS, points);
        assertThat(slice.verdict().kind()).isEqualTo(Kind.TREND);
        assertThat(slice.predicts()).isFalse();
        assertThat(slice.verdict().words())
                .contains("; not to be extrapolated: predicts the largest model no better (")
                .doesNotContain("predicts the largest model within");
    }

    @Test
    void anAccuracyThatFallsHasAForm() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Point> points = Arrays.stream(SIZES)
                .mapToObj(size ->
                        point(size, NONE, sigmoid(3 - 0.12 * Math.log(size)) + 0.003 * random.nextGaussian(), 0.003))
                .toList();
        SliceScaling slice = analyse(Measure.ACCURACY, points);
        assertThat(slice.verdict().words()).startsWith("falls in N as a logistic curve, k = −0.1");
        Estimate slope = slice.fits().get(slice.verdict().chosen()).parameters().get("k");
        assertThat(-0.12).isBetween(slope.low(), slope.high());
        assertThat(slice.predicts()).isTrue();
    }

    @Test
    void aLossThatFallsOnlyInLargeModelsIsEmergent() {
        SliceScaling slice = analyse(
                Measure.LOSS, losses(SIZES, size -> 0.69 * Math.pow(1 + Math.pow(size / 1e8, 4), -0.15 / 4), 0.004));
        assertThat(slice.verdict().words()).startsWith("flat up to N = ");
    }

    @Test
    void pointsOverSizesAndDataAreFittedJointly() {
        SliceScaling slice = analyse(Measure.LOSS, grid(0.01), questions());
        FormFit chosen = slice.fits().get(slice.verdict().chosen());
        assertThat(chosen.axis()).isEqualTo(Axis.PARAMETERS_AND_DATA);
        assertThat(chosen.kind()).isEqualTo(FormKind.CHINCHILLA);
        assertThat(slice.verdict().words()).startsWith("power laws in N, α = ").contains("above a floor of 1.");
        List<Answer> answers = slice.answers().get(slice.verdict().chosen());
        assertThat(answers).hasSize(3);
        Estimate value = answers.get(0).values().get("Bradley-Terry loss");
        assertThat(value.value())
                .isCloseTo(1.69 + 406.4 / Math.pow(7e10, 0.34) + 410.7 / Math.pow(1.4e12, 0.28), within(0.05));
        assertThat(value.low()).isLessThan(value.value());
        Estimate data = answers.get(1).values().get("D");
        double needed = Math.pow(410.7 / (2.2 - 1.69 - 406.4 / Math.pow(7e10, 0.34)), 1 / 0.28);
        assertThat(needed).isBetween(data.low(), data.high());
        Map<String, Estimate> best = answers.get(2).values();
        assertThat(6 * best.get("N").value() * best.get("D").value()).isCloseTo(5.76e23, within(1e18));
        double size = Math.pow(0.34 * 406.4 / (0.28 * 410.7) * Math.pow(5.76e23 / 6, 0.28), 1 / 0.62);
        assertThat(size).isBetween(best.get("N").low(), best.get("N").high());
    }

    private static List<Question> questions() {
        return List.of(
                new ValueAt(7e10, 1.4e12, NONE),
                new SizeFor(Measure.LOSS, 2.2, Axis.DATA, 7e10, NONE),
                new BestFor(5.76e23));
    }

    @Test
    void theBestSplitOfComputeIsWhereNoOtherIsBetter() {
        SliceScaling slice = analyse(Measure.LOSS, grid(0.005), List.of(new BestFor(1e22)));
        for (int index = 0; index < slice.fits().size(); index++) {
            if (slice.fits().get(index).axis() != Axis.PARAMETERS_AND_DATA
                    || slice.answers().get(index).isEmpty()) {
                continue;
            }
            Map<String, Estimate> parameters = slice.fits().get(index).parameters();
            Map<String, Estimate> best = slice.answers().get(index).get(0).values();
            double size = best.get("N").value();
            double least = joint(slice.fits().get(index).kind(), parameters, size, 1e22);
            assertThat(best.get("Bradley-Terry loss").value()).isCloseTo(least, within(1e-6));
            assertThat(joint(slice.fits().get(index).kind(), parameters, size * 1.05, 1e22))
                    .isGreaterThan(least);
            assertThat(joint(slice.fits().get(index).kind(), parameters, size / 1.05, 1e22))
                    .isGreaterThan(least);
        }
    }

    private static double joint(FormKind kind, Map<String, Estimate> parameters, double size, double compute) {
        double data = compute / 6 / size;
        double alpha = parameters.get("α").value();
        double beta = parameters.get("β").value();
        return kind == FormKind.CHINCHILLA
                ? parameters.get("E").value()
                        + parameters.get("A").value() / Math.pow(size, alpha)
                        + parameters.get("B").value() / Math.pow(data, beta)
                : Math.pow(
                        Math.pow(parameters.get("N₀").value() / size, alpha / beta)
                                + parameters.get("D₀").value() / data,
                        beta);
    }

    @ParameterizedTest
    @EnumSource(
            value = FormKind.class,
            names = {"BEST_OF_N", "REINFORCEMENT"})
    void thePeakOfOverOptimisationIsWhereTheClosedFormHasIt(FormKind kind) {
        double alpha = 0.9;
        double beta = kind == FormKind.BEST_OF_N ? 0.12 : 0.42;
        double peak = kind == FormKind.BEST_OF_N ? alpha / (2 * beta) : Math.exp(alpha / beta - 1);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Point> points = IntStream.rangeClosed(1, 20)
                .mapToObj(step -> {
                    double distance = 0.4 * step;
                    double against = kind == FormKind.BEST_OF_N ? distance : Math.log(distance);
                    double value = distance * (alpha - beta * against) + 0.02 * random.nextGaussian();
                    return new Point("", NONE, NONE, NONE, distance, value, 0.02);
                })
                .toList();
        SliceScaling slice = analyse(Measure.REWARD, points);
        FormFit chosen = slice.fits().get(slice.verdict().chosen());
        assertThat(chosen.kind()).isEqualTo(kind);
        Estimate found = chosen.parameters().get("d of the peak");
        System.out.printf("%s: peak at %.4f, found %s%n", kind, peak, Numbers.of(found));
        assertThat(peak).isBetween(found.low(), found.high());
        assertThat(found.high() - found.low()).isLessThan(0.2);
        assertThat(slice.verdict().words()).startsWith(kind.label() + ": greatest at d = ");
    }

    @Test
    void accuracySaturates() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Point> points = Arrays.stream(SIZES)
                .mapToObj(size -> point(
                        size,
                        NONE,
                        0.5 + 0.36 / (1 + Math.pow(5e7 / size, 0.8)) + 0.005 * random.nextGaussian(),
                        0.005))
                .toList();
        SliceScaling slice = analyse(Measure.ACCURACY, points);
        assertThat(slice.verdict().words()).startsWith("rises in N towards 8");
    }

    @Test
    void badPointsAreNamedAndTheOthersFitted() {
        List<Point> points = new ArrayList<>(losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.01));
        points.add(points.get(0));
        points.add(new Point("zero", 0, NONE, NONE, NONE, 0.5, 0.01));
        points.add(new Point("negative", -3, NONE, NONE, NONE, 0.5, 0.01));
        points.add(new Point("sizeless", NONE, NONE, NONE, NONE, 0.5, 0.01));
        points.add(new Point("nan", 1e7, NONE, NONE, NONE, NONE, 0.01));
        points.add(new Point("lossless", 1e7, NONE, NONE, NONE, 0, 0.01));
        points.add(new Point("error", 1e7, NONE, NONE, NONE, 0.5, -1));
        SliceScaling slice = analyse(Measure.LOSS, points);
        assertThat(slice.leftOut())
                .containsEntry("1000000", "the same point stands twice")
                .containsEntry("zero", "N must be positive and finite; found 0.0")
                .containsEntry("negative", "N must be positive and finite; found -3.0")
                .containsEntry("sizeless", "N, which other points have, is unknown")
                .containsEntry("nan", "the Bradley-Terry loss is missing or NaN")
                .containsEntry("lossless", "a loss must be positive; found 0.0")
                .containsEntry("error", "a standard error must not be negative or infinite; found -1.0")
                .hasSize(7);
        SliceScaling clean = analyse(Measure.LOSS, losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.01));
        assertThat(slice.fits()).isEqualTo(clean.fits());
    }

    @Test
    void twoModelsThatMeasureTheSameAreTwoPoints() {
        List<Point> points = new ArrayList<>(losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.01));
        Point first = points.get(0);
        points.add(new Point("its twin", first.parameters(), NONE, NONE, NONE, first.value(), first.standardError()));
        SliceScaling slice = analyse(Measure.LOSS, points);
        assertThat(slice.leftOut()).isEmpty();
        assertThat(slice.points()).hasSize(9);
    }

    @Test
    void anAccuracyOfZeroOrOneIsNotFitted() {
        SliceScaling slice = analyse(
                Measure.ACCURACY,
                List.of(
                        point(1e6, NONE, 0, 0),
                        point(1e7, NONE, 1, 0),
                        point(1e8, NONE, 0.7, 0.01),
                        point(1e9, NONE, 1.2, 0.01)));
        assertThat(slice.leftOut().values())
                .anyMatch(reason -> reason.startsWith("an accuracy of exactly 0 "))
                .anyMatch(reason -> reason.startsWith("an accuracy of exactly 1 "))
                .anyMatch(reason -> reason.startsWith("an accuracy must lie between 0 and 1"));
        assertThat(slice.verdict().words()).isEqualTo("a single point cannot tell");
    }

    @Test
    void oneSizeCannotTell() {
        SliceScaling slice = analyse(
                Measure.LOSS,
                IntStream.range(0, 6)
                        .mapToObj(index -> point(1e7, NONE, 0.5 + index * 0.01, 0.01))
                        .toList());
        assertThat(slice.verdict()).isEqualTo(new Verdict(Kind.CANNOT_TELL, "one size alone cannot tell", -1));
    }

    @Test
    void threeModelsCannotTell() {
        SliceScaling slice =
                analyse(Measure.LOSS, losses(new double[] {1e6, 1e7, 1e8}, size -> Math.pow(size, -0.1), 0.01));
        assertThat(slice.verdict().words()).isEqualTo("three points cannot tell");
        assertThat(slice.fits()).allSatisfy(fit -> assertThat(fit.problem()).contains("cannot tell"));
    }

    @Test
    void threeSizesOfManyModelsCannotTellWhereNothingIsSeen() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Point> points = IntStream.range(0, 9)
                .mapToObj(index ->
                        point(Math.pow(10, 6.0 + index % 3), NONE, 0.6 * Math.exp(0.02 * random.nextGaussian()), 0.01))
                .toList();
        assertThat(analyse(Measure.LOSS, points).verdict().words()).isEqualTo("three sizes cannot tell");
    }

    @Test
    void fewPointsForManyParametersAreSaidToBeFew() {
        SliceScaling slice = analyse(Measure.LOSS, losses(Arrays.copyOf(SIZES, 5), size -> Math.pow(size, -0.1), 0.01));
        FormFit floor = slice.fits().stream()
                .filter(fit -> fit.kind() == FormKind.POWER_LAW_WITH_FLOOR)
                .findFirst()
                .orElseThrow();
        assertThat(floor.problem()).isEqualTo("5 points cannot tell 3 parameters and the scatter: it takes 6");
        assertThat(floor.isSound()).isFalse();
    }

    @Test
    void aFloorThatCouldBeNothingHasAnOpenIntervalOrIsNamed() {
        SliceScaling slice = analyse(Measure.LOSS, losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.03));
        FormFit floor = slice.fits().stream()
                .filter(fit -> fit.kind() == FormKind.POWER_LAW_WITH_FLOOR)
                .findFirst()
                .orElseThrow();
        if (floor.isSound()) {
            assertThat(floor.parameters().get("E").low()).isZero();
            assertThat(floor.notes()).contains("the points do not bound E from below");
        } else {
            assertThat(floor.problem()).contains("floor");
        }
    }

    @Test
    void lossesAboveThatOfACoinAreANote() {
        SliceScaling slice = analyse(Measure.LOSS, losses(SIZES, size -> 3 * Math.pow(size, -0.07), 0.01));
        assertThat(slice.notes()).anyMatch(note -> note.contains("above log 2") && note.contains("overconfident"));
        assertThat(slice.leftOut()).isEmpty();
    }

    @Test
    void aRisingLossIsATrendToo() {
        SliceScaling slice = analyse(Measure.LOSS, losses(SIZES, size -> 0.3 * Math.pow(size, 0.05), 0.01));
        assertThat(slice.verdict().words()).startsWith("rises: power law in N, α = −0.05");
    }

    @Test
    void sameSeedSameNumbers() {
        List<Point> points = losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.01);
        assertThat(analyse(Measure.LOSS, points)).isEqualTo(analyse(Measure.LOSS, points));
    }

    @Test
    void noiseThatAllModelsShareDoesNotBlurTheExponent() {
        List<Point> points = losses(SIZES, size -> 1.4 * Math.pow(size, -0.07), 0.001);
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] shared = IntStream.range(0, 400)
                .mapToObj(replicate -> {
                    double common = Math.exp(0.02 * random.nextGaussian());
                    return points.stream()
                            .mapToDouble(point -> point.value() * common * Math.exp(0.001 * random.nextGaussian()))
                            .toArray();
                })
                .toArray(double[][]::new);
        List<Point> stated = points.stream()
                .map(point -> point(point.parameters(), NONE, point.value(), 0.02 * point.value()))
                .toList();
        double together = width(new PointSet("", "", Measure.LOSS, stated, shared));
        double apart = width(new PointSet("", "", Measure.LOSS, stated, new double[0][]));
        assertThat(together).isLessThan(apart / 5);
    }

    private static double width(PointSet set) {
        SliceScaling slice = new ScalingAnalysis(options(List.of())).analyse(set);
        Estimate exponent = slice.fits().get(1).parameters().get("α");
        return exponent.high() - exponent.low();
    }

    @Test
    void meansOverSlicesLeaveOneOutAtATime() {
        List<PointSet> slices = List.of(set("a", 0.6), set("b", 0.5), set("c", 0.1));
        List<PointSet> means = SliceMeans.of(slices);
        assertThat(means)
                .extracting(PointSet::value)
                .containsExactly("mean", "mean without a", "mean without b", "mean without c");
        assertThat(means.get(0).points().get(0).value()).isCloseTo(0.4, within(1e-12));
        assertThat(means.get(3).points().get(0).value()).isCloseTo(0.55, within(1e-12));
        assertThat(means.get(0).points().get(0).standardError()).isCloseTo(Math.sqrt(3) * 0.01 / 3, within(1e-12));
        assertThat(SliceMeans.of(slices.subList(0, 2))).isEmpty();
    }

    private static PointSet set(String value, double loss) {
        return new PointSet("kind", value, Measure.LOSS, List.of(point(1e6, NONE, loss, 0.01)), new double[0][]);
    }

    private static List<Point> losses(double[] sizes, DoubleUnaryOperator curve, double noise) {
        return losses(sizes, curve, noise, noise);
    }

    private static List<Point> losses(double[] sizes, DoubleUnaryOperator curve, double noise, double error) {
        SplittableRandom random = new SplittableRandom(SEED);
        return Arrays.stream(sizes)
                .mapToObj(size -> {
                    double loss = curve.applyAsDouble(size) * Math.exp(noise * random.nextGaussian());
                    return point(size, NONE, loss, error * loss);
                })
                .toList();
    }

    private static List<Point> grid(double noise) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Point> points = new ArrayList<>();
        for (double size = 4e7; size < 3e10; size *= 3) {
            for (double data = 1e9; data < 2e12; data *= 4) {
                double loss = (1.69 + 406.4 / Math.pow(size, 0.34) + 410.7 / Math.pow(data, 0.28))
                        * Math.exp(noise * random.nextGaussian());
                points.add(point(size, data, loss, NONE));
            }
        }
        return points;
    }

    private static Point point(double size, double data, double value, double error) {
        return new Point(String.format(Locale.ROOT, "%.0f", size), size, data, NONE, NONE, value, error);
    }

    private static SliceScaling analyse(Measure measure, List<Point> points) {
        return analyse(measure, points, List.of());
    }

    private static SliceScaling analyse(Measure measure, List<Point> points, List<Question> questions) {
        SliceScaling slice = new ScalingAnalysis(options(questions))
                .analyse(new PointSet("subset", "chat", measure, points, new double[0][]));
        SliceScaling concluded = Verdicts.of(List.of(slice)).get(0);
        System.out.println(
                concluded.verdict().kind() + ": " + concluded.verdict().words());
        return concluded;
    }

    private static ScalingOptions options(List<Question> questions) {
        return new ScalingOptions(0.95, 300, SEED, Double.NaN, new DataUnit("tokens", 1), Resampling.AUTO, questions);
    }
}
