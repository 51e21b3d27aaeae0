package io.prefscore.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * Concludes from the {@link RunSums} of one slice what every model's losses, accuracy and margin are, how far they can be
 * trusted, and what they would have been over other prompts. The same sums give the same results to the last bit. For one
 * thread.
 */
public final class RunEstimator {

    /** Means that a curve can be drawn through. */
    public enum Mean {
        LOSS((sums, model) -> sums.loss(model)),
        CALIBRATED_LOSS((sums, model) -> sums.calibratedLoss(model)),
        ACCURACY((sums, model) -> sums.agreeing(model)),
        MARGIN((sums, model) -> sums.margin(model));

        @SuppressWarnings("ImmutableEnumChecker") // a function of its arguments alone
        private final ToDoubleBiFunction<RunSums, Integer> sum;

        Mean(ToDoubleBiFunction<RunSums, Integer> sum) {
            this.sum = sum;
        }
    }

    /**
     * A mean over comparisons.
     *
     * @param standardError cluster-robust over prompts; NaN where there are fewer than two units of these
     */
    public record Measured(double value, double standardError) {}

    private final int models;
    private final PoissonWeights weights;
    private final List<RunSums> units = new ArrayList<>();
    private final RunSums total;
    private final List<RunSums> replicates;
    private int lastUnit = -1;

    /**
     * @param models how many models judged each pair
     * @param replicates of the bootstrap over units
     * @param seed of their weights, which are the same for all models and slices
     */
    public RunEstimator(int models, int replicates, long seed) {
        this.models = models;
        this.weights = new PoissonWeights(seed, replicates);
        this.total = new RunSums(models);
        this.replicates =
                Stream.generate(() -> new RunSums(models)).limit(replicates).toList();
    }

    /**
     * Adds a resampling unit.
     *
     * @throws IllegalArgumentException if the unit does not come after the one before: sums of doubles depend on the order
     */
    public void add(int unit, RunSums sums) {
        if (unit <= lastUnit) {
            throw new IllegalArgumentException(
                    "units must come in ascending order, each once; unit " + unit + " came after unit " + lastUnit);
        }
        lastUnit = unit;
        units.add(sums);
        total.add(sums, 1);
        float[] drawn = weights.of(unit, 1);
        for (int replicate = 0; replicate < drawn.length; replicate++) {
            if (drawn[replicate] > 0) {
                replicates.get(replicate).add(sums, drawn[replicate]);
            }
        }
    }

    /** Comparisons of the slice, used or not. */
    public long comparisons() {
        return (long) total.comparisons();
    }

    /** Those of them whose label prefers neither response. */
    public long ties() {
        return (long) total.ties();
    }

    /** Those that all models have finite rewards for and that are no ties: what means are over. */
    public long used() {
        return (long) total.used();
    }

    /** A model's mean. */
    public Measured measured(Mean mean, int model) {
        Ratio ratio = Ratio.of(units, sums -> mean.sum.applyAsDouble(sums, model), RunSums::used);
        return new Measured(ratio.value(), ratio.standardError());
    }

    /** Every model's mean in each bootstrap replicate, by replicate and model; replicates that drew no comparison are left out. */
    public double[][] resampled(Mean mean) {
        return replicates.stream()
                .filter(replicate -> replicate.used() > 0)
                .map(replicate -> means(replicate, mean))
                .toArray(double[][]::new);
    }

    private double[] means(RunSums sums, Mean mean) {
        double[] means = new double[models];
        for (int model = 0; model < models; model++) {
            means[model] = mean.sum.applyAsDouble(sums, model) / sums.used();
        }
        return means;
    }
}
