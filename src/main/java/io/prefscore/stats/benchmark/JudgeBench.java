package io.prefscore.stats.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JudgeBench: pairs of answers by one model, of which one is right. Source: {@code utils/metrics.py} of ScalerLab/JudgeBench, arXiv
 * 2410.12784.
 */
final class JudgeBench {

    private static final String RULE =
            "Share of the pairs in which the right answer has strictly the greater reward; overall over"
                    + " all pairs, whatever their source. The benchmark asks a judge twice, in both orders, and counts a pair as right"
                    + " if that is right on balance; a reward does not depend on the order, so it is right both times or, with equal"
                    + " rewards, right on balance in neither.";

    /** By how the names of the sources begin, in the benchmark's order. */
    private static final Map<String, String> SECTIONS = sections();

    private JudgeBench() {}

    static BenchmarkScore score(List<BenchmarkPair> pairs) {
        LinkedHashMap<String, Double> parts = new LinkedHashMap<>();
        SECTIONS.forEach((prefix, section) -> {
            List<BenchmarkPair> members = pairs.stream()
                    .filter(pair -> pair.slice("source").startsWith(prefix))
                    .toList();
            if (!members.isEmpty()) {
                parts.put(section, Tables.accuracy(members));
            }
        });
        List<String> needed = new ArrayList<>(SECTIONS.values());
        Notes notes = new Notes(RULE, pairs);
        notes.missing(needed, parts.keySet());
        boolean isComplete = parts.keySet().containsAll(Set.copyOf(needed));
        return new BenchmarkScore("JudgeBench", notes.words(), parts, isComplete ? Tables.accuracy(pairs) : Double.NaN);
    }

    private static Map<String, String> sections() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("mmlu-pro", "Knowledge");
        sections.put("livebench-reasoning", "Reasoning");
        sections.put("livebench-math", "Math");
        sections.put("livecodebench", "Coding");
        return sections;
    }
}
