/**
 * Data and models to try everything with, both made by us: a seeded generator of preference pairs whose truth is known,
 * and a family of tiny reward models that were trained on them. Start at {@link io.prefscore.demo.PreferenceGenerator} and
 * {@link io.prefscore.demo.ModelFamily}. Knows nothing but the domain and JSON.
 */
@NullMarked
package io.prefscore.demo;

import org.jspecify.annotations.NullMarked;
