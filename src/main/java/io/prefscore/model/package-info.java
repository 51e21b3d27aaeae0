/**
 * Hugging Face checkpoints as DJL models. Start at {@link io.prefscore.model.RewardModel}. Knows DJL, never Spark.
 */
@NullMarked
package io.prefscore.model;

import org.jspecify.annotations.NullMarked;
