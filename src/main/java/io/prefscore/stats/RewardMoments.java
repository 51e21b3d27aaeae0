package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The first pass: how many labelled comparisons with finite rewards each model has, mean and spread of their rewards and
 * margins. Kept by resampling unit and added up in the units' order, so that results are equal to the last bit wherever each
 * unit was counted, as long as it was counted in one place. Tens of kilobytes a model. For one thread.
 */
public final class RewardMoments implements Serializable {

    private static final long serialVersionUID = 1;

    private final Moments[][] rewards;
    private final Moments[][] margins;

    /**
     * @param models how many models judged each pair
     */
    public RewardMoments(int models) {
        this.rewards = none(models);
        this.margins = none(models);
    }

    private static Moments[][] none(int models) {
        Moments[][] none = new Moments[models][Units.COUNT];
        for (Moments[] row : none) {
            Arrays.fill(row, Moments.NONE);
        }
        return none;
    }

    /** Counts a comparison for each model that it can be used for. */
    public void add(int unit, Pair pair) {
        for (int model = 0; model < rewards.length; model++) {
            if (pair.isUsed(model)) {
                rewards[model][unit] = rewards[model][unit]
                        .plus(pair.preferredRewards()[model])
                        .plus(pair.otherRewards()[model]);
                margins[model][unit] = margins[model][unit].plus(pair.margin(model));
            }
        }
    }

    /** Adds what was counted elsewhere. */
    public void merge(RewardMoments other) {
        for (int model = 0; model < rewards.length; model++) {
            for (int unit = 0; unit < Units.COUNT; unit++) {
                rewards[model][unit] = rewards[model][unit].plus(other.rewards[model][unit]);
                margins[model][unit] = margins[model][unit].plus(other.margins[model][unit]);
            }
        }
    }

    /** Of both responses of labelled comparisons; a response counts once for each comparison it stands in. */
    public Moments rewards(int model) {
        return Arrays.stream(rewards[model]).reduce(Moments.NONE, Moments::plus);
    }

    /** Of margins of labelled comparisons. */
    public Moments margins(int model) {
        return Arrays.stream(margins[model]).reduce(Moments.NONE, Moments::plus);
    }

    /** Widths of the bins of rewards, by model. */
    public double[] rewardWidths() {
        return IntStream.range(0, rewards.length)
                .mapToDouble(model -> BinWidth.of(rewards(model).standardDeviation()))
                .toArray();
    }

    /** Widths of the bins of margins, by model. */
    public double[] marginWidths() {
        return IntStream.range(0, margins.length)
                .mapToDouble(model -> BinWidth.of(margins(model).standardDeviation()))
                .toArray();
    }
}
