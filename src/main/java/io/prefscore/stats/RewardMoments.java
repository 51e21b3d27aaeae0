package io.prefscore.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The first pass: how many labelled comparisons with finite rewards each model has, mean and spread of their rewards and
 * margins. Sums of doubles depend on their order, so whoever wants results that are equal to the last bit adds pairs in a fixed
 * order and merges in one. For one thread.
 */
public final class RewardMoments {

    private final Moments[] rewards;
    private final Moments[] margins;

    /**
     * @param models how many models judged each pair
     */
    public RewardMoments(int models) {
        this.rewards = none(models);
        this.margins = none(models);
    }

    private static Moments[] none(int models) {
        Moments[] none = new Moments[models];
        Arrays.fill(none, Moments.NONE);
        return none;
    }

    /** Counts a comparison for each model that it can be used for. */
    public void add(Pair pair) {
        for (int model = 0; model < rewards.length; model++) {
            if (pair.isUsed(model)) {
                rewards[model] =
                        rewards[model].plus(pair.preferredRewards()[model]).plus(pair.otherRewards()[model]);
                margins[model] = margins[model].plus(pair.margin(model));
            }
        }
    }

    /** Adds what was counted elsewhere. */
    public void merge(RewardMoments other) {
        for (int model = 0; model < rewards.length; model++) {
            rewards[model] = rewards[model].plus(other.rewards[model]);
            margins[model] = margins[model].plus(other.margins[model]);
        }
    }

    /** Of both responses of labelled comparisons; a response counts once for each comparison it stands in. */
    public Moments rewards(int model) {
        return rewards[model];
    }

    /** Of margins of labelled comparisons. */
    public Moments margins(int model) {
        return margins[model];
    }

    /** Writes all sums to the last bit. */
    public void write(DataOutput output) throws IOException {
        output.writeInt(rewards.length);
        for (int model = 0; model < rewards.length; model++) {
            rewards[model].write(output);
            margins[model].write(output);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static RewardMoments read(DataInput input) throws IOException {
        RewardMoments moments = new RewardMoments(input.readInt());
        for (int model = 0; model < moments.rewards.length; model++) {
            moments.rewards[model] = Moments.read(input);
            moments.margins[model] = Moments.read(input);
        }
        return moments;
    }
}
