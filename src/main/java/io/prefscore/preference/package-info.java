/**
 * The domain in plain Java: start at {@link io.prefscore.preference.Example}. Every room may use it; it knows none of
 * them and no library.
 */
@NullMarked
package io.prefscore.preference;

import org.jspecify.annotations.NullMarked;
