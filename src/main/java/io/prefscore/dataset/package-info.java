/**
 * Public preference data sets: reads files and tables, recognises the schema and turns a row into an
 * {@link io.prefscore.preference.Example}. Start at {@link io.prefscore.dataset.InputReader} and
 * {@link io.prefscore.dataset.PreferenceSchemas}; what is known of formats stands in {@code schemas.conf},
 * {@code vocabulary.conf} and {@code marks.conf}. Knows Spark SQL, but neither templates nor models.
 */
@NullMarked
package io.prefscore.dataset;

import org.jspecify.annotations.NullMarked;
