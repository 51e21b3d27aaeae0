package io.prefscore.stats.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the benchmarks have in common. */
final class Tables {

    private Tables() {}

    /** Groups, in the order in which they first come. */
    static Map<String, List<BenchmarkPair>> by(Function<BenchmarkPair, String> key, List<BenchmarkPair> pairs) {
        Map<String, List<BenchmarkPair>> groups = new LinkedHashMap<>();
        pairs.forEach(pair -> groups.computeIfAbsent(key.apply(pair), unused -> new ArrayList<>())
                .add(pair));
        return groups;
    }

    /** Share of the comparisons that are won; NaN without any. */
    static double accuracy(List<BenchmarkPair> pairs) {
        return mean(pairs.stream().map(pair -> pair.isWon() ? 1.0 : 0.0).toList());
    }

    /** NaN without any value, or with one that is NaN. */
    static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Mean of the parts named; NaN where one of them is missing. */
    static double mean(Collection<String> names, Map<String, Double> parts) {
        return mean(
                names.stream().map(name -> parts.getOrDefault(name, Double.NaN)).toList());
    }
}
