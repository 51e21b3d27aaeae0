/**
 * The distributed run: rows to rendered texts, distinct texts to the model, rewards to the score store and back to the
 * rows. Start at {@link io.prefscore.scoring.ScoreJob}. Knows Spark; of the model only its seam.
 */
@NullMarked
package io.prefscore.scoring;

import org.jspecify.annotations.NullMarked;
