package io.prefscore.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Part of the second pass: how large rewards and margins of labelled comparisons are, by model, from which their bins are
 * planned. Merging is exact in any order. For one thread.
 */
public final class RewardSketches implements Serializable {

    private static final long serialVersionUID = 1;

    private final ValueSketch[] rewards;
    private final ValueSketch[] margins;

    /**
     * @param models how many models judged each pair
     */
    public RewardSketches(int models) {
        this.rewards = none(models);
        this.margins = none(models);
    }

    private static ValueSketch[] none(int models) {
        return Stream.generate(ValueSketch::new).limit(models).toArray(ValueSketch[]::new);
    }

    /** Counts a comparison for each model that it can be used for. */
    public void add(Pair pair) {
        for (int model = 0; model < rewards.length; model++) {
            if (pair.isUsed(model)) {
                rewards[model].add(pair.preferredRewards()[model]);
                rewards[model].add(pair.otherRewards()[model]);
                margins[model].add(pair.margin(model));
            }
        }
    }

    /** Adds what was counted elsewhere. */
    public void merge(RewardSketches other) {
        for (int model = 0; model < rewards.length; model++) {
            rewards[model].merge(other.rewards[model]);
            margins[model].merge(other.margins[model]);
        }
    }

    /** How many models there are. */
    public int models() {
        return rewards.length;
    }

    ValueBins[] rewardBins() {
        return bins(rewards);
    }

    ValueBins[] marginBins() {
        return bins(margins);
    }

    private static ValueBins[] bins(ValueSketch[] sketches) {
        return Arrays.stream(sketches).map(ValueSketch::bins).toArray(ValueBins[]::new);
    }
}
