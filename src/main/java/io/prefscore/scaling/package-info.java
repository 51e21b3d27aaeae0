/**
 * Scaling laws: how loss and accuracy fall or rise with a model's size and the amount of its training data, how far such a
 * curve can be trusted, and whether there is a trend at all. Start at {@link io.prefscore.scaling.ScalingAnalysis}, which takes
 * the points of one slice, and {@link io.prefscore.scaling.Verdicts}, which looks at all slices together. Knows neither Spark
 * nor the model.
 */
@NullMarked
package io.prefscore.scaling;

import org.jspecify.annotations.NullMarked;
