package io.prefscore.stats.benchmark;

import java.util.LinkedHashMap;

/**
 * What a benchmark says of a model.
 *
 * @param name of the benchmark
 * @param rule in words, and what of the benchmark's data was missing or could not be compared
 * @param parts scores from 0 to 1 (RewardBench 2's Ties from −0.01 to 1.01) of the sections there is data for, in the order to show
 * @param overall the headline figure; NaN where a part that it needs is missing
 */
public record BenchmarkScore(String name, String rule, LinkedHashMap<String, Double> parts, double overall) {}
