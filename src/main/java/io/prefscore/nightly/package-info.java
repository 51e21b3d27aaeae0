/**
 * A run every night: which input is due, what changed since the last run, whether the new rewards are like the last ones,
 * and which tables may go. Start at {@link io.prefscore.nightly.NightlyJob}. Knows Spark and the folder of the runs; the
 * scoring itself is handed to it.
 */
@NullMarked
package io.prefscore.nightly;

import org.jspecify.annotations.NullMarked;
