/**
 * Data and a model to try everything with, both made by us: a seeded generator of preference pairs whose truth is known,
 * and a tiny reward model that was trained on them. Start at {@link io.prefscore.demo.PreferenceGenerator} and
 * {@link io.prefscore.demo.BuiltInModel}. Plain Java: knows nothing but the domain.
 */
@NullMarked
package io.prefscore.demo;

import org.jspecify.annotations.NullMarked;
