/**
 * Public benchmarks scored by their own rules, which are not those of the other statistics: each has its own parts, weights
 * and treatment of ties. Start at {@link io.prefscore.stats.benchmark.Benchmarks}. Knows neither Spark nor the model.
 */
@NullMarked
package io.prefscore.stats.benchmark;

import org.jspecify.annotations.NullMarked;
