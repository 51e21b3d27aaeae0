package io.prefscore.stats.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The benchmarks that have rules of their own.
 *
 * <p>A reward that is missing, NaN or infinite loses its comparison, in each of them, and the rule's words say how many do: left
 * out, it would change what the score is a share of, and a model that fails on what it finds hard would gain by it. Equal
 * rewards are lost too unless the benchmark says otherwise.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /** Names of the schemas that benchmarks are published in. */
    public static Set<String> schemas() {
        return Set.of("rewardbench-v1", "rewardbench-v2", "rm-bench", "judgebench", "helpsteer2-preference");
    }

    /**
     * Scores a model by the benchmark's rule.
     *
     * @param schema as the data set is recognised, such as {@code rm-bench}
     * @param pairs all comparisons of the benchmark
     * @return empty where the schema is no benchmark's
     */
    public static Optional<BenchmarkScore> score(String schema, List<BenchmarkPair> pairs) {
        return switch (schema) {
            case "rewardbench-v1" -> Optional.of(RewardBench.score(pairs));
            case "rewardbench-v2" -> Optional.of(RewardBench2.score(pairs));
            case "rm-bench" -> Optional.of(RmBench.score(pairs));
            case "judgebench" -> Optional.of(JudgeBench.score(pairs));
            case "helpsteer2-preference" -> Optional.of(HelpSteer2Preference.score(pairs));
            default -> Optional.empty();
        };
    }
}
