package io.prefscore.stats;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Concludes from the tallies of one slice what can be said of every model on it. Takes them one by one; what it keeps does not
 * grow with the number of comparisons: some hundred numbers a unit and model, and a bootstrap's histograms: for 1,000 replicates
 * about 50 MB a model, with a bin for each value ({@link TallyPlan#exact}) 16 MB a model and 16 MB in all. For one thread.
 *
 * <p>The same tallies give the same results to the last bit, wherever they were made. Shares have Wilson intervals, means
 * cluster-robust ones, all else comes from a bootstrap whose weights depend on seed, unit and replicate alone; see {@link
 * Interval}.
 */
public final class SliceEstimator {

    private final EstimatorSettings settings;
    private final PoissonWeights weights;
    private final List<ModelEstimator> models;
    private final List<PairedEstimator> laterModels;
    private int lastUnit = -1;

    /**
     * @param plan the one that the tallies were made with
     */
    public SliceEstimator(TallyPlan plan, EstimatorSettings settings) {
        this.settings = settings;
        this.weights = new PoissonWeights(settings.seed(), settings.replicates());
        Intervals intervals = new Intervals(settings.level());
        this.models = IntStream.range(0, plan.models())
                .mapToObj(model -> new ModelEstimator(
                        plan.rewardBins().get(model), plan.marginBins().get(model), settings.replicates(), intervals))
                .toList();
        this.laterModels = Stream.generate(() -> new PairedEstimator(intervals))
                .limit(plan.models() - 1)
                .toList();
    }

    /**
     * Adds a resampling unit.
     *
     * @param tally of all that the slice has of it; owned by this from now on
     * @throws IllegalArgumentException if the unit does not come after the one before: sums of doubles depend on the order
     */
    public void add(int unit, SliceTally tally) {
        if (unit <= lastUnit) {
            throw new IllegalArgumentException(
                    "units must come in ascending order, each once; unit " + unit + " came after unit " + lastUnit);
        }
        lastUnit = unit;
        float[] unitWeights = weights.of(unit, ReplicateHistogram.BLOCK);
        for (int model = 0; model < models.size(); model++) {
            models.get(model).add(unitWeights, tally.model(model));
        }
        for (int later = 0; later < laterModels.size(); later++) {
            laterModels.get(later).add(tally.laterModel(later));
        }
    }

    /** What is said of each model, in their order. */
    public List<SliceStatistics> models() {
        return models.stream().map(ModelEstimator::statistics).toList();
    }

    /** Each later model against the first, in their order; p-values are not adjusted for other slices yet. */
    public List<PairedStatistics> againstFirst() {
        return laterModels.stream().map(PairedEstimator::statistics).toList();
    }

    /** A model's accuracy, ties one half, beside what it would be if labels meant nothing. */
    public PermutationNull permutation(int model) {
        List<ModelSums> units = models.get(model).units();
        double[] leads = units.stream()
                .mapToDouble(unit -> unit.of(Sum.AGREEING) - unit.of(Sum.DISAGREEING))
                .toArray();
        double comparisons =
                units.stream().mapToDouble(unit -> unit.of(Sum.USED)).sum();
        return PermutationNull.of(leads, comparisons, settings.level(), settings.seed());
    }
}
