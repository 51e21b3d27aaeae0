package io.prefscore.stats;

import java.io.Serializable;

/**
 * What became of a slice's comparisons under one model: {@code comparisons = missing + notANumber + infinite + labelTies +
 * agreeing + disagreeing + rewardTies}.
 *
 * @param comparisons all of the slice
 * @param prompts different prompts among those that are labelled and have two finite rewards
 * @param missing a reward is absent
 * @param notANumber a reward is NaN, none absent
 * @param infinite a reward is infinite, none absent or NaN
 * @param labelTies rewards are finite; the label says that neither is better
 * @param agreeing the preferred response has strictly the greater reward
 * @param disagreeing the other one has
 * @param rewardTies the label prefers one, the rewards are equal
 */
public record PairCounts(
        long comparisons,
        long prompts,
        long missing,
        long notANumber,
        long infinite,
        long labelTies,
        long agreeing,
        long disagreeing,
        long rewardTies)
        implements Serializable {

    /** A slice of fewer prompts than this says so: its intervals rest on too little. */
    public static final int FEW_PROMPTS = 30;

    /** Comparisons that statistics are made of: labelled, with two finite rewards. */
    public long used() {
        return agreeing + disagreeing + rewardTies;
    }

    /** Whether the slice is too small for its intervals to be relied on. */
    public boolean isSmall() {
        return prompts < FEW_PROMPTS;
    }
}
