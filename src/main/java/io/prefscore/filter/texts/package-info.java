/**
 * What filtering says of prompts' texts: which are near copies of another ({@link io.prefscore.filter.texts.NearDuplicates}),
 * and which stand in evaluation sets ({@link io.prefscore.filter.texts.Decontamination}). Knows Spark and how data sets are
 * read; it knows nothing of scores, policies or reports.
 */
@NullMarked
package io.prefscore.filter.texts;

import org.jspecify.annotations.NullMarked;
