package io.prefscore.model;

/**
 * Output of the DJL predictor.
 *
 * @param rewards raw logits in the sequences' order
 * @param cost what they cost
 */
public record SequenceRewards(float[] rewards, Rewards.Cost cost) {}
