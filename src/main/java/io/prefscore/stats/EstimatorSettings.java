package io.prefscore.stats;

import java.io.Serializable;

/**
 * How intervals are made.
 *
 * @param level of all intervals, between 0 and 1: 0.95
 * @param replicates of the bootstrap; with 0 what needs one has no interval
 * @param seed of the bootstrap's and the permutations' random numbers
 */
public record EstimatorSettings(double level, int replicates, long seed) implements Serializable {

    /** 95 %, 1,000 replicates. */
    public static final EstimatorSettings DEFAULTS = new EstimatorSettings(0.95, 1000, 1);

    public EstimatorSettings {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of intervals must be between 0 and 1; found " + level);
        }
        if (replicates < 0) {
            throw new IllegalArgumentException("bootstrap replicates must not be negative; found " + replicates);
        }
    }
}
