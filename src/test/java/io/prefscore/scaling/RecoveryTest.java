package io.prefscore.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.Trials;
import io.prefscore.stats.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each form's parameters, found again in simulated points: bias, and how often the 95 % intervals hold the truth.
 */
class RecoveryTest {

    private static final long SEED = 20261123;
    private static final int DATA_SETS = Trials.of(40, 2000);
    /** So many, and one of them is the 95 % quantile exactly: one more divides by twenty. */
    private static final int REPLICATES = Trials.of(39, 199);

    /**
     * Points to draw.
     *
     * @param parameters the truth, as reported, in the form's order
     * @param scatter between models, on the scale of residuals
     * @param error standard error of each value, on the scale of residuals, stated with the point
     */
    record Design(
            String name,
            CurveForm form,
            Axis axis,
            List<double[]> sizes,
            double[] parameters,
            double scatter,
            double error) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Design> designs() {
        List<double[]> twelve = along(12, 1e6, 1e11);
        List<double[]> grid = grid(5, 1e7, 1e10, 4, 1e8, 1e11);
        return List.of(
                new Design(
                        "no trend",
                        new Constant(Measure.Residual.LOGARITHM),
                        Axis.PARAMETERS,
                        along(8, 1e6, 1e10),
                        new double[] {0.6},
                        0.02,
                        0.01),
                new Design(
                        "power law",
                        new PowerLaw(),
                        Axis.PARAMETERS,
                        along(8, 1e6, 1e10),
                        new double[] {1.4, 0.07},
                        0.02,
                        0.01),
                new Design(
                        "power law with a floor",
                        new PowerLawWithFloor(),
                        Axis.PARAMETERS,
                        twelve,
                        new double[] {0.3, 30, 0.3},
                        0.01,
                        0.01),
                new Design(
                        "flat, then a power law",
                        new Emergent(),
                        Axis.PARAMETERS,
                        twelve,
                        new double[] {0.69, 2e8, 0.15},
                        0.01,
                        0.01),
                new Design(
                        "Chinchilla",
                        new Chinchilla(),
                        Axis.PARAMETERS_AND_DATA,
                        grid(7, 4e7, 2e10, 6, 1e9, 1e12),
                        new double[] {1.69, 406.4, 410.7, 0.34, 0.28},
                        0.01,
                        0),
                new Design(
                        "Kaplan",
                        new Kaplan(),
                        Axis.PARAMETERS_AND_DATA,
                        grid,
                        new double[] {8.8e6, 5.4e7, 0.2, 0.3},
                        0.02,
                        0),
                new Design(
                        "saturation",
                        new Saturation(),
                        Axis.PARAMETERS,
                        twelve,
                        new double[] {0.85, 3e8, 0.8},
                        0.01,
                        0.01),
                new Design(
                        "saturation, of which a straight part is seen",
                        new Saturation(),
                        Axis.PARAMETERS,
                        along(8, 1e6, 1e10),
                        new double[] {0.95, 1e8, 0.3},
                        0.005,
                        0.005),
                new Design(
                        "logistic",
                        new Logistic(),
                        Axis.PARAMETERS,
                        along(8, 1e6, 1e10),
                        new double[] {-1.5, 0.12},
                        0.01,
                        0.01),
                new Design(
                        "best of n",
                        new OverOptimisation(FormKind.BEST_OF_N),
                        Axis.DISTANCE,
                        distances(15),
                        new double[] {0.7, 0.12},
                        0.03,
                        0.02),
                new Design(
                        "reinforcement",
                        new OverOptimisation(FormKind.REINFORCEMENT),
                        Axis.DISTANCE,
                        distances(15),
                        new double[] {0.9, 0.4},
                        0.03,
                        0.02));
    }

    private static List<double[]> along(int count, double from, double to) {
        return IntStream.range(0, count)
                .mapToObj(step -> new double[] {Math.log(from) + Math.log(to / from) * step / (count - 1), 0})
                .toList();
    }

    private static List<double[]> distances(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(step -> new double[] {6.0 * step / count, 0})
                .toList();
    }

    private static List<double[]> grid(int sizes, double least, double most, int amounts, double little, double much) {
        List<double[]> grid = new ArrayList<>();
        for (double[] size : along(sizes, least, most)) {
            along(amounts, little, much).forEach(amount -> grid.add(new double[] {size[0], amount[0]}));
        }
        return grid;
    }

