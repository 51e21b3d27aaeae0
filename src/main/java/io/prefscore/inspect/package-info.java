/**
 * A look at a data set before anything is paid for: what it is, what it holds, what of it cannot be used, what scoring it
 * would cost and save. Start at {@link io.prefscore.inspect.InspectJob}. Knows Spark and the texts of a model, never its
 * weights.
 */
@NullMarked
package io.prefscore.inspect;

import org.jspecify.annotations.NullMarked;
