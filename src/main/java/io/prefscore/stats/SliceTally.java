package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that statistics need of the comparisons of one slice and one resampling unit, for every model: some sixty sums a model and
 * sparse histograms. Made where the rows are, written in a few hundred bytes, and gathered by a {@link SliceEstimator}. For one
 * thread.
 *
 * <p>Sums of doubles depend on the order of what is summed, so a unit's examples must come to one tally in a fixed order, those
 * of one prompt next to each other.
 */
public final class SliceTally {

    private final TallyPlan plan;
    private final Membership membership;
    private final List<ModelTally> models;
    private final List<PairedTally> laterModels;

    /**
     * @param membership how examples belong to the slice
     */
    public SliceTally(TallyPlan plan, Membership membership) {
        this(
                plan,
                membership,
                Stream.generate(ModelTally::new).limit(plan.models()).toList(),
                Stream.generate(PairedTally::new).limit(plan.models() - 1).toList());
    }

    private SliceTally(TallyPlan plan, Membership membership, List<ModelTally> models, List<PairedTally> laterModels) {
        this.plan = plan;
        this.membership = membership;
        this.models = models;
        this.laterModels = laterModels;
    }

    /**
     * Adds comparisons of one example.
     *
     * @param unit the tally's resampling unit, {@link Units#of} the example's prompt
     * @param pairs all comparisons of the example, or those of the slice if it has {@link Membership#SINGLE_COMPARISONS}
     */
    public void example(int unit, List<Pair> pairs) {
        int fold = Calibration.fold(unit);
        for (int model = 0; model < models.size(); model++) {
            ModelTally tally = models.get(model);
            for (Pair pair : pairs) {
                tally.add(pair, model, fold, plan);
            }
            if (membership == Membership.WHOLE_EXAMPLES) {
                ExampleRanking.add(pairs, model, tally.sums());
            }
        }
        for (int later = 0; later < laterModels.size(); later++) {
            for (Pair pair : pairs) {
                laterModels.get(later).add(pair, later + 1, fold, plan);
            }
        }
    }

    ModelTally model(int model) {
        return models.get(model);
    }

    /** A later model beside the first: entry 0 is the second model. */
    PairedTally laterModel(int later) {
        return laterModels.get(later);
    }

    /** Writes all sums to the last bit. */
    public void write(DataOutput output) throws IOException {
        for (ModelTally model : models) {
            model.write(output);
        }
        for (PairedTally later : laterModels) {
            later.write(output);
        }
    }

    /** Reads what {@link #write} wrote, for a {@link SliceEstimator}; nothing can be added to it. */
    public static SliceTally read(DataInput input, TallyPlan plan) throws IOException {
        ModelTally[] models = new ModelTally[plan.models()];
        for (int model = 0; model < models.length; model++) {
            models[model] = ModelTally.read(input);
        }
        PairedTally[] laterModels = new PairedTally[plan.models() - 1];
        for (int later = 0; later < laterModels.length; later++) {
            laterModels[later] = PairedTally.read(input);
        }
        return new SliceTally(plan, Membership.WHOLE_EXAMPLES, List.of(models), List.of(laterModels));
    }
}
