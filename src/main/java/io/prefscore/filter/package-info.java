/**
 * From scored rows to a better training set, and an account of what was done to it. Start at {@link
 * io.prefscore.filter.FilterJob}. Knows Spark; what is calibrated or tested is calibrated and tested by {@code stats}.
 */
@NullMarked
package io.prefscore.filter;

import org.jspecify.annotations.NullMarked;
