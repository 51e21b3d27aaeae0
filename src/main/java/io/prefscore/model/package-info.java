/**
 * Hugging Face checkpoints as DJL models, read from a folder of this host or from this host's copy of one elsewhere. Start at
 * {@link io.prefscore.model.RewardModel}. Knows DJL and Hadoop's file systems, never Spark.
 */
@NullMarked
package io.prefscore.model;

import org.jspecify.annotations.NullMarked;
