/**
 * Numbers about numbers: what a model's rewards say of the labels, with intervals that know that comparisons of one prompt
 * belong together. Start at {@link io.prefscore.stats.SliceTally}, which collects, and {@link
 * io.prefscore.stats.SliceEstimator}, which concludes. Knows neither Spark nor the model.
 */
@NullMarked
package io.prefscore.stats;

import org.jspecify.annotations.NullMarked;