    @ParameterizedTest
    @MethodSource("designs")
    void findsWhatItSimulated(Design design) {
        int size = design.form().size();
        double[] truth = internal(design);
        double[][] values = new double[size][DATA_SETS];
        int[] held = new int[size];
        int[] bandHeld = new int[2];
        int[] sound = new int[1];
        long started = System.nanoTime();
        IntStream.range(0, DATA_SETS).parallel().forEach(index -> {
            SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + index);
            FittedCurve fit = FittedCurve.of(design.form(), draw(design, truth, random), Double.NaN);
            boolean degenerate = !Degeneracy.of(fit).isEmpty();
            ModelBootstrap bootstrap = ModelBootstrap.of(fit, Double.NaN, REPLICATES, Resampling.CURVE, random);
            Bands bands = new Bands(fit, bootstrap.draws(), 0.95);
            double[] gradient = new double[size];
            double[] last = design.sizes().get(design.sizes().size() - 1);
            double beyond = design.axis() == Axis.DISTANCE ? last[0] * 1.3 : last[0] + Math.log(10);
            double[][] places = {design.sizes().get(design.sizes().size() / 2), {beyond, last[1]}};
            synchronized (values) {
                sound[0] += degenerate ? 0 : 1;
            }
            for (int place = 0; place < 2; place++) {
                double[] at = places[place];
                ToDoubleFunction<double[]> value = drawn -> design.form().value(drawn, at[0], at[1], gradient);
                Estimate band = bands.of(value);
                double real = value.applyAsDouble(truth);
                synchronized (values) {
                    bandHeld[place] += band.low() <= real && real <= band.high() ? 1 : 0;
                }
            }
            for (int parameter = 0; parameter < size; parameter++) {
                Estimate interval = ProfileIntervals.of(fit, parameter, bootstrap.rise(parameter, 0.95));
                double real = design.parameters()[parameter];
                synchronized (values) {
                    values[parameter][index] = interval.value();
                    held[parameter] += interval.low() <= real && real <= interval.high() ? 1 : 0;
                }
            }
        });
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "%s: %d data sets of %d points, seed %d, %.1f s; sound %d; band held in the middle %.1f %%, at ten times the largest %.1f %%%n",
                design.name(),
                DATA_SETS,
                design.sizes().size(),
                SEED,
                seconds,
                sound[0],
                100.0 * bandHeld[0] / DATA_SETS,
                100.0 * bandHeld[1] / DATA_SETS);
        for (int parameter = 0; parameter < size; parameter++) {
            double median = Arrays.stream(values[parameter]).sorted().toArray()[DATA_SETS / 2];
            double mean = Arrays.stream(values[parameter]).average().orElseThrow();
            System.out.printf(
                    "  %s = %.4g: mean %.4g, median %.4g, held %.1f %%%n",
                    design.form().kind().parameters().get(parameter),
                    design.parameters()[parameter],
                    mean,
                    median,
                    100.0 * held[parameter] / DATA_SETS);
        }
        BinomialDistribution nominal = new BinomialDistribution(DATA_SETS, 0.95);
        assertThat(Arrays.stream(held).boxed().toList()).allSatisfy(count -> assertThat(count)
                .isBetween(nominal.inverseCumulativeProbability(0.005), nominal.inverseCumulativeProbability(0.995)));
    }

    /** Designs that tell too little: few sizes near each other, a floor far below all points. */
    static List<Design> poorDesigns() {
        return List.of(
                new Design(
                        "power law with a floor far below",
                        new PowerLawWithFloor(),
                        Axis.PARAMETERS,
                        along(7, 1e6, 1e8),
                        new double[] {0.02, 2, 0.1},
                        0.01,
                        0.01),
                new Design(
                        "Chinchilla on three sizes and three amounts",
                        new Chinchilla(),
                        Axis.PARAMETERS_AND_DATA,
                        grid(3, 1e9, 1e10, 3, 2e10, 2e11),
                        new double[] {1.69, 406.4, 410.7, 0.34, 0.28},
                        0.01,
                        0));
    }

    /** The first parameter, the floor, is what these designs cannot tell: its fit is named degenerate, or its interval is open. */
    @ParameterizedTest
    @MethodSource("poorDesigns")
    void namesWhatADesignCannotTell(Design design) {
        double[] truth = internal(design);
        int[] counts = new int[3];
        IntStream.range(0, DATA_SETS).parallel().forEach(index -> {
            SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + index);
            FittedCurve fit = FittedCurve.of(design.form(), draw(design, truth, random), Double.NaN);
            boolean degenerate = !Degeneracy.of(fit).isEmpty();
            ModelBootstrap bootstrap = ModelBootstrap.of(fit, Double.NaN, REPLICATES, Resampling.CURVE, random);
            Estimate floor = ProfileIntervals.of(fit, 0, bootstrap.rise(0, 0.95));
            synchronized (counts) {
                counts[0] += degenerate ? 1 : 0;
                counts[1] += !degenerate && floor.low() == 0 ? 1 : 0;
                boolean held = floor.low() <= design.parameters()[0] && design.parameters()[0] <= floor.high();
                counts[2] += !degenerate && held ? 1 : 0;
            }
        });
        System.out.printf(
                "%s: of %d data sets, seed %d, %d are named degenerate, and of %d the floor's interval reaches 0; of the sound ones it held the truth in %.1f %%%n",
                design.name(), DATA_SETS, SEED, counts[0], counts[1], 100.0 * counts[2] / (DATA_SETS - counts[0]));
        assertThat(counts[0] + counts[1]).isGreaterThan(DATA_SETS * 8 / 10);
        assertThat(counts[2]).isGreaterThan((DATA_SETS - counts[0]) * 8 / 10);
    }

    private static Sample draw(Design design, double[] truth, SplittableRandom random) {
        int points = design.sizes().size();
        double[] first = design.sizes().stream().mapToDouble(size -> size[0]).toArray();
        double[] second = design.sizes().stream().mapToDouble(size -> size[1]).toArray();
        double[] errors = new double[points];
        Arrays.fill(errors, design.error());
        double[] gradient = new double[truth.length];
        double[] values = IntStream.range(0, points)
                .mapToDouble(point -> design.form().value(truth, first[point], second[point], gradient)
                        + design.scatter() * random.nextGaussian()
                        + design.error() * random.nextGaussian())
                .toArray();
        return new Sample(design.axis(), first, second, values, errors, new double[0][]);
    }

    /** The truth as the optimiser moves it, found by halving: what is reported rises with it. */
    private static double[] internal(Design design) {
        return IntStream.range(0, design.form().size())
                .mapToDouble(parameter -> {
                    double low = -100;
                    double high = 100;
                    for (int halving = 0; halving < 100; halving++) {
                        double middle = (low + high) / 2;
                        boolean below = design.form().reported(parameter, middle) < design.parameters()[parameter];
                        low = below ? middle : low;
                        high = below ? high : middle;
                    }
                    return low;
                })
                .toArray();
    }
}
